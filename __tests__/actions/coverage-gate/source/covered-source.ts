import { BlockTable } from '../../../../actions/coverage-gate/src/profile/block-table.ts';
import { coverFile } from '../../../../actions/coverage-gate/src/source/file-coverage.ts';

/** Covers a source with the given blocks, `L.C,L.C statements count`. */
export function cover(source: string, profile: string[]) {
  const table = new BlockTable();
  table.fileId('m/x.go');
  for (const line of profile) {
    const [a, b, c, d, statements, count] = line.split(/[ .,]/).map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    table.count[table.find(0, a, b, c, d, statements, 0)] = count;
  }
  const file = coverFile(table, table.idsByFile()[0] ?? new Int32Array(), {
    name: 'm/x.go',
    path: 'x.go',
    source: () => Buffer.from(source),
  });
  return { table, file };
}
