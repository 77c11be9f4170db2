import { expected, type InputReader } from '@go-actions/action-kit';
import { readServiceAddress } from '@go-actions/cache-service';
import { readNativeFlags } from './io/native-flags.ts';
import { chooseScope } from './keys.ts';
import { type PrivateModule, parsePrivateModules } from './module-cache/private-modules.ts';
import { parseArchitecture } from './toolchain/releases.ts';
import { parseBaseUrl, parseVersionRequest } from './toolchain/version.ts';
import { parseToolLine } from './tools/tool-line.ts';

const CACHE_WORDS = {
  auto: 'auto',
  true: 'auto',
  'read-only': 'read-only',
  off: 'off',
  false: 'off',
} as const;

export type Inputs = ReturnType<typeof readInputs>;
export type GoInputs = Inputs['go'];
export type ProjectInputs = Inputs['project'];
export type CacheInputs = Inputs['cache'];
export type RunnerFacts = Inputs['runner'];

export const readInputs = (input: InputReader) =>
  ({
    go: {
      version: input.parsedOptional('go-version', parseVersion),
      versionFile: input.optional('go-version-file'),
      checkLatest: input.flag('check-latest'),
      architecture: input.parsed('architecture', (text) => parseArchitecture(text || process.arch)),
      downloadBase: input.parsed('go-download-base-url', (text) =>
        parseBaseUrl(text || input.env('GO_DOWNLOAD_BASE_URL') || 'https://go.dev/dl'),
      ),
      token: input.secret('token'),
    },
    project: {
      workingDirectory: input.text('working-directory') || '.',
      dependencyFiles: input.lines('cache-dependency-path'),
    },
    cache: {
      access: input.parsed('cache', parseCacheWord),
      scope: chooseScope(input.text('cache-scope'), {
        workflow: input.env('GITHUB_WORKFLOW') ?? '',
        orchestration: input.env('ACTIONS_ORCHESTRATION_ID'),
        token: input.env('ACTIONS_RUNTIME_TOKEN') ?? '',
      }),
      modules: input.flag('cache-modules'),
      build: input.flag('cache-build'),
      objects: input.choice('objects', ['full', 'export-only']),
      maxSize: input.bytes('max-size'),
      verifyModules: input.flag('verify-modules'),
      download: input.choice('download', ['auto', 'off']),
    },
    tests: {
      results: input.choice('test-results', ['auto', 'true', 'false']),
      fresh: input.list('fresh-tests'),
    },
    goEnvironment: {
      GOPROXY: input.optional('goproxy'),
      GOSUMDB: input.optional('gosumdb'),
      GOPRIVATE: input.optional('goprivate'),
      GONOSUMDB: input.optional('gonosumdb'),
      GOAUTH: input.optional('goauth'),
    },
    private: {
      modules: readPrivateModules(input),
      expose: input.flag('expose-private-modules'),
      goprivate: input.text('goprivate') || input.env('GOPRIVATE'),
      gitConfigCount: Number(input.env('GIT_CONFIG_COUNT') ?? 0) || 0,
    },
    tools: input.parsed('tools', (text) => text.split('\n').flatMap(parseToolLine)),
    /** What the runner and the job set in the environment. */
    runner: {
      path: input.env('PATH') ?? input.env('Path') ?? '',
      image: input.env('ImageOS'),
      nativeFlags: readNativeFlags(input),
      settings: readSettings(input),
      hosted: input.env('RUNNER_ENVIRONMENT') === 'github-hosted',
      gocache: input.env('GOCACHE'),
      gomodcache: input.env('GOMODCACHE'),
      goroot: input.env('GOROOT'),
      gotoolchain: input.env('GOTOOLCHAIN'),
      workflowRef: input.env('GITHUB_WORKFLOW_REF'),
      cacheMode: (input.env('ACTIONS_CACHE_MODE') ?? '').trim().toLowerCase(),
      service: readServiceAddress(input),
    },
  }) as const;

/** What the runtime of Go, its race detector and the system's loader read of the environment, which is in no log of a test. */
const UNLOGGED = [
  'GOGC',
  'GOMAXPROCS',
  'GOMEMLIMIT',
  'GORACE',
  'GOTRACEBACK',
  'LD_LIBRARY_PATH',
  'LD_PRELOAD',
  'TZ',
  'ZONEINFO',
] as const;

function readSettings(input: InputReader): string[] {
  return UNLOGGED.flatMap((name) => {
    const value = input.env(name);
    return value === undefined ? [] : [`${name}=${value}`];
  });
}

/** Not through `parsed`: its complaint would show what was found, and that holds tokens. */
function readPrivateModules(input: InputReader): PrivateModule[] {
  const text = input.secret('private-modules');
  try {
    return text ? parsePrivateModules(text) : [];
  } catch (error) {
    input.complain(`\`private-modules\` cannot be used; ${(error as Error).message}`);
    return [];
  }
}

function parseVersion(text: string): string {
  // No Go before 1.5 can be meant: YAML has read 1.20 as the number 1.2 (actions/setup-go#326).
  if (/^1\.[1-4]$/.test(text))
    expected(
      `a version in quotes: without them YAML reads ${text}0 as the number ${text}. Write go-version: '${text}0', or let go.mod decide with go-version-file: go.mod`,
    );
  parseVersionRequest(text);
  return text;
}

function parseCacheWord(text: string): (typeof CACHE_WORDS)[keyof typeof CACHE_WORDS] {
  const word = text.toLowerCase();
  return Object.hasOwn(CACHE_WORDS, word)
    ? CACHE_WORDS[word as keyof typeof CACHE_WORDS]
    : expected(`one of ${Object.keys(CACHE_WORDS).join(', ')}`);
}
