import { expect, it } from 'vitest';
import { noResult, problem } from '../../../../actions/lint-gate/src/checks/answer.ts';

const parts = { found: 'It broke.', remedy: 'Mend it:' };

it('a problem says what was found, what to do, and the last words of the tool', () => {
  expect(problem('crash', parts)).toEqual({ kind: 'crash', message: 'It broke. Mend it:' });
  expect(problem('config', { ...parts, output: '\na\nb\n' }).message).toBe('It broke. Mend it:\na\nb');
  const long = Array.from({ length: 40 }, (_, i) => `line ${i}`).join('\n');
  expect(
    problem('crash', { ...parts, output: long })
      .message.split('\n')
      .slice(1),
  ).toEqual(Array.from({ length: 12 }, (_, i) => `line ${i + 28}`));
  expect(problem('crash', { ...parts, output: 'x'.repeat(9_000) }).message).toHaveLength(2_019);
});

it('an answer of nothing but a problem has no findings', () => {
  expect(noResult('timeout', parts)).toEqual({ findings: [], problem: problem('timeout', parts) });
});
