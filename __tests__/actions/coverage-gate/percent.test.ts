import { describe, expect, it } from 'vitest';
import {
  formatPercent,
  isOff,
  meets,
  missingFor,
  parsePercent,
  sumCounts,
} from '../../../actions/coverage-gate/src/percent.ts';

describe('parsePercent', () => {
  const rows = [
    { name: 'takes a whole number', input: '80', want: [80n, 1n] },
    { name: 'keeps decimals exactly', input: '87.10', want: [8710n, 100n] },
    { name: 'takes the ends of the range', input: '100.0', want: [1000n, 10n] },
    { name: 'takes a percent sign', input: '5%', want: [5n, 1n] },
    { name: 'refuses more than everything', input: '100.01', throws: 'from 0 to 100' },
    { name: 'refuses words', input: 'eighty', throws: 'from 0 to 100' },
    { name: 'refuses negative numbers', input: '-1', throws: 'from 0 to 100' },
    { name: 'refuses an exponent', input: '1e1', throws: 'from 0 to 100' },
    { name: 'refuses nothing', input: '', throws: 'from 0 to 100' },
  ];
  it.each(rows)('$name', (row) => {
    if ('throws' in row) expect(() => parsePercent(row.input)).toThrow(row.throws);
    else expect([parsePercent(row.input).numerator, parsePercent(row.input).denominator]).toEqual(row.want);
  });
});

describe('meets', () => {
  const rows = [
    { name: 'at the minimum', covered: 4, statements: 5, minimum: '80', want: true },
    { name: 'not one statement below it', covered: 79_999, statements: 100_000, minimum: '80', want: false },
    {
      name: 'not when rounding would help: 94.952 is not 95',
      covered: 1900,
      statements: 2001,
      minimum: '95',
      want: false,
    },
    {
      name: 'with decimals that no float holds',
      covered: 1,
      statements: 3,
      minimum: '33.3333333333',
      want: true,
    },
    { name: 'not just above a third', covered: 1, statements: 3, minimum: '33.3333333334', want: false },
    {
      name: 'for numbers beyond 2^53 after scaling',
      covered: 9_007_199_254_740_990,
      statements: 9_007_199_254_740_991,
      minimum: '100',
      want: false,
    },
    { name: 'without statements', covered: 0, statements: 0, minimum: '100', want: true },
  ];
  it.each(rows)('$name', ({ covered, statements, minimum, want }) => {
    expect(meets({ covered, statements }, parsePercent(minimum))).toBe(want);
  });

  it('agrees with missingFor: with that many more it is met, with one fewer it is not', () => {
    for (let statements = 1; statements < 60; statements++) {
      const minimum = parsePercent('87.5');
      const missing = missingFor({ covered: 0, statements }, minimum);
      expect(meets({ covered: missing, statements }, minimum)).toBe(true);
      expect(meets({ covered: missing - 1, statements }, minimum)).toBe(false);
    }
  });
});

it('nothing is missing where more is covered than is needed', () => {
  expect(missingFor({ covered: 9, statements: 10 }, parsePercent('50'))).toBe(0);
  expect(missingFor({ covered: 2, statements: 10 }, parsePercent('50'))).toBe(3);
});

it('a minimum of nothing is off', () => {
  expect([isOff(parsePercent('0.00')), isOff(parsePercent('0.01'))]).toEqual([true, false]);
});

it('counts add up, none are nothing', () => {
  expect(
    sumCounts([
      { covered: 1, statements: 2 },
      { covered: 3, statements: 5 },
    ]),
  ).toEqual({
    covered: 4,
    statements: 7,
  });
  expect(sumCounts([])).toEqual({ covered: 0, statements: 0 });
});

describe('formatPercent', () => {
  const rows = [
    { covered: 11, statements: 16, want: '68.75' },
    { covered: 99_999, statements: 100_000, want: '99.99' },
    { covered: 1, statements: 1, want: '100.00' },
    { covered: 0, statements: 0, want: '0.00' },
    { covered: 2, statements: 3, want: '66.66' },
  ];
  it.each(rows)('$covered / $statements is $want', ({ want, ...count }) => {
    expect(formatPercent(count)).toBe(want);
  });
});
