import { expected, type InputReader, parseDuration } from '@go-actions/action-kit';
import { readServiceAddress } from '@go-actions/cache-service';
import picomatch from 'picomatch';
import { parse } from 'yaml';
import type { Override } from './judge/verdict.ts';
import { parsePercent } from './percent.ts';
import { expandGlobs } from './profile/io/globs.ts';
import { REPORT_NAMES } from './report/reports.ts';

export const readInputs = (input: InputReader) =>
  ({
    workingDirectory: input.text('working-directory') || '.',
    run: input.flag('run'),
    packages: input.parsed('packages', parsePatterns),
    race: input.flag('race'),
    buildTags: input.list('build-tags'),
    testArgs: input.argv('test-args'),
    timeout: input.parsed('timeout', parseTimeout),
    shuffle: input.parsed('shuffle', parseShuffle),
    coverpkg: input.optional('coverpkg'),
    ...readOtherJobs(input),
    minTotal: input.parsed('min-total', parsePercent),
    minPatch: input.parsed('min-patch', parsePercent),
    minPackage: input.parsed('min-package', parsePercent),
    minFile: input.parsed('min-file', parsePercent),
    overrides: input.parsed('overrides', parseOverrides),
    minPatchStatements: input.integer('min-patch-statements', { min: 0, max: 1_000_000 }),
    exclude: input.parsed('exclude', () =>
      parseGlobs(input.lines('exclude').flatMap((line) => line.split(/[\s,]+/))),
    ),
    excludeGenerated: input.flag('exclude-generated'),
    requireIgnoreReason: input.flag('require-ignore-reason'),
    base: input.optional('base'),
    onMissingBase: input.choice('on-missing-base', ['pass', 'fail', 'compute']),
    token: input.secret('token'),
    ratchet: input.choice('ratchet', ['off', 'percent', 'uncovered']),
    tolerance: input.parsed('tolerance', parsePercent),
    rerunFails: input.integer('rerun-fails', { min: 0, max: 10 }),
    total: input.choice('total', ['statements', 'func']),
    reportDir: input.optional('report-dir'),
    reports: input.choices('reports', REPORT_NAMES),
    annotations: input.flag('annotations'),
    summary: input.flag('summary'),
    cacheService: readServiceAddress(input),
  }) as const;

export type Inputs = ReturnType<typeof readInputs>;

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

function parseOverrides(text: string): Override[] {
  if (text === '') return [];
  const form = 'a YAML map from path glob to minimum, such as "internal/**: 90"';
  const map: unknown = parseYaml(text, form);
  if (map === null || typeof map !== 'object' || Array.isArray(map)) return expected(form);
  return Object.entries(map).map(([glob, minimum]) => {
    const percent = /^\d+(\.\d+)?$/.test(String(minimum))
      ? parsePercent(String(minimum))
      : expected(`${form}; the minimum of ${JSON.stringify(glob)} is no number`);
    return { glob, matches: picomatch(glob, { dot: true }), minimum: percent };
  });
}

function parseYaml(text: string, form: string): unknown {
  try {
    // As text: a float would lose what the user wrote (87.10).
    return parse(text, { schema: 'failsafe' });
  } catch {
    return expected(form);
  }
}
