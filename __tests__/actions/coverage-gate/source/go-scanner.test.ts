import { expect, it } from 'vitest';
import { scanGo } from '../../../../actions/coverage-gate/src/source/go-scanner.ts';

const words = (text: string): string[] => {
  const source = Buffer.from(text);
  const { kind, start, end } = scanGo(source);
  return Array.from(kind, (_, i) => source.toString('utf8', start[i], end[i]));
};

it.each([
  { name: 'comments are passed over', text: 'a /* b */ c // d\ne', want: ['a', 'c', 'e'] },
  { name: 'a comment in a string is none', text: 'a "// b" c', want: ['a', '"// b"', 'c'] },
  { name: 'an escaped quote does not end a string', text: '"a\\"b" c', want: ['"a\\"b"', 'c'] },
  { name: 'a raw string spans lines', text: '`a\n{` }', want: ['`a\n{`', '}'] },
  { name: 'a rune may be a quote', text: `'"' {`, want: [`'"'`, '{'] },
  { name: 'names need not be ASCII', text: 'func Größe()', want: ['func', 'Größe', '(', ')'] },
  { name: 'a comment that never ends', text: 'a /* b', want: ['a'] },
])('scanGo: $name', ({ text, want }) => {
  expect(words(text)).toEqual(want);
});

it('scanGo: lines are those of the first byte, whatever a raw string holds', () => {
  const { line, lineStart } = scanGo(Buffer.from('a `x\ny`\r\nb'));
  expect([...line]).toEqual([1, 1, 3]);
  expect([...lineStart]).toEqual([0, 5, 9]);
});

it('scanGo: comments about coverage and lines are kept', () => {
  const { comments } = scanGo(
    Buffer.from('//coverage:ignore why\nx /*line a.y:1*/ y\n//line b.y:2\n// other\n'),
  );
  expect(comments.map(({ text }) => text)).toEqual([
    '//coverage:ignore why',
    '/*line a.y:1*/',
    '//line b.y:2',
  ]);
});
