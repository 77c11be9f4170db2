import { describe, expect, it } from 'vitest';
import { measurePatch } from '../../../../actions/coverage-gate/src/compare/patch.ts';
import { coverSource, maxFile } from '../max-file.ts';

const changed = (...ranges: [number, number][]) =>
  new Map([['p/max.go', ranges.map(([start, end]) => ({ start, end }))]]);

describe('measurePatch', () => {
  const { table, file } = maxFile();
  it.each<{
    name: string;
    ranges: [number, number][];
    count: [number, number];
    uncovered: [number, number][];
  }>([
    { name: 'a line without code counts nothing', ranges: [[1, 3]], count: [0, 0], uncovered: [] },
    { name: 'a covered line', ranges: [[4, 4]], count: [1, 1], uncovered: [] },
    { name: 'an uncovered line', ranges: [[5, 5]], count: [0, 1], uncovered: [[5, 5]] },
    {
      name: 'the whole file',
      ranges: [[1, 10]],
      count: [2, 4],
      uncovered: [
        [5, 5],
        [10, 10],
      ],
    },
    {
      name: 'ranges that end and begin at code',
      ranges: [
        [1, 4],
        [10, 99],
      ],
      count: [1, 2],
      uncovered: [[10, 10]],
    },
  ])('$name', ({ ranges, count: [covered, statements], uncovered }) => {
    const patch = measurePatch(table, [file], changed(...ranges));
    expect(patch.count).toEqual({ covered, statements });
    expect(patch.files.flatMap((found) => found.uncovered)).toEqual(
      uncovered.map(([start, end]) => ({ start, end })),
    );
  });

  it('a file that the change does not touch is not there', () => {
    expect(measurePatch(table, [file], new Map()).files).toEqual([]);
  });

  it('joins uncovered lines over comments and braces, and not over covered code', () => {
    const source =
      'package p\n\nfunc F(a bool) {\n\tf()\n\t// why\n\n\tf()\n\tif a {\n\t\tg()\n\t}\n\tf()\n}\n';
    const { table: own, file: mixed } = coverSource(source, [
      [3, 16, 7, 7, 3, 0],
      [8, 7, 10, 3, 1, 1],
      [11, 2, 11, 5, 1, 0],
    ]);
    const [found] = measurePatch(own, [mixed], changed([1, 99])).files;
    expect(found?.uncovered).toEqual([
      { start: 4, end: 7 },
      { start: 11, end: 11 },
    ]);
  });
});
