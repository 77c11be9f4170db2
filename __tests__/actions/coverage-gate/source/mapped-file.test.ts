import { describe, expect, it } from 'vitest';
import { BlockTable } from '../../../../actions/coverage-gate/src/profile/block-table.ts';
import { coverMapped, type MappedFile } from '../../../../actions/coverage-gate/src/source/mapped-file.ts';

/** A parser as goyacc writes it: line 4 of the Go file is line 40 of the grammar. */
const GO =
  'package p\n\n//line p.y:40\nfunc F(x int) int {\n\tif x > 0 {\n\t\treturn 1\n\t}\n\treturn 2\n}\n';
const GRAMMAR = '%%\n'.repeat(60);

type Block = readonly [number, number, number, number, number, number];

function cover(blocks: readonly Block[], more: Partial<MappedFile>) {
  const table = new BlockTable();
  const id = table.fileId('m/p.y');
  const ids = blocks.map(([startLine, startCol, endLine, endCol, statements, count]) => {
    const block = table.find(id, startLine, startCol, endLine, endCol, statements, 0);
    table.count[block] = count;
    return block;
  });
  const file = coverMapped(table, Int32Array.from(ids), {
    name: 'm/p.y',
    path: 'p.y',
    source: () => Buffer.from(GRAMMAR),
    origins: [() => Buffer.from(GO)],
    logical: true,
    physicalBlocks: false,
    ...more,
  });
  const { line, block } = file.code.parts;
  const parts = [...line].map((at, i) => [at, (table.count[block[i] ?? 0] ?? 0) > 0]);
  return { count: file.count, parts, functions: file.code.functions };
}

/** As Go up to 1.26 has it: the grammar's lines, no columns. */
const LOGICAL: Block[] = [
  [40, 0, 41, 0, 1, 1],
  [41, 0, 43, 0, 1, 0],
  [44, 0, 44, 0, 1, 1],
];
/** As Go has it since 1.27: the Go file's lines under the grammar's name. */
const PHYSICAL: Block[] = [
  [5, 2, 5, 11, 1, 1],
  [6, 3, 6, 11, 1, 0],
  [8, 2, 8, 10, 1, 1],
];

describe('coverMapped', () => {
  it.each([
    { name: 'lines of the grammar', blocks: LOGICAL, physicalBlocks: false },
    { name: 'lines of the Go file', blocks: PHYSICAL, physicalBlocks: true },
  ])('shows the grammar, whose profile has $name', ({ blocks, physicalBlocks }) => {
    const { count, parts, functions } = cover(blocks, { physicalBlocks });
    expect(count).toEqual({ covered: 2, statements: 3 });
    expect(parts).toEqual([
      [41, true],
      [42, false],
      [44, true],
    ]);
    expect(functions).toMatchObject([
      { name: 'F', startLine: 40, endLine: 45, count: { covered: 2, statements: 3 } },
    ]);
  });

  it('shows the Go file where there is no grammar', () => {
    const { parts, functions } = cover(LOGICAL, {
      logical: false,
      path: 'p.go',
      source: () => Buffer.from(GO),
    });
    expect(parts.map(([line]) => line)).toEqual([5, 6, 8]);
    expect(functions).toMatchObject([{ name: 'F', startLine: 4, endLine: 9 }]);
  });
});
