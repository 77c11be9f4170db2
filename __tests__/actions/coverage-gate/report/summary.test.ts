import { describe, expect, it } from 'vitest';
import { parsePercent } from '../../../../actions/coverage-gate/src/percent.ts';
import { renderSummary } from '../../../../actions/coverage-gate/src/report/summary.ts';
import { JOB, maxResult } from './result.ts';

const summary = (changes: Parameters<typeof maxResult>[0] = {}) =>
  renderSummary(maxResult(changes).result, JOB);

describe('renderSummary', () => {
  it('begins with the verdict, then the numbers against their minimums', () => {
    const text = summary();
    expect(text.startsWith('### ✅ Tests: 50.00 % of statements are covered.')).toBe(true);
    expect(text).toContain('| Total (statements) | **50.00 %** | 2 / 4 | 40 % | ✅ |');
    expect(text).toContain('2 tests: 2 passed');
  });

  it('case repositories/06: a missed total says the minimum that is met today', () => {
    const { result } = maxResult();
    const [check] = result.verdict.checks;
    const checks = check ? [{ ...check, minimum: parsePercent('80'), met: false }] : [];
    const text = summary({ verdict: { ...result.verdict, result: 'fail', checks } });
    expect(text).toContain('Met today: `min-total: 50.00`');
    expect(text).toContain('| 80 % | ❌ |');
  });

  it('links failures to their lines, with their output', () => {
    const places = [{ file: 'p/a_test.go', line: 3, message: 'no' }];
    const text = summary({
      failures: [{ kind: 'test', package: 'm/p', test: 'TestA', message: 'no <b>', output: 'said', places }],
    });
    expect(text).toContain('https://github.com/octo/app/blob/c0ffee/p/a_test.go#L3');
    expect(text).not.toContain('no <b>');
    expect(text).toContain('said');
  });

  it('links uncovered changed lines, and says what was carried, left out and incomplete', () => {
    const count = { covered: 0, statements: 2 };
    const text = summary({
      patch: { count, files: [{ path: 'p/max.go', count, uncovered: [{ start: 5, end: 6 }] }] },
      carried: [{ importPath: 'm/q', count: { covered: 1, statements: 2 } }],
      excluded: ['p/gen.go'],
      holes: [{ what: 'm/p', why: 'did not build' }],
    });
    expect(text).toContain('[5–6](https://github.com/octo/app/blob/c0ffee/p/max.go#L5-L6)');
    expect(text).toContain('1 package did not run and counts as in the base');
    expect(text).toContain('1 file left out');
    expect(text).toContain('- `m/p` did not build');
  });

  it('cuts long output from the front, and long lists', () => {
    const failure = { kind: 'test', package: 'm/p', message: 'no', places: [] } as const;
    const failures = Array.from({ length: 60 }, (_, i) => ({ ...failure, test: `Test${i}`, output: '' }));
    expect(summary({ failures })).toContain('… and 10 more');
    const output = `${'a'.repeat(7_000)}the end`;
    const long = summary({ failures: [{ ...failure, test: 'TestA', output }] });
    expect(long).toContain('1007 characters cut');
    expect(long).toContain('the end');
  });
});
