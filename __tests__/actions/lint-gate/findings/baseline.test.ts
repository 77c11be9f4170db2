import { describe, expect, it } from 'vitest';
import {
  collectBaseline,
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
    const [first, last] = [
      { ...entry, file: 'A.go' },
      { ...entry, file: 'b.go', count: 1 },
    ];
    const text = renderBaseline([entry, last, first]);
    expect(parseBaseline(text)).toEqual([first, entry, last]);
    expect(text.split('\n')).toHaveLength(9);
    expect(renderBaseline([last, first, entry])).toBe(text);
    expect(renderBaseline([])).toBe('{\n  "format": 1,\n  "findings": []\n}\n');
    expect(parseBaseline(renderBaseline([]))).toEqual([]);
  });

  it('has one entry for what is there several times', () => {
    const { count: _count, message: _message, ...identity } = entry;
    const found = (message: string, more = {}) => ({ identity: { ...identity, ...more }, message });
    expect(collectBaseline([found('bad\nindeed'), found('x', { file: 'b.go' }), found('worse')])).toEqual([
      { ...identity, count: 2, message: 'bad' },
      { ...identity, file: 'b.go', count: 1, message: 'x' },
    ]);
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
    { name: 'counts what nothing is left of', present: undefined, outcome: ran, want: [{ count: 2 }] },
    { name: 'does not judge another module', present: 0, outcome: { ...ran, module: 'b' }, want: [] },
  ])('$name', ({ present, outcome, want }) => {
    const key = ['.', 'a.go', 'vet', 'printf', entry.text].join('\0');
    expect(findStale([entry], new Map(present === undefined ? [] : [[key, present]]), [outcome])).toEqual(
      want.map((more) => ({ ...entry, ...more })),
    );
  });
});
