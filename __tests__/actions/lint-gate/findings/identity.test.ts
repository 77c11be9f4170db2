import { expect, it } from 'vitest';
import { identify, identityKey } from '../../../../actions/lint-gate/src/findings/identity.ts';
import type { Sources } from '../../../../actions/lint-gate/src/findings/source-text.ts';
import { finding } from '../samples.ts';

const sources = (lines: Record<number, string>): Sources =>
  new Map([['a.go', { line: (n: number) => lines[n] }]]) as unknown as Sources;
const key = (of: ReturnType<typeof finding>, lines: Record<number, string> = {}) =>
  identityKey(identify(of, sources(lines)));

const here = key(finding({ line: 3, column: 2 }), { 3: '\tfmt.Printf("%d", "x")' });
it.each([
  {
    name: 'a line that moved and was indented',
    same: true,
    other: key(finding({ line: 30, column: 9 }), { 30: '\t\tfmt.Printf("%d",  "x") ' }),
  },
  {
    name: 'other words about the same line',
    same: true,
    other: key(finding({ line: 3, message: 'worse' }), { 3: 'fmt.Printf("%d", "x")' }),
  },
  { name: 'another line', same: false, other: key(finding({ line: 3 }), { 3: 'fmt.Printf("%d", "y")' }) },
  {
    name: 'another rule',
    same: false,
    other: key(finding({ line: 3, rule: 'copylocks' }), { 3: 'fmt.Printf("%d", "x")' }),
  },
  {
    name: 'another module',
    same: false,
    other: key(finding({ line: 3, module: 'b' }), { 3: 'fmt.Printf("%d", "x")' }),
  },
])('identify: $name', ({ same, other }) => {
  expect(other === here).toBe(same);
});

it('identify: without a line the message tells, and a renamed file has its old name', () => {
  const whole = finding({ line: undefined });
  expect(key(whole)).not.toBe(key({ ...whole, message: 'worse' }));
  expect(identify(whole, sources({}), new Map([['a.go', 'old.go']])).file).toBe('old.go');
});
