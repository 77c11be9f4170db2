import { describe, expect, it } from 'vitest';
import {
  findStale,
  parseBaseline,
  renderBaseline,
} from '../../../../actions/lint-gate/src/findings/baseline.ts';

const entry = {
  module: '.',
  file: 'a.go',
  check: 'vet',
  rule: 'printf',
  text: '0123456789abcdef',
  count: 2,
  message: 'bad',
};

describe('parseBaseline', () => {
  it('reads what renderBaseline writes, sorted and one finding a line', () => {
    const second = { ...entry, file: 'A.go' };
    const text = renderBaseline([entry, second]);
    expect(parseBaseline(text)).toEqual([second, entry]);
    expect(text.split('\n')).toHaveLength(8);
    expect(parseBaseline(renderBaseline([]))).toEqual([]);
  });
  const withEntry = (more: object) => JSON.stringify({ format: 1, findings: [{ ...entry, ...more }] });
  it.each([
    { name: 'text that is no JSON', text: '{', throws: 'it is not JSON' },
    { name: 'another format', text: '{"format":2}', throws: 'its format is 2, and this release reads 1' },
    { name: 'no list', text: '{"format":1}', throws: 'it has no list' },
    {
      name: 'an unknown check',
      text: withEntry({ check: 'lint' }),
      throws: 'finding 1 is of an unknown check "lint"',
    },
    {
      name: 'a count of nothing',
      text: withEntry({ count: 0 }),
      throws: 'finding 1 has no positive `count`',
    },
    { name: 'a missing text', text: withEntry({ file: 3 }), throws: 'finding 1 has no text `file`' },
  ])('refuses $name', ({ text, throws }) => expect(() => parseBaseline(text)).toThrow(throws));
});

describe('findStale', () => {
  const ran = { check: 'vet', module: '.', ms: 1, findings: [] } as const;
  it.each([
    { name: 'counts what is gone', present: 1, outcome: ran, want: [{ count: 1 }] },
    { name: 'is empty when all is there', present: 2, outcome: ran, want: [] },
    {
      name: 'does not judge a check that crashed',
      present: 0,
      outcome: { ...ran, problem: { kind: 'crash' as const, message: '' } },
      want: [],
    },
    {
      name: 'does not judge a check that was skipped',
      present: 0,
      outcome: { ...ran, skipped: 'no Go files' },
      want: [],
    },
    { name: 'does not judge another module', present: 0, outcome: { ...ran, module: 'b' }, want: [] },
  ])('$name', ({ present, outcome, want }) => {
    const key = ['.', 'a.go', 'vet', 'printf', entry.text].join('\0');
    expect(findStale([entry], new Map([[key, present]]), [outcome])).toMatchObject(want);
  });
});
