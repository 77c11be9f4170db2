import { describe, expect, it } from 'vitest';
import { BlockTable } from '../../../../actions/coverage-gate/src/profile/block-table.ts';
import { findOverlap } from '../../../../actions/coverage-gate/src/profile/overlap.ts';

type Block = readonly [number, number, number, number, source: number];

describe('findOverlap', () => {
  it.each<{ name: string; blocks: Block[]; line: number | undefined }>([
    {
      name: 'blocks one behind the other',
      blocks: [
        [1, 1, 2, 5, 0],
        [2, 5, 3, 1, 1],
      ],
      line: undefined,
    },
    {
      name: 'blocks of one input within each other',
      blocks: [
        [1, 1, 9, 1, 0],
        [2, 1, 3, 1, 0],
      ],
      line: undefined,
    },
    {
      name: 'blocks of two inputs that cross',
      blocks: [
        [1, 1, 4, 1, 0],
        [3, 1, 9, 1, 1],
      ],
      line: 3,
    },
    {
      name: 'blocks that cross within a line',
      blocks: [
        [1, 1, 2, 6, 0],
        [2, 5, 3, 1, 1],
      ],
      line: 2,
    },
  ])('$name', ({ blocks, line }) => {
    const table = new BlockTable();
    const file = table.fileId('a.go');
    for (const [startLine, startCol, endLine, endCol, source] of blocks)
      table.find(file, startLine, startCol, endLine, endCol, 1, source);
    expect(findOverlap(table, table.idsByFile())).toEqual(line && { file: 'a.go', line });
  });
});
