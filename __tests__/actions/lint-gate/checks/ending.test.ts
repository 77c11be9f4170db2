import { expect, it } from 'vitest';
import { crash, judgeEnding, tooOldForGo } from '../../../../actions/lint-gate/src/checks/ending.ts';

const ENDED = { code: 0, signal: null, timedOut: false, truncated: false, ms: 61_000 };

it.each([
  { name: 'an end by itself', ending: ENDED, want: undefined },
  { name: 'a failure, which is for the check to read', ending: { ...ENDED, code: 3 }, want: undefined },
  {
    name: 'the end of time',
    ending: { ...ENDED, code: null, signal: 'SIGTERM', timedOut: true },
    want: { kind: 'timeout', message: expect.stringContaining('vet was stopped after 61 s') },
  },
  {
    name: 'no memory',
    ending: { ...ENDED, code: null, signal: 'SIGKILL' },
    want: { kind: 'crash', message: expect.stringContaining('when memory runs out') },
  },
  {
    name: 'another signal',
    ending: { ...ENDED, code: null, signal: 'SIGSEGV' },
    want: { kind: 'crash', message: expect.stringContaining('killed by SIGSEGV') },
  },
  {
    name: 'more than can be read, whatever the exit code',
    ending: { ...ENDED, truncated: true },
    want: { kind: 'crash', message: expect.stringContaining('more than can be read') },
  },
])('judges $name', ({ ending, want }) => expect(judgeEnding('vet', ending)).toEqual(want));

it('shows the last lines of a crash, or that there are none', () => {
  expect(crash('vet', { code: 2 }, 'a\nb\n').message).toMatch(/exited with code 2 .*\na\nb$/);
  expect(crash('vet', { code: 2 }, ' ').message).toContain('It printed nothing');
});

it('takes no finding of a tool that cannot read what Go compiled', () => {
  const old = {
    rule: 'x',
    message: 'package requires version 4: is greater than maximum supported version 3',
  };
  expect(tooOldForGo('x', [{ rule: 'x', message: 'bad' }], 'v2')).toBeUndefined();
  expect(tooOldForGo('x', [{ rule: 'x', message: 'bad' }, old], 'v2')?.kind).toBe('install');
});
