import { expected, type InputReader, parseDuration } from '@go-actions/action-kit';
import { readServiceAddress } from '@go-actions/cache-service';
import { readCollector } from '@go-actions/go-project';
import picomatch from 'picomatch';
import { parseOverrides } from './judge/overrides.ts';
import { parsePercent } from './percent.ts';
import { expandGlobs } from './profile/io/globs.ts';
import { parseModuleChoice } from './project/module-choice.ts';
import { REPORT_NAMES } from './report/reports.ts';
import { parseKnownFlaky } from './tests/known-flaky.ts';
import { refuseFlags } from './tests/test-args.ts';

export const readInputs = (input: InputReader) =>
  ({
    place: readPlace(input),
    run: readRun(input),
    minimums: readMinimums(input),
    compare: readCompare(input),
    report: readReport(input),
  }) as const;

export type Inputs = ReturnType<typeof readInputs>;
/** Which code the gate speaks of. */
export type PlaceInputs = Inputs['place'];
/** How it is tested, and what other jobs and steps left of their tests. */
export type RunInputs = Inputs['run'];
export type MinimumInputs = Inputs['minimums'];
export type CompareInputs = Inputs['compare'];
export type ReportInputs = Inputs['report'];

const readPlace = (input: InputReader) => ({
  workingDirectory: input.text('working-directory') || '.',
  modules: parseModuleChoice(input.lines('modules').flatMap((line) => line.split(/[\s,]+/).filter(Boolean))),
  exclude: input.parsed('exclude', () =>
    parseGlobs(input.lines('exclude').flatMap((line) => line.split(/[\s,]+/))),
  ),
  excludeGenerated: input.flag('exclude-generated'),
});

function readRun(input: InputReader) {
  const run = input.flag('run');
  const rerunFails = input.integer('rerun-fails', { min: 0, max: 10 });
  const testArgs = input.argv('test-args');
  // Not observed when it was no list: the reader has a complaint then.
  for (const refusal of refuseFlags(testArgs ?? [], rerunFails > 0))
    input.complain(`\`test-args\`: ${refusal}`);
  return {
    run,
    packages: input.parsed('packages', parsePatterns),
    race: input.flag('race'),
    buildTags: input.list('build-tags'),
    testArgs,
    timeout: input.parsed('timeout', parseTimeout),
    shuffle: input.parsed('shuffle', parseShuffle),
    coverpkg: input.optional('coverpkg'),
    rerunFails,
    knownFlaky: input.parsed('known-flaky', parseKnownFlaky),
    collector: readCollector(input),
    ...readOtherJobs(input),
  };
}

const readMinimums = (input: InputReader) => ({
  total: input.choice('total', ['statements', 'func']),
  minTotal: input.parsed('min-total', parsePercent),
  minPatch: input.parsed('min-patch', parsePercent),
  minPackage: input.parsed('min-package', parsePercent),
  minFile: input.parsed('min-file', parsePercent),
  overrides: input.parsed('overrides', parseOverrides),
  minPatchStatements: input.integer('min-patch-statements', { min: 0, max: 1_000_000 }),
  requireIgnoreReason: input.flag('require-ignore-reason'),
});

const readCompare = (input: InputReader) => ({
  base: input.optional('base'),
  onMissingBase: input.choice('on-missing-base', ['pass', 'fail', 'compute']),
  token: input.secret('token'),
  ratchet: input.choice('ratchet', ['off', 'percent', 'uncovered']),
  tolerance: input.parsed('tolerance', parsePercent),
  carryForward: input.flag('carry-forward'),
  cacheService: readServiceAddress(input),
});

const readReport = (input: InputReader) => ({
  reportDir: input.optional('report-dir'),
  reports: input.choices('reports', REPORT_NAMES),
  annotations: input.flag('annotations'),
  summary: input.flag('summary'),
});

/** What other jobs and steps left. Globs are expanded here, so that a misspelt one is reported with the other complaints. */
function readOtherJobs(input: InputReader) {
  const cwd = input.env('GITHUB_WORKSPACE') ?? process.cwd();
  const expand = (name: string, kind: 'file' | 'folder') =>
    input.parsed(name, () => expandGlobs(input.lines(name), cwd, kind));
  const found = {
    profiles: expand('profiles', 'file'),
    gocoverdir: expand('gocoverdir', 'folder'),
    testJson: expand('test-json', 'file'),
  };
  if (!input.flag('run') && input.text('profiles') === '' && input.text('gocoverdir') === '')
    input.complain(
      '`run` is false, and neither `profiles` nor `gocoverdir` names anything: there is nothing to judge',
    );
  return found;
}

/** Checked as a duration, handed to go as it was written: the same text keeps its test cache valid. */
function parseTimeout(text: string): string {
  parseDuration(text);
  return text;
}

/** Package patterns; one that starts with a dash would be read as a flag by go. */
function parsePatterns(text: string): string[] {
  const patterns = text.split(/\s+/).filter(Boolean);
  return patterns.some((pattern) => pattern.startsWith('-'))
    ? expected('package patterns such as "./..."; flags belong into `test-args`')
    : patterns;
}

/** `on` and `off`, or a seed to repeat a run with, as `go test -shuffle` takes them. */
function parseShuffle(text: string): string {
  return /^(on|off|-?\d{1,19})$/.test(text) ? text : expected('"on", "off" or the seed of an earlier run');
}

function parseGlobs(globs: readonly string[]): (path: string) => boolean {
  const wanted = globs.filter(Boolean);
  return wanted.length === 0 ? () => false : picomatch(wanted, { dot: true });
}
