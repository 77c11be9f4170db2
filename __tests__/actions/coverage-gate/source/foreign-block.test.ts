import { expect, it } from 'vitest';
import { BlockTable } from '../../../../actions/coverage-gate/src/profile/block-table.ts';
import {
  findForeignLine,
  hasLineDirectives,
} from '../../../../actions/coverage-gate/src/source/foreign-block.ts';

const SOURCE = 'package p\n\nfunc F() int {\n\treturn 1\n}\n';

it.each([
  { name: 'the whole file', block: [1, 1, 6, 1], want: undefined },
  { name: 'a body', block: [3, 14, 5, 2], want: undefined },
  { name: 'a column behind its line', block: [3, 99, 4, 99], want: undefined },
  { name: 'an end behind the file', block: [3, 14, 7, 1], want: 7 },
] as const)('$name lies outside from line $want', ({ block, want }) => {
  const table = new BlockTable();
  table.fileId('m/x.go');
  const [startLine, startCol, endLine, endCol] = block;
  table.find(0, startLine, startCol, endLine, endCol, 1, 0);
  expect(findForeignLine(table, Int32Array.of(0), Buffer.from(SOURCE))).toBe(want);
});

it.each([
  { text: '//line a.y:1\n', want: true },
  { text: 'x /*line :3:1*/ y', want: true },
  { text: '// line 3\n', want: false },
])('$text is a directive: $want', ({ text, want }) => {
  expect(hasLineDirectives(Buffer.from(text))).toBe(want);
});
