import { expect, it } from 'vitest';
import { readEdits } from '../../../../actions/lint-gate/src/findings/edits.ts';

const encode = (text: string) => Buffer.from(text).toString('base64');
const fix = (...edits: object[]) => ({ TextEdits: edits });
const edit = { Pos: 10, End: 12, NewText: encode('x') };
const want = { at: 11, list: [{ start: 10, end: 12, text: Buffer.from('x') }] };

it.each([
  { name: 'one edit', suggested: [fix(edit)], at: 11, want },
  {
    name: 'a deletion',
    suggested: [fix({ Pos: 10, End: 12 })],
    at: 11,
    want: { at: 11, list: [{ start: 10, end: 12, text: Buffer.from('') }] },
  },
  { name: 'an empty alternative beside it', suggested: [fix(), fix(edit)], at: 11, want },
  { name: 'two alternatives', suggested: [fix(edit), fix(edit)], at: 11, want: undefined },
  { name: 'an end before its start', suggested: [fix({ ...edit, Pos: 13 })], at: 11, want: undefined },
  { name: 'a negative place', suggested: [fix({ ...edit, Pos: -1 })], at: 11, want: undefined },
  { name: 'no base64', suggested: [fix({ ...edit, NewText: '***' })], at: 11, want: undefined },
  { name: 'no place of the finding', suggested: [fix(edit)], at: undefined, want: undefined },
  { name: 'no list', suggested: 'TextEdits', at: 11, want: undefined },
  {
    name: 'more edits than a suggestion has',
    suggested: [fix(...Array.from({ length: 21 }, () => edit))],
    at: 11,
    want: undefined,
  },
])('readEdits: $name', ({ suggested, at, want: wanted }) => {
  expect(readEdits(suggested, at)).toEqual(wanted);
});
