import { expect, it } from 'vitest';
import { classify, type Scope } from '../../../../actions/lint-gate/src/findings/classify.ts';
import { finding } from '../samples.ts';

const change = {
  files: new Set(['a.go']),
  lines: new Map([['a.go', [{ start: 7, end: 7 }]]]),
  added: new Set<string>(),
  modules: new Set<string>(),
};
/** Three of one identity: the one on line 7 is on a changed line. */
const findings = [3, 7, 9].map((line) => finding({ line }));
const other = finding({ file: 'b.go' });
const keyOf = ({ file }: { file?: string | undefined }) => String(file);
const statuses = (scope: Scope, accepted: [string, number][] = []) =>
  classify([...findings, other], { scope, accepted: new Map(accepted), keyOf, baseKeyOf: keyOf }).map(
    ({ status }) => status,
  );

it.each<{ name: string; scope: Scope; accepted?: [string, number][]; want: string[] }>([
  { name: 'all', scope: { kind: 'all' }, want: ['new', 'new', 'new', 'new'] },
  { name: 'none', scope: { kind: 'none' }, want: ['known', 'known', 'known', 'known'] },
  { name: 'lines', scope: { kind: 'lines', change }, want: ['known', 'new', 'known', 'known'] },
  { name: 'files', scope: { kind: 'files', change }, want: ['new', 'new', 'new', 'known'] },
  {
    name: 'net: those outside of the change are the old ones',
    scope: { kind: 'net', change, atBase: ['a.go', 'a.go', 'b.go'] },
    want: ['known', 'new', 'known', 'known'],
  },
  {
    name: 'net: nothing at the base',
    scope: { kind: 'net', change, atBase: [] },
    want: ['new', 'new', 'new', 'new'],
  },
  {
    name: 'as many as were accepted, and no more',
    scope: { kind: 'all' },
    accepted: [['a.go', 2]],
    want: ['accepted', 'accepted', 'new', 'new'],
  },
  {
    name: 'accepted ones outside of the change first',
    scope: { kind: 'lines', change },
    accepted: [['a.go', 2]],
    want: ['accepted', 'new', 'accepted', 'known'],
  },
])('classify: $name', ({ scope, accepted, want }) => {
  expect(statuses(scope, accepted)).toEqual(want);
});
