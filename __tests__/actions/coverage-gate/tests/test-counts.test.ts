import { describe, expect, it } from 'vitest';
import { countTests } from '../../../../actions/coverage-gate/src/tests/test-counts.ts';
import { logOf, test } from './events.ts';

describe('countTests', () => {
  it('counts sub-tests, repeated tests, skips and cached packages', () => {
    const log = logOf([
      ...test('TestA', [], 'pass'),
      ...test('TestA/sub', [], 'skip'),
      ...test('TestA', [], 'fail'),
      { Action: 'fail' },
      { Package: 'm/q', Action: 'output', Output: 'ok  \tm/q\t(cached)\tcoverage: 1.0% of statements\n' },
      { Package: 'm/q', Action: 'pass' },
    ]);
    expect(countTests(log.results)).toEqual({
      tests: 3,
      passed: 1,
      failed: 1,
      skipped: 1,
      flaky: 0,
      cached: 1,
    });
  });
});
