import { describe, expect, it } from 'vitest';
import { readEdits } from '../../../../actions/lint-gate/src/findings/edits.ts';
import type { Finding } from '../../../../actions/lint-gate/src/findings/finding.ts';
import { settleFix } from '../../../../actions/lint-gate/src/findings/settle-fix.ts';
import { SourceText } from '../../../../actions/lint-gate/src/findings/source-text.ts';

const SOURCE = 'package a\n\n// Say é\nfunc Say() {\n\tx := 1 // recieve\n\n}\n';

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** The edits that replace each `old` in the source by its `new`, in bytes as golangci-lint counts. */
const replacing = (...pairs: readonly (readonly [string, string])[]) =>
  pairs.map(([before, after]) => {
    const Pos = Buffer.byteLength(SOURCE.slice(0, SOURCE.indexOf(before)));
    return { Pos, End: Pos + Buffer.byteLength(before), NewText: after === '' ? null : base64(after) };
  });
const insert = (Pos: number, text: string) => ({ Pos, End: Pos, NewText: base64(text) });

const size = Buffer.byteLength(SOURCE);

const startOf = (line: number) => {
  const text = SOURCE.split('\n')
    .slice(0, line - 1)
    .map((one) => `${one}\n`)
    .join('');
  return Buffer.byteLength(text);
};

type Row = {
  name: string;
  edits?: readonly unknown[];
  fixes?: unknown;
  line?: number;
  at?: unknown;
  file?: string;
  source?: string;
  want: Finding['fix'];
};

function settle({ edits, fixes, line = 5, at, file = 'a.go', source = SOURCE }: Row) {
  const finding: Finding = {
    check: 'golangci',
    module: '.',
    file,
    line,
    rule: 'fake',
    message: 'bad',
    severity: 'error',
    edits: readEdits(fixes ?? [{ Message: '', TextEdits: edits }], at ?? startOf(line)),
  };
  return settleFix(finding, new Map([['a.go', new SourceText(Buffer.from(source))]]));
}

const line5 = { start: 5, end: 5, text: '\tx := 1 // receive\n' };

describe('settleFix', () => {
  const rows: Row[] = [
    { name: 'a word', edits: replacing(['recieve', 'receive']), want: line5 },
    {
      name: 'behind what is longer in bytes',
      edits: replacing(['1', '2'], ['recieve', 'receive']),
      want: { ...line5, text: '\tx := 2 // receive\n' },
    },
    {
      name: 'edits in any order',
      edits: replacing(['recieve', 'receive'], ['1', '2']),
      want: { ...line5, text: '\tx := 2 // receive\n' },
    },
    {
      name: 'a character of two bytes',
      line: 3,
      edits: replacing(['é', 'ä.']),
      want: { start: 3, end: 3, text: '// Say ä.\n' },
    },
    {
      name: 'several lines to one',
      edits: replacing(['x := 1 // recieve\n\n', 'y()\n']).map((edit) => ({ ...edit, Pos: startOf(5) })),
      want: { start: 5, end: 6, text: 'y()\n' },
    },
    {
      name: 'a block to an expression',
      line: 4,
      edits: replacing(['{\n\tx := 1 // recieve\n\n}', '{}']),
      want: { start: 4, end: 7, text: 'func Say() {}\n' },
    },
    {
      name: 'a line without its end',
      line: 6,
      edits: [{ Pos: startOf(6), End: startOf(7), NewText: null }],
      want: { start: 6, end: 6, text: '' },
    },
    {
      name: 'lines in front of a line',
      edits: [insert(startOf(5), '\ty()\n')],
      want: { start: 5, end: 4, text: '\ty()\n' },
    },
    {
      name: 'text in front of a line',
      edits: [insert(startOf(5), '//')],
      want: { ...line5, text: '//\tx := 1 // recieve\n' },
    },
    {
      name: 'an end that a line break is taken from',
      edits: replacing([' // recieve\n\n', '']),
      want: { start: 5, end: 7, text: '\tx := 1}\n' },
    },
    {
      name: 'the last line of a file without an end',
      source: 'package a\n\nvar x = 1',
      line: 3,
      at: 11,
      edits: [{ Pos: 19, End: 20, NewText: base64('2') }],
      want: { start: 3, end: 3, text: 'var x = 2' },
    },
    {
      name: 'beside fixes without edits',
      fixes: [{ Message: 'm', TextEdits: null }, { TextEdits: replacing(['recieve', 'receive']) }],
      want: line5,
    },
  ];
  it.each(rows)('replaces $name', (row) => {
    const finding = settle(row);
    expect(finding.fix).toEqual(row.want);
    expect(finding).not.toHaveProperty('edits');
  });

  const word = replacing(['recieve', 'receive']);
  const none: Omit<Row, 'want'>[] = [
    {
      name: 'of several to choose from',
      fixes: [{ TextEdits: word }, { TextEdits: replacing(['recieve', 'get']) }],
    },
    { name: 'past the end of the file', edits: [{ Pos: size - 1, End: size + 1, NewText: null }] },
    { name: 'clamped to the end of the file', line: 7, edits: [insert(size, '// x\n')] },
    { name: 'clamped to the start of the file', line: 1, edits: [insert(0, '// x\n')] },
    { name: 'of which a part lies in another file', edits: [...word, insert(size, 'x')] },
    { name: 'with edits that overlap', edits: replacing(['recieve', 'receive'], ['// recieve', '']) },
    { name: 'with the same edit twice', edits: [...word, ...word] },
    {
      name: 'with two insertions at one place',
      edits: [insert(startOf(5) + 1, 'a'), insert(startOf(5) + 1, 'b')],
    },
    { name: 'that ends before it starts', edits: [{ Pos: 60, End: 50, NewText: null }] },
    { name: 'with a negative offset', edits: [{ Pos: -1, End: 5, NewText: null }] },
    { name: 'with an offset that is no number', edits: [{ Pos: '1', End: 5, NewText: null }] },
    { name: 'with an offset that is no integer', edits: [{ Pos: 1.5, End: 5, NewText: null }] },
    { name: 'with text that is no base64', edits: [{ ...word[0], NewText: 'a b!' }] },
    { name: 'with text that is no UTF-8', edits: [{ ...word[0], NewText: '/w==' }] },
    { name: 'with text that is no text', edits: [{ ...word[0], NewText: { a: 1 } }] },
    {
      name: 'that cuts a character',
      line: 3,
      edits: [{ Pos: startOf(4) - 2, End: startOf(4) - 1, NewText: null }],
    },
    {
      name: 'with more text than anybody reads',
      edits: [{ ...word[0], NewText: base64('x'.repeat(20_000)) }],
    },
    {
      name: 'with more edits than anybody reads',
      edits: Array.from({ length: 21 }, (_, i) => ({ Pos: i, End: i + 1, NewText: null })),
    },
    {
      name: 'over more lines than anybody reads',
      source: `package a\n${'\n'.repeat(200)}`,
      line: 1,
      at: 0,
      edits: [{ Pos: 0, End: 150, NewText: null }],
    },
    { name: 'on other lines than the finding', line: 3, edits: word },
    { name: 'whose line was counted in another file', at: startOf(3), edits: word },
    { name: 'that changes nothing', edits: replacing(['recieve', 'recieve']) },
    {
      name: 'that counts on a formatter for its indentation',
      line: 5,
      edits: [insert(startOf(5) + 1, '\n')],
    },
    { name: 'that leaves blanks at the end of a line', edits: replacing(['// recieve', '']) },
    {
      name: 'in a file with CRLF',
      source: SOURCE.replaceAll('\n', '\r\n'),
      at: startOf(5) + 4,
      edits: [insert(startOf(5) + 6, 'x')],
    },
    { name: 'in a file that is not at hand', file: 'b.go', edits: word },
    { name: 'without an offset of the finding', at: 'none', edits: word },
    { name: 'that is no list', fixes: { TextEdits: word } },
    { name: 'of nothing', fixes: [null, 1, { TextEdits: {} }, { TextEdits: [] }] },
    { name: 'of edits that are none', fixes: [{ TextEdits: [null] }] },
  ];
  it.each(none)('says no fix $name', (row) => {
    const finding = settle({ ...row, want: undefined });
    expect(finding).not.toHaveProperty('fix');
    expect(finding.edits).toBeUndefined();
  });
});
