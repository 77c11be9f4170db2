import { createHash } from 'node:crypto';
import type { Count } from '../percent.ts';
import type { FileCoverage } from '../source/file-coverage.ts';

/** What numbers depend on beside the code: records that differ here cannot be compared. */
export type Conditions = {
  /** `1.26` */
  readonly go: string;
  readonly total: 'statements' | 'func';
  readonly coverpkg: string;
  readonly tags: string;
  readonly excludeGenerated: boolean;
};

/** The coverage of one commit, as it is kept for later runs. `files`: path to covered and all statements. */
export type CoverageRecord = {
  readonly schema: 1;
  readonly commit: string;
  readonly conditions: Conditions;
  readonly total: Count;
  readonly files: Readonly<Record<string, readonly [covered: number, statements: number]>>;
};

export function makeRecord(
  commit: string,
  conditions: Conditions,
  total: Count,
  files: readonly FileCoverage[],
): CoverageRecord {
  const counts = files.map((file) => [file.path, [file.count.covered, file.count.statements]] as const);
  return { schema: 1, commit, conditions, total, files: Object.fromEntries(counts) };
}

/** Reads a record; a text that is none (another version's, a broken one) is `undefined`. */
export function parseRecord(text: string): CoverageRecord | undefined {
  try {
    const record = JSON.parse(text) as Partial<CoverageRecord>;
    const whole = record.schema === 1 && record.commit && record.conditions && record.files;
    return whole &&
      Number.isSafeInteger(record.total?.covered) &&
      Number.isSafeInteger(record.total?.statements)
      ? (record as CoverageRecord)
      : undefined;
  } catch {
    return undefined; // SyntaxError: the record is made anew on the next run of the default branch
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
  const prefix = `coverage-gate-1-${hash(scope)}`;
  const suffix = hash(JSON.stringify(conditions));
  const [commit = '', ...ancestors] = commits;
  return {
    primary: `${prefix}-${commit}-${suffix}`,
    fallbacks: [
      `${prefix}-${commit}-`,
      ...ancestors.map((ancestor) => `${prefix}-${ancestor}-${suffix}`),
    ].slice(0, 9),
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
