import { describe, expect, it } from 'vitest';
import { parseCoverageClaim } from '../../../actions/pr-report/src/coverage-claim.ts';

const claim = (changes: object = {}) => ({
  schema: 1,
  verdict: 'pass',
  total: { covered: 1, statements: 2 },
  patch: {},
  checks: [],
  tests: { tests: 1, failed: 0, skipped: 0, flaky: 0 },
  failures: [],
  incomplete: [],
  ...changes,
});

describe('what a run says of its coverage', () => {
  it('is read, with a patch that was not measured', () => {
    const read = parseCoverageClaim(JSON.stringify(claim()));
    expect(read.total).toEqual({ covered: 1, statements: 2 });
    expect(read.patch.files).toBeUndefined();
  });

  it.each([
    { name: 'another form', changes: { schema: 2 } },
    { name: 'a count that is none', changes: { total: { covered: 1.5, statements: 2 } } },
    { name: 'a count below zero', changes: { total: { covered: -1, statements: 2 } } },
    { name: 'a file outside', changes: { patch: { files: [{ path: '/etc/passwd', uncovered: [] }] } } },
    { name: 'a failure without words', changes: { failures: [{ package: 'p' }] } },
  ])('$name is refused', ({ changes }) => {
    expect(() => parseCoverageClaim(JSON.stringify(claim(changes)))).toThrow('expected');
  });
});
