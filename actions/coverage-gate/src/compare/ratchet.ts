import type { Count, Percent } from '../percent.ts';
import type { CoverageRecord } from './record.ts';

export type Baseline =
  | { readonly found: true; readonly record: CoverageRecord; readonly computed: boolean }
  | { readonly found: false; readonly reason: string; readonly met: boolean };

export type RatchetPolicy = { readonly mode: 'percent' | 'uncovered'; readonly tolerance: Percent };

/** Whether coverage held: exactly, on counts and never on rounded numbers; it does where there was nothing, or is nothing now. */
export function holds(now: Count, before: Count, { mode, tolerance }: RatchetPolicy): boolean {
  if (mode === 'uncovered') return now.statements - now.covered <= before.statements - before.covered;
  const [covered, statements] = [BigInt(now.covered), BigInt(now.statements)];
  const [oldCovered, oldStatements] = [BigInt(before.covered), BigInt(before.statements)];
  const scale = 100n * tolerance.denominator;
  // covered/statements + tolerance/100 >= oldCovered/oldStatements
  return (
    covered * oldStatements * scale + tolerance.numerator * statements * oldStatements >=
    oldCovered * statements * scale
  );
}

/** The change of the total in percentage points, signed, two decimals, truncated towards zero: `-0.41`. */
export function formatDelta(now: Count, before: Count): string {
  const hundredths =
    ((BigInt(now.covered) * BigInt(Math.max(1, before.statements)) -
      BigInt(before.covered) * BigInt(Math.max(1, now.statements))) *
      10_000n) /
    (BigInt(Math.max(1, now.statements)) * BigInt(Math.max(1, before.statements)));
  const size = hundredths < 0n ? -hundredths : hundredths;
  return `${hundredths < 0n ? '-' : '+'}${size / 100n}.${String(size % 100n).padStart(2, '0')}`;
}

export type Fall = { readonly path: string; readonly before: Count; readonly now: Count };

/** Files with more uncovered statements than before, worst first; `files` in the record's meaning of the total. */
export function listFalls(
  files: readonly { readonly path: string; readonly count: Count }[],
  record: CoverageRecord,
): Fall[] {
  const before = new Map([...record.packages.values()].flatMap((counts) => [...counts]));
  const gap = (count: Count) => count.statements - count.covered;
  return files
    .flatMap(({ path, count }): Fall[] => {
      const [covered, statements] = before.get(path) ?? [0, 0];
      return gap(count) > statements - covered ? [{ path, before: { covered, statements }, now: count }] : [];
    })
    .sort((a, b) => gap(b.now) - gap(b.before) - (gap(a.now) - gap(a.before)));
}
