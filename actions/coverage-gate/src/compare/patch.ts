import type { LineRange } from '@go-actions/git-history';
import type { Count } from '../percent.ts';
import { sumCounts } from '../percent.ts';
import type { BlockTable } from '../profile/block-table.ts';
import type { FileCoverage } from '../source/file-coverage.ts';

export type PatchFile = {
  readonly path: string;
  readonly count: Count;
  readonly uncovered: readonly LineRange[];
};

/**
 * Coverage of changed lines. The unit is a line part: a changed line counts once for each block that has code on it, which
 * for code with one statement a line is the number of statements. Lines without code count nothing.
 */
export type Patch = { readonly count: Count; readonly files: readonly PatchFile[] };

/** `changed`: the new side's lines by path; files that the profile does not have are no Go code under test. */
export function measurePatch(
  table: BlockTable,
  files: readonly FileCoverage[],
  changed: Pick<ReadonlyMap<string, readonly LineRange[]>, 'get'>,
): Patch {
  const found = files.flatMap((file) => {
    const ranges = changed.get(file.path);
    return ranges ? [measureFile(table, file, ranges)] : [];
  });
  const touched = found.filter((file) => file.count.statements > 0);
  return { count: sumCounts(touched.map((file) => file.count)), files: touched };
}

function measureFile(table: BlockTable, file: FileCoverage, ranges: readonly LineRange[]): PatchFile {
  const { line, block } = file.code.parts;
  let covered = 0;
  let statements = 0;
  let next = 0;
  const uncovered: number[] = [];
  for (let i = 0; i < line.length; i++) {
    const number = line[i] ?? 0;
    while ((ranges[next]?.end ?? Number.POSITIVE_INFINITY) < number) next += 1;
    const range = ranges[next];
    if (!range) break;
    if (range.start > number) continue;
    statements += 1;
    if ((table.count[block[i] ?? 0] ?? 0) > 0) covered += 1;
    else uncovered.push(number);
  }
  return { path: file.path, count: { covered, statements }, uncovered: joinRanges(uncovered, new Set(line)) };
}

/** Neighbouring uncovered lines as ranges; lines without code between them (comments, braces, blanks) do not divide. */
function joinRanges(lines: readonly number[], withCode: ReadonlySet<number>): LineRange[] {
  const ranges: { start: number; end: number }[] = [];
  for (const line of lines) {
    const last = ranges.at(-1);
    if (last && (line <= last.end + 1 || isBare(last.end + 1, line, withCode)))
      last.end = Math.max(last.end, line);
    else ranges.push({ start: line, end: line });
  }
  return ranges;
}

/** Whether no line of [from, to) has code; wide gaps divide all the same. */
function isBare(from: number, to: number, withCode: ReadonlySet<number>): boolean {
  if (to - from > 3) return false;
  for (let line = from; line < to; line++) if (withCode.has(line)) return false;
  return true;
}
