import type { BlockTable } from '../profile/block-table.ts';
import { listLineHits } from './lines-hit.ts';
import type { Result } from './result.ts';

/** LCOV's tracefile format (`man geninfo`, FILES); functions count as hit when any of their statements ran. */
export function renderLcov(result: Result, table: BlockTable): string {
  return result.files
    .map((file) => {
      const lines = listLineHits(table, file);
      const functions = file.code.functions.filter((func) => func.count.statements > 0);
      const hit = (covered: number) => (covered > 0 ? 1 : 0);
      return [
        'TN:',
        `SF:${file.path}`,
        ...functions.map((func) => `FN:${func.startLine},${func.name}`),
        ...functions.map((func) => `FNDA:${hit(func.count.covered)},${func.name}`),
        `FNF:${functions.length}`,
        `FNH:${functions.filter((func) => func.count.covered > 0).length}`,
        ...lines.map(([line, hits]) => `DA:${line},${hits}`),
        `LF:${lines.length}`,
        `LH:${lines.filter(([, hits]) => hits > 0).length}`,
        'end_of_record\n',
      ].join('\n');
    })
    .join('');
}
