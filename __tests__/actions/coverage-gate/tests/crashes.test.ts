import { expect, it } from 'vitest';
import { findCrash, findRaces } from '../../../../actions/coverage-gate/src/tests/crashes.ts';

const output = (text: string) => text.split('\n').map((line) => ({ text: `${line}\n`, type: '' }));

const STACK =
  'goroutine 7 [running]:\nm/p.f(0x1)\n\t/w/p/a.go:5 +0x1d\nm/p.TestA(0x2)\n\t/w/p/a_test.go:9 +0x2\n';

it.each([
  {
    name: 'a panic',
    text: `panic: boom [recovered]\n\n${STACK}`,
    want: ['panic: boom', false, 'm/p.f /w/p/a.go:5'],
  },
  {
    name: 'a fatal error of the runtime',
    text: `fatal error: all goroutines are asleep - deadlock!\n\n${STACK}`,
    want: ['fatal error: all goroutines are asleep - deadlock!', false, 'm/p.f /w/p/a.go:5'],
  },
  {
    name: 'a time-out of testing',
    text: `panic: test timed out after 1s\n\n${STACK}`,
    want: ['panic: test timed out after 1s', true, 'm/p.f /w/p/a.go:5'],
  },
])('finds $name with where it was', ({ text, want }) => {
  const crash = findCrash(output(text));
  const top = crash?.stacks[0]?.frames[0];
  expect([crash?.message, crash?.timedOut, `${top?.func} ${top?.file}:${top?.line}`]).toEqual(want);
});

it('takes words without a goroutine behind them for the text of a program', () => {
  expect(findCrash(output('fatal error: config file is missing\n    a_test.go:11: bad'))).toBeUndefined();
});

it('takes the first access of each race', () => {
  const race =
    'WARNING: DATA RACE\nWrite at 0x1 by goroutine 8:\n  m/p.w()\n      /w/p/a.go:3 +0x1\n==================\n';
  const tops = findRaces(output(`${race}text\n${race.replace('a.go:3', 'b.go:4')}`));
  expect(tops.map(({ frames }) => `${frames[0]?.file}:${frames[0]?.line}`)).toEqual([
    '/w/p/a.go:3',
    '/w/p/b.go:4',
  ]);
});
