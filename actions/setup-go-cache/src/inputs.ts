import { expected, type InputReader } from '@go-actions/action-kit';
import { readServiceAddress } from '@go-actions/cache-service';
import { type PrivateModule, parsePrivateModules } from './module-cache/private-modules.ts';
import { parseArchitecture } from './toolchain/releases.ts';
import { parseVersionRequest } from './toolchain/version.ts';

const CACHE_WORDS = {
  auto: 'auto',
  true: 'auto',
  'read-only': 'read-only',
  off: 'off',
  false: 'off',
} as const;

export type Inputs = ReturnType<typeof readInputs>;

export const readInputs = (input: InputReader) =>
  ({
    goVersion: input.parsedOptional('go-version', parseVersion),
    goVersionFile: input.optional('go-version-file'),
    checkLatest: input.flag('check-latest'),
    architecture: input.parsed('architecture', (text) => parseArchitecture(text || process.arch)),
    downloadBase: input.parsed('go-download-base-url', (text) =>
      parseBaseUrl(text || input.env('GO_DOWNLOAD_BASE_URL') || 'https://go.dev/dl'),
    ),
    token: input.secret('token'),
    workingDirectory: input.text('working-directory') || '.',
    cache: input.parsed('cache', parseCacheWord),
    cacheDependencyPath: input.lines('cache-dependency-path'),
    cacheScope: input.optional('cache-scope'),
    cacheModules: input.flag('cache-modules'),
    cacheBuild: input.flag('cache-build'),
    testResults: input.flag('test-results'),
    objects: input.choice('objects', ['full', 'export-only']),
    maxSize: input.bytes('max-size'),
    verifyModules: input.flag('verify-modules'),
    download: input.choice('download', ['auto', 'off']),
    goEnvironment: {
      GOPROXY: input.optional('goproxy'),
      GOSUMDB: input.optional('gosumdb'),
      GOPRIVATE: input.optional('goprivate'),
      GONOSUMDB: input.optional('gonosumdb'),
      GOAUTH: input.optional('goauth'),
    },
    privateModules: readPrivateModules(input),
    /** What the runner and the job set in the environment. */
    runner: {
      path: input.env('PATH') ?? input.env('Path') ?? '',
      image: input.env('ImageOS'),
      hosted: input.env('RUNNER_ENVIRONMENT') === 'github-hosted',
      gocache: input.env('GOCACHE'),
      gomodcache: input.env('GOMODCACHE'),
      goprivate: input.env('GOPRIVATE'),
      gotoolchain: input.env('GOTOOLCHAIN'),
      gitConfigCount: Number(input.env('GIT_CONFIG_COUNT') ?? 0) || 0,
      cacheMode: (input.env('ACTIONS_CACHE_MODE') ?? '').trim().toLowerCase(),
      service: readServiceAddress(input),
    },
  }) as const;

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
  parseVersionRequest(text);
  return text;
}

function parseCacheWord(text: string): (typeof CACHE_WORDS)[keyof typeof CACHE_WORDS] {
  const word = text.toLowerCase();
  return Object.hasOwn(CACHE_WORDS, word)
    ? CACHE_WORDS[word as keyof typeof CACHE_WORDS]
    : expected(`one of ${Object.keys(CACHE_WORDS).join(', ')}`);
}

function parseBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'https:' || url?.protocol === 'http:'
    ? text
    : expected('a URL with http or https');
}
