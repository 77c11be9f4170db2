import { expect, it } from 'vitest';
import { SourceText } from '../../../../actions/lint-gate/src/findings/source-text.ts';

it.each([
  { line: 'abc', byte: 2, want: 2 },
  { line: 'é𝄞x', byte: 3, want: 2 },
  { line: 'é𝄞x', byte: 7, want: 4 },
  { line: '', byte: 1, want: 1 },
])('utf16Column of byte $byte in $line is $want', ({ line, byte, want }) =>
  expect(new SourceText(Buffer.from(`first\r\n${line}\r\n`)).utf16Column(2, byte)).toBe(want),
);
