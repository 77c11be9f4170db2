import { formatBytes, formatDuration, parseBytes, parseDuration } from '@go-actions/action-kit';
import { describe, expect, it } from 'vitest';

type Row<T> = { name: string; input: string } & ({ want: T } | { throws: RegExp });

const check = <T>(parse: (text: string) => T, row: Row<T>): void => {
  if ('throws' in row) expect(() => parse(row.input)).toThrow(row.throws);
  else expect(parse(row.input)).toEqual(row.want);
};

describe('parseDuration', () => {
  const rows: Row<number>[] = [
    { name: 'reads minutes', input: '10m', want: 600_000 },
    { name: 'adds parts', input: '1h30m5s', want: 5_405_000 },
    { name: 'reads fractions and milliseconds', input: '1.5s250ms', want: 1_750 },
    { name: 'refuses a bare number', input: '10', throws: /duration/ },
    { name: 'refuses rubbish between parts', input: '1h x 5m', throws: /duration/ },
    { name: 'refuses nothing', input: '', throws: /duration/ },
  ];
  it.each(rows)('$name', (row) => check(parseDuration, row));
});

describe('parseBytes', () => {
  const rows: Row<number>[] = [
    { name: 'reads decimal units', input: '2GB', want: 2e9 },
    { name: 'reads binary units', input: '1.5 GiB', want: 1_610_612_736 },
    { name: 'reads plain bytes', input: '12', want: 12 },
    { name: 'refuses a negative size', input: '-1GB', throws: /size/ },
  ];
  it.each(rows)('$name', (row) => check(parseBytes, row));
});

describe('formatting', () => {
  it.each([
    { bytes: 0, want: '0 B' },
    { bytes: 999, want: '999 B' },
    { bytes: 1_500, want: '1.5 kB' },
    { bytes: 45_400_000, want: '45 MB' },
    { bytes: 1_200_000_000, want: '1.2 GB' },
  ])('$bytes bytes are $want', ({ bytes, want }) => expect(formatBytes(bytes)).toBe(want));

  it.each([
    { ms: 340, want: '340 ms' },
    { ms: 4_210, want: '4.2 s' },
    { ms: 185_000, want: '3 m 05 s' },
  ])('$ms ms are $want', ({ ms, want }) => expect(formatDuration(ms)).toBe(want));
});
