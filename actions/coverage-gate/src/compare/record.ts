import { digest, json } from '@go-actions/action-kit';
import type { Count } from '../percent.ts';
import { type FileCoverage, totalOf } from '../source/file-coverage.ts';
import { type FileCount, readCount } from './file-count.ts';
import { type HistoryPoint, readHistory } from './history.ts';

/** What numbers depend on beside the code: records that differ here cannot be compared. */
export type Conditions = {
  /** `1.26` */
  readonly go: string;
  readonly total: 'statements' | 'func';
  readonly coverpkg: string;
  readonly tags: string;
  readonly excludeGenerated: boolean;
};

/** The coverage of one commit, as it is kept for later runs: packages by import path, their files by path in the repository. */
export type CoverageRecord = {
  readonly schema: 2;
  readonly commit: string;
  readonly conditions: Conditions;
  readonly total: Count;
  readonly packages: ReadonlyMap<string, ReadonlyMap<string, FileCount>>;
  /** Runs of the default branch, oldest first; only where the report `trend` is asked for. */
  readonly history: readonly HistoryPoint[] | undefined;
};

/** `tested`: every package that ran, those without statements too: a record says what it knows of. */
export function makeRecord(
  commit: string,
  conditions: Conditions,
  files: readonly FileCoverage[],
  tested: Iterable<string>,
  carried: CoverageRecord['packages'] = new Map(),
  history?: CoverageRecord['history'],
): CoverageRecord {
  const packages = new Map<string, Map<string, FileCount>>([...tested].map((path) => [path, new Map()]));
  for (const [importPath, counts] of carried) packages.set(importPath, new Map(counts));
  for (const file of files) {
    const importPath = file.name.slice(0, Math.max(0, file.name.lastIndexOf('/')));
    const { covered, statements } = totalOf([file], conditions.total);
    const counts = packages.get(importPath) ?? new Map<string, FileCount>();
    packages.set(importPath, counts.set(file.path, [covered, statements]));
  }
  return { schema: 2, commit, conditions, total: sumPackages(packages), packages, history };
}

export function sumPackages(packages: CoverageRecord['packages']): Count {
  let [covered, statements] = [0, 0];
  for (const counts of packages.values())
    for (const [some, all] of counts.values()) [covered, statements] = [covered + some, statements + all];
  return { covered, statements };
}

/** A record as text; `parseRecord` reads it. */
export function renderRecord({ packages, ...record }: CoverageRecord): string {
  const files = [...packages].map(([importPath, counts]) => [importPath, Object.fromEntries(counts)]);
  return JSON.stringify({ ...record, packages: Object.fromEntries(files) });
}

const readRecord = json.record<Omit<CoverageRecord, 'total'>>({
  schema: json.oneOf(2),
  commit: json.matching(/[0-9a-f]{40}|[0-9a-f]{64}|/, 'a commit'),
  conditions: json.record<Conditions>({
    go: json.text(20),
    total: json.oneOf('statements', 'func'),
    coverpkg: json.text(10_000),
    tags: json.text(10_000),
    excludeGenerated: json.flag,
  }),
  packages: json.map(json.map(readCount, 100_000), 100_000),
  history: json.optional(readHistory),
});

/** Reads a record; a text that is none (another version's, a broken one) is `undefined`. The total is that of its files. */
export function parseRecord(text: string): CoverageRecord | undefined {
  try {
    const record = json.parse(text, readRecord);
    return { ...record, total: sumPackages(record.packages) };
  } catch {
    return undefined; // the record is made anew on the next run of the default branch
  }
}

/** The conditions that differ, as a clause; `undefined` when the records can be compared. */
export function describeDifference(a: Conditions, b: Conditions): string | undefined {
  const names = {
    go: 'Go',
    total: 'meaning of the total',
    coverpkg: 'coverpkg',
    tags: 'build tags',
    excludeGenerated: 'exclude-generated',
  } as const;
  const different = (Object.keys(names) as (keyof Conditions)[]).filter((key) => a[key] !== b[key]);
  if (different.length === 0) return undefined;
  return different
    .map((key) => `${names[key]} was ${String(a[key]) || 'not set'} and is ${String(b[key]) || 'not set'}`)
    .join(', ');
}

/**
 * Cache keys of records: the exact one, and those to fall back to in order (the same commit under other conditions, then
 * earlier commits). `scope` keeps the gates of one repository apart; GitHub takes ten keys.
 */
export function planKeys(
  scope: string,
  commits: readonly string[],
  conditions: Conditions,
): { primary: string; fallbacks: string[] } {
  const prefix = `coverage-gate-2-${digest(scope, 12)}`;
  const suffix = digest(JSON.stringify(conditions), 12);
  const [commit = '', ...ancestors] = commits;
  return {
    primary: `${prefix}-${commit}-${suffix}`,
    fallbacks: [
      `${prefix}-${commit}-`,
      ...ancestors.map((ancestor) => `${prefix}-${ancestor}-${suffix}`),
    ].slice(0, 9),
  };
}
