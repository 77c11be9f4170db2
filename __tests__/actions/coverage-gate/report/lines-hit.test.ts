import { describe, expect, it } from 'vitest';
import { listLineHits } from '../../../../actions/coverage-gate/src/report/lines-hit.ts';
import { coverSource, maxFile } from '../max-file.ts';

describe('listLineHits', () => {
  it('has the lines with code, in order', () => {
    const { table, file } = maxFile();
    expect(listLineHits(table, file)).toEqual([
      [4, 2],
      [5, 0],
      [7, 2],
      [10, 0],
    ]);
  });

  it('a line of two blocks counts as its least', () => {
    const { table, file } = coverSource('package p\n\nvar F, G = func() { f() }, func() { g() }\n', [
      [3, 20, 3, 25, 1, 3],
      [3, 36, 3, 41, 1, 0],
    ]);
    expect(listLineHits(table, file)).toEqual([[3, 0]]);
  });
});
