import { describe, expect, it } from 'vitest';
import { formatDelta, holds, listFalls } from '../../../../actions/coverage-gate/src/compare/ratchet.ts';
import type { CoverageRecord } from '../../../../actions/coverage-gate/src/compare/record.ts';
import { parsePercent } from '../../../../actions/coverage-gate/src/percent.ts';

const count = (covered: number, statements: number) => ({ covered, statements });

describe('holds', () => {
  const rows = [
    {
      name: 'the same',
      now: count(2, 3),
      before: count(20, 30),
      mode: 'percent',
      tolerance: '0',
      want: true,
    },
    {
      name: 'a third of a point less',
      now: count(199, 300),
      before: count(200, 300),
      mode: 'percent',
      tolerance: '0',
      want: false,
    },
    {
      name: 'a third of a point less, which is more than 0.33',
      now: count(199, 300),
      before: count(200, 300),
      mode: 'percent',
      tolerance: '0.33',
      want: false,
    },
    {
      name: 'a third of a point less, which is less than 0.34',
      now: count(199, 300),
      before: count(200, 300),
      mode: 'percent',
      tolerance: '0.34',
      want: true,
    },
    {
      name: 'less percent, as many uncovered statements',
      now: count(10, 20),
      before: count(90, 100),
      mode: 'uncovered',
      tolerance: '0',
      want: true,
    },
    {
      name: 'more percent, one more uncovered statement',
      now: count(989, 1000),
      before: count(90, 100),
      mode: 'uncovered',
      tolerance: '0',
      want: false,
    },
    {
      name: 'nothing before',
      now: count(0, 10),
      before: count(0, 0),
      mode: 'percent',
      tolerance: '0',
      want: true,
    },
    {
      name: 'nothing any more',
      now: count(0, 0),
      before: count(9, 10),
      mode: 'percent',
      tolerance: '0',
      want: true,
    },
  ] as const;
  it.each(rows)('$name: $want', ({ now, before, mode, tolerance, want }) => {
    expect(holds(now, before, { mode, tolerance: parsePercent(tolerance) })).toBe(want);
  });

  it('is said in points, truncated towards zero', () => {
    expect([
      formatDelta(count(199, 300), count(200, 300)),
      formatDelta(count(2, 3), count(1, 3)),
      formatDelta(count(1, 2), count(1, 2)),
      formatDelta(count(1, 1), count(0, 0)),
      formatDelta(count(0, 0), count(1, 1)),
    ]).toEqual(['-0.33', '+33.33', '+0.00', '+100.00', '-100.00']);
  });
});

it('listFalls names the files with more uncovered statements than before, worst first', () => {
  const packages = new Map<string, ReadonlyMap<string, readonly [number, number]>>([
    [
      'm/p',
      new Map([
        ['p/same.go', [1, 3]],
        ['p/more.go', [5, 6]],
        ['p/less.go', [0, 9]],
      ]),
    ],
    ['m/q', new Map([['q/worst.go', [4, 4]]])],
  ]);
  const files = [
    { path: 'p/same.go', count: count(7, 9) },
    { path: 'p/more.go', count: count(4, 6) },
    { path: 'p/less.go', count: count(1, 9) },
    { path: 'q/worst.go', count: count(1, 4) },
    { path: 'new.go', count: count(0, 2) },
    { path: 'covered.go', count: count(2, 2) },
  ];
  expect(listFalls(files, { packages } as unknown as CoverageRecord)).toEqual([
    { path: 'q/worst.go', before: count(4, 4), now: count(1, 4) },
    { path: 'new.go', before: count(0, 0), now: count(0, 2) },
    { path: 'p/more.go', before: count(5, 6), now: count(4, 6) },
  ]);
});
