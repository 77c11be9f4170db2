import { describe, expect, it } from 'vitest';
import { parseLintClaim } from '../../../actions/pr-report/src/lint-claim.ts';

const FINDING = { standing: 'new', file: 'a.go', line: 3, rule: 'r', message: 'm', severity: 'error' };
const claim = (changes: object = {}) => ({
  format: 1,
  verdict: 'fail',
  checks: [],
  findings: [FINDING],
  ...changes,
});

describe('what a run says of its findings', () => {
  it('is read field by field, and nothing else of it', () => {
    const read = parseLintClaim(JSON.stringify(claim({ more: 'x', findings: [{ ...FINDING, more: 'x' }] })));
    expect(read.findings).toEqual([{ ...FINDING, fix: undefined }]);
    expect(Object.keys(read).sort()).toEqual(['checks', 'findings', 'format', 'verdict']);
  });

  it.each([
    { name: 'another form', changes: { format: 2 } },
    { name: 'no list', changes: { findings: {} } },
    { name: 'another word', changes: { verdict: 'maybe' } },
    { name: 'a file outside', changes: { findings: [{ ...FINDING, file: '../a.go' }] } },
    { name: 'a line that is none', changes: { findings: [{ ...FINDING, line: -1 }] } },
    { name: 'a fix without text', changes: { findings: [{ ...FINDING, fix: { start: 1, end: 1 } }] } },
  ])('$name is refused', ({ changes }) => {
    expect(() => parseLintClaim(JSON.stringify(claim(changes)))).toThrow('expected');
  });
});
