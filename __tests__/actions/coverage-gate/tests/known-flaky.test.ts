import { describe, expect, it } from 'vitest';
import {
  listExpired,
  mayRunAgain,
  parseKnownFlaky,
} from '../../../../actions/coverage-gate/src/tests/known-flaky.ts';

const list = parseKnownFlaky('- { test: TestA, reason: slow network, expires: 2026-06-30 }\n');

describe('parseKnownFlaky', () => {
  it('no text is no list, and an empty list allows nothing', () => {
    expect(parseKnownFlaky('')).toBeUndefined();
    expect(mayRunAgain(undefined, '2026-01-01', 'm/p', 'TestA')).toBe(true);
    expect(mayRunAgain(parseKnownFlaky('[]'), '2026-01-01', 'm/p', 'TestA')).toBe(false);
  });

  it.each([
    ['TestA', /a YAML list/],
    ['- { reason: r, expires: 2026-06-30 }', /entry 1 has no test/],
    ['- { test: TestA, reason: " ", expires: 2026-06-30 }', /entry 1 \(TestA\) has no reason/],
    ['- { test: TestA, reason: r, expires: 2026-02-30 }', /no date/],
    ['- { test: TestA, reason: r, expires: soon }', /no date/],
    ['- { test: TestA, reason: r, expires: 2026-06-30, until: x }', /unknown key "until"/],
    ['{', /a YAML list/],
  ])('refuses %j', (text, says) => {
    expect(() => parseKnownFlaky(text)).toThrow(says);
  });
});

describe('mayRunAgain', () => {
  it.each([
    ['TestA', '2026-06-30', true],
    ['TestA', '2026-07-01', false],
    ['TestA/sub', '2026-06-30', true],
    ['TestAB', '2026-06-30', false],
    ['TestB', '2026-06-30', false],
  ])('%s on %s: %s', (test, today, want) => {
    expect(mayRunAgain(list, today, 'm/p', test)).toBe(want);
  });

  it('a name with its package is that package’s test alone', () => {
    const named = parseKnownFlaky('- { test: m/p.TestA, reason: r, expires: 2026-06-30 }');
    expect(mayRunAgain(named, '2026-06-30', 'm/p', 'TestA')).toBe(true);
    expect(mayRunAgain(named, '2026-06-30', 'm/q', 'TestA')).toBe(false);
  });

  it('entries that are over are told', () => {
    expect(listExpired(list, '2026-06-30')).toEqual([]);
    expect(listExpired(list, '2026-07-01')).toEqual([
      expect.stringContaining('TestA is no longer run again'),
    ]);
  });
});
