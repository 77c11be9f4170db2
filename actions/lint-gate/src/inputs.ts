import { join } from 'node:path';
import { expected, type InputReader, parseArgv, planBudget } from '@go-actions/action-kit';
import { readServiceAddress } from '@go-actions/cache-service';
import { readCollector } from '@go-actions/go-project';
import picomatch from 'picomatch';
import { parse } from 'yaml';
import {
  CHECK_NAMES,
  type CheckLevel,
  type CheckName,
  LEVELS,
  type Levels,
  PRESETS,
} from './checks/index.ts';
import { VULN_LEVELS } from './checks/vuln-report.ts';
import { parseGolangciVersion } from './linters/versions.ts';
import { type LintTarget, parseLintTarget } from './run/target.ts';

/** Inputs in groups: a function takes the group that it needs. */
export type Inputs = ReturnType<typeof readInputs>;
export type Selection = Inputs['selection'];
export type CheckInputs = Inputs['checks'];
export type Comparison = Inputs['comparison'];
export type BaselineInputs = Inputs['baseline'];
export type ReportInputs = Inputs['report'];
/** What the runner and the job set in the environment. */
export type RunnerSettings = Inputs['runner'];

export const readInputs = (input: InputReader) =>
  ({
    selection: {
      workingDirectory: input.required('working-directory'),
      modules: input.parsed('modules', parseGlobs),
      packages: input.list('packages'),
      gowork: input.env('GOWORK'),
      targets: input.parsed('targets', parseTargets),
    },
    levels: {
      preset: input.choice('preset', PRESETS),
      overrides: input.parsed('checks', parseChecks),
    },
    checks: {
      golangciVersion: input.parsed('golangci-version', (text) =>
        text === '' || text === 'auto' ? undefined : parseGolangciVersion(text),
      ),
      golangciConfig: input.optional('golangci-config'),
      golangciArgs: input.parsed('golangci-args', parseGolangciArgs),
      golangciPlugins: input.choice('golangci-plugins', ['auto', 'off']),
      cgo: input.choice('cgo', ['default', 'auto']),
      replaceAllow: input.parsed('replace-allow', parseGlobs),
      vulnLevel: input.choice('vuln-level', VULN_LEVELS),
      vulnIgnore: input.optional('vuln-ignore'),
      vulnDb: input.parsed('vuln-db', parseDatabase),
      generateCommand: input.parsed('generate-command', parseCommand),
      onMissingGenerator: input.choice('on-missing-generator', ['fail', 'pass']),
    },
    comparison: {
      onlyNew: input.choice('only-new', ['off', 'lines', 'files', 'net']),
      base: input.optional('base'),
      onMissingBase: input.choice('on-missing-base', ['fail', 'all', 'pass']),
      token: input.secret('token'),
    },
    baseline: {
      file: input.optional('baseline'),
      update: input.flag('update-baseline'),
    },
    timeoutMs: input.duration('timeout'),
    report: {
      sarif: input.optional('sarif'),
      json: input.optional('json'),
      annotations: input.flag('annotations'),
      summary: input.flag('summary'),
      /** How many annotations of each level this step may write. */
      budget: planBudget(input.env('GO_ACTIONS_ANNOTATIONS')),
    },
    runner: {
      cacheMode: (input.env('ACTIONS_CACHE_MODE') ?? '').trim().toLowerCase(),
      service: readServiceAddress(input),
      /** What setup-go-cache with `objects: export-only` leaves for commands that link. */
      gocacheFull: input.env('GOCACHE_FULL'),
      cgoEnabled: input.env('CGO_ENABLED'),
      collector: readCollector(input),
      folders: {
        golangci: input.env('GOLANGCI_LINT_CACHE'),
        staticcheck: input.env('STATICCHECK_CACHE'),
        user: readUserCache(input),
      },
    },
  }) as const;

/** Go's os.UserCacheDir, below which linters keep their caches by default. */
function readUserCache(input: InputReader): string | undefined {
  const home = input.env('HOME');
  if (process.platform === 'win32') return input.env('LocalAppData');
  if (process.platform === 'darwin') return home && join(home, 'Library', 'Caches');
  return input.env('XDG_CACHE_HOME') ?? (home && join(home, '.cache'));
}

/** Targets separated by white space. A tag list holds commas, so that they separate nothing here. */
export function parseTargets(text: string): LintTarget[] {
  return text.split(/\s+/).filter(Boolean).map(parseLintTarget);
}

/** Globs separated by white space or commas; an unclosed bracket is an error instead of a glob that matches nothing. */
export function parseGlobs(text: string): string[] {
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((glob) => {
      try {
        picomatch.makeRe(glob, { strictBrackets: true });
        return glob;
      } catch {
        return expected(`globs such as "services/*"; ${JSON.stringify(glob)} is none`); // SyntaxError: a bracket is open
      }
    });
}

/** A YAML map from checks to levels; every entry that does not fit is named. */
export function parseChecks(text: string): Partial<Levels> {
  if (text === '') return {};
  const form = `a map from ${CHECK_NAMES.join(', ')} to ${LEVELS.join(', ')}`;
  let map: unknown;
  try {
    map = parse(text) ?? {};
  } catch (error) {
    return expected(`${form}, as YAML (${(error as Error).message.split('\n')[0]})`);
  }
  if (typeof map !== 'object' || map === null || Array.isArray(map)) return expected(form);
  const wrong = Object.entries(map).flatMap(([name, level]) => {
    if (!CHECK_NAMES.includes(name as CheckName)) return [`"${name}" is no check`];
    return LEVELS.includes(level as CheckLevel) ? [] : [`"${name}" cannot be ${JSON.stringify(level)}`];
  });
  if (wrong.length > 0) return expected(`${form}; ${wrong.join(', ')}`);
  return map as Partial<Levels>;
}

/** What the gate itself decides: a flag that asks for something else would be overruled without a word. */
const OWNED: readonly (readonly [RegExp, string])[] = [
  [/^--fix(=(?!false$)|$)/, 'the checkout stays as it is'],
  [/^(-n|--new|--new-from-(rev|patch|merge-base)|--whole-files)(=|$)/, '`only-new` says what is new'],
  [/^--output\.|^--(path-prefix|path-mode|issues-exit-code)(=|$)/, '`sarif` and `json` write the result'],
  [/^--$/, '`packages` names what is analysed'],
];

/** Arguments for golangci-lint. Throws `expected …` for those that belong to the gate. */
export function parseGolangciArgs(text: string): string[] {
  const args = parseArgv(text);
  for (const arg of args) {
    const owner = OWNED.find(([flag]) => flag.test(arg));
    if (owner) expected(`arguments that leave ${arg} to this action: ${owner[1]}`);
  }
  return args;
}

function parseCommand(text: string): string[] {
  const command = parseArgv(text);
  return command.length > 0 ? command : expected('a command such as "go generate ./..."');
}

function parseDatabase(text: string): string {
  return /^(https?|file):\/\/\S+$/.test(text)
    ? text
    : expected('the URL of a vulnerability database such as "https://vuln.go.dev"');
}
