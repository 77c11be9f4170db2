import { describe, expect, it } from 'vitest';
import { BlockTable } from '../../../../actions/coverage-gate/src/profile/block-table.ts';

describe('BlockTable', () => {
  it('a block is one by its file and all four coordinates', () => {
    const table = new BlockTable();
    const [a, b] = [table.fileId('a.go'), table.fileId('b.go')];
    const first = table.find(a, 1, 2, 3, 4, 5, 0);
    expect(table.find(a, 1, 2, 3, 4, 5, 1)).toBe(first);
    expect(table.source[first]).toBe(0);
    const others = [
      table.find(b, 1, 2, 3, 4, 5, 0),
      table.find(a, 9, 2, 3, 4, 5, 0),
      table.find(a, 1, 9, 3, 4, 5, 0),
      table.find(a, 1, 2, 9, 4, 5, 0),
      table.find(a, 1, 2, 3, 9, 5, 0),
    ];
    expect(new Set([first, ...others]).size).toBe(6);
    expect(table.find(a, 1, 2, 3, 4, 6, 0)).toBe(-1);
    expect(table.fileId('a.go')).toBe(a);
  });

  it('keeps every block while it grows', () => {
    const table = new BlockTable();
    const file = table.fileId('a.go');
    const at = (i: number) => table.find(file, i, i % 7, i + 1, i % 11, i % 3, 0);
    const ids = Array.from({ length: 20_000 }, (_, i) => at(i));
    expect(ids).toEqual(ids.map((_, i) => i));
    expect(ids.every((id, i) => at(i) === id)).toBe(true);
    expect(table.size).toBe(20_000);
  });

  it.each([
    { name: 'a few', count: 5 },
    { name: 'so many that they are sorted anew', count: 2_000 },
  ])('has the ids of each file in source order: $name', ({ count }) => {
    const table = new BlockTable();
    const file = table.fileId('a.go');
    table.find(table.fileId('b.go'), 1, 1, 1, 2, 1, 0);
    for (let i = count; i > 0; i--) table.find(file, i, 1, i, 9, 1, 0);
    const [mine = new Int32Array(), other] = table.idsByFile();
    expect([...mine].map((id) => table.startLine[id])).toEqual(
      Array.from({ length: count }, (_, i) => i + 1),
    );
    expect(other).toHaveLength(1);
  });

  it('go writes the blocks of a line by their last line first', () => {
    const table = new BlockTable();
    const file = table.fileId('a.go');
    const outer = table.find(file, 3, 2, 9, 1, 1, 0);
    const inner = table.find(file, 3, 20, 4, 5, 1, 0);
    const [ids = new Int32Array()] = table.idsByFile();
    expect([...ids]).toEqual([outer, inner]);
    expect([...table.inGoOrder(ids)]).toEqual([inner, outer]);
  });
});
