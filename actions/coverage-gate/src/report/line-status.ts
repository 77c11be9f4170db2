import type { BlockTable } from '../profile/block-table.ts';
import type { FileCoverage } from '../source/file-coverage.ts';

export type LineStatus = 'none' | 'covered' | 'partial' | 'uncovered' | 'ignored';

/** The status of each line of a file, index 0 is line 1; `partial`: code of covered and of uncovered blocks. */
export function listLineStatus(table: BlockTable, file: FileCoverage): LineStatus[] {
  const { lines, parts } = file.code;
  const statuses = new Array<LineStatus>(lines).fill('none');
  parts.line.forEach((line, i) => {
    const status = (table.count[parts.block[i] ?? 0] ?? 0) > 0 ? 'covered' : 'uncovered';
    const before = statuses[line - 1];
    statuses[line - 1] = before === 'none' || before === status ? status : 'partial';
  });
  for (const id of file.ignoredBlocks) {
    for (let line = table.startLine[id] ?? 0; line <= (table.endLine[id] ?? -1); line++) {
      if (statuses[line - 1] === 'none') statuses[line - 1] = 'ignored';
    }
  }
  return statuses;
}
