import { expect, it } from 'vitest';
import type { Answer } from '../../../../actions/lint-gate/src/checks/answer.ts';
import { mergeAnswers } from '../../../../actions/lint-gate/src/run/merge-answers.ts';

const finding = (line: number) => ({ file: 'a.go', line, rule: 'r', message: 'm' });
const crash = { kind: 'crash', message: 'oh' } as const;

it.each<{ name: string; answers: Answer[]; want: Answer }>([
  {
    name: 'what two report counts once',
    answers: [{ findings: [finding(1), finding(2)] }, { findings: [finding(2), finding(3)] }],
    want: { findings: [finding(1), finding(2), finding(3)], problem: undefined, notes: [] },
  },
  {
    name: 'one without a result leaves no result, and keeps what is known',
    answers: [{ findings: [finding(1)] }, { findings: [], problem: crash }],
    want: { findings: [finding(1)], problem: { kind: 'crash', message: 'For t1: oh' }, notes: [] },
  },
  {
    name: 'one with nothing to look at is nothing to say about the others',
    answers: [{ skipped: 'no package', notes: ['n'] }, { findings: [] }],
    want: { findings: [], problem: undefined, notes: ['n'] },
  },
  {
    name: 'all with nothing to look at',
    answers: [
      { skipped: 'no package', notes: ['n'] },
      { skipped: 'no package', notes: ['n'] },
    ],
    want: { skipped: 'no package', notes: ['n'] },
  },
])('$name', ({ answers, want }) => {
  const named = answers.map((answer, i) => ({ target: `t${i}`, answer }));
  expect(mergeAnswers(named)).toEqual(want);
});
