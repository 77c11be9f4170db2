import { describe, expect, it } from 'vitest';
import { describeIdle, parseOverrides } from '../../../../actions/coverage-gate/src/judge/overrides.ts';
import { maxFile } from '../max-file.ts';

describe('parseOverrides', () => {
  it('keeps the order, and numbers as they were written', () => {
    const [first, second] = parseOverrides('"internal/**": 87.10\n"cmd/*/main.go": 0\n');
    expect(first?.minimum.text).toBe('87.10');
    expect(first?.matches('internal/.hidden/x.go')).toBe(true);
    expect(first?.matches('pkg/x.go')).toBe(false);
    expect(second?.minimum.numerator).toBe(0n);
  });

  it.each(['- a', 'a', 'a: b', 'a: {b: 1}', 'a: [1]', 'a: -1', 'a: 101', 'a: 1e2', '{', 'a:'])(
    'refuses %j',
    (text) => {
      expect(() => parseOverrides(text)).toThrow(/expected/);
    },
  );

  it('nothing is no override', () => {
    expect(parseOverrides('')).toEqual([]);
  });
});

it('globs that match no file and no folder are said', () => {
  const packages = [
    { dir: 'p', files: [] },
    { dir: 'q', files: [maxFile({ path: 'q/x.go' }).file] },
  ];
  const idle = (text: string) => describeIdle(parseOverrides(text), packages);
  expect(idle('p: 90\n"q/*.go": 80\n')).toBeUndefined();
  expect(idle('q: 90\n"internal/pay/**": 95\n')).toMatch(/nothing that was tested matches internal\/pay/);
});
