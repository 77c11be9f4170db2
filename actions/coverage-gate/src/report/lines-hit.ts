import type { BlockTable } from '../profile/block-table.ts';
import type { FileCoverage } from '../source/file-coverage.ts';

/** Lines with code and how often they ran: the least of their blocks, so that a half-covered line is not counted as covered. */
export function listLineHits(table: BlockTable, file: FileCoverage): [line: number, hits: number][] {
  const { parts } = file.code;
  const hits = new Map<number, number>();
  parts.line.forEach((line, i) => {
    const count = table.count[parts.block[i] ?? 0] ?? 0;
    hits.set(line, Math.min(count, hits.get(line) ?? Number.POSITIVE_INFINITY));
  });
  return [...hits].sort(([a], [b]) => a - b);
}
