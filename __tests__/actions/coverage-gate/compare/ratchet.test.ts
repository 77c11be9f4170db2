import { describe, expect, it } from 'vitest';
import { formatDelta, holds } from '../../../../actions/coverage-gate/src/compare/ratchet.ts';
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
  ] as const;
  it.each(rows)('$name: $want', ({ now, before, mode, tolerance, want }) => {
    expect(holds(now, before, { mode, tolerance: parsePercent(tolerance) })).toBe(want);
  });

  it('is said in points, truncated towards zero', () => {
    expect([
      formatDelta(count(199, 300), count(200, 300)),
      formatDelta(count(2, 3), count(1, 3)),
      formatDelta(count(1, 2), count(1, 2)),
    ]).toEqual(['-0.33', '+33.33', '+0.00']);
  });
});
