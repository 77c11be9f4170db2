import { parseArgv } from '@go-actions/action-kit';
import { describe, expect, it } from 'vitest';

type Row<T> = { name: string; input: string } & ({ want: T } | { throws: RegExp });

const check = <T>(parse: (text: string) => T, row: Row<T>): void => {
  if ('throws' in row) expect(() => parse(row.input)).toThrow(row.throws);
  else expect(parse(row.input)).toEqual(row.want);
};

describe('parseArgv', () => {
  const rows: Row<string[]>[] = [
    { name: 'splits at any white space', input: ' -v\n-run  TestX\t', want: ['-v', '-run', 'TestX'] },
    {
      name: 'keeps quoted spaces and joins adjacent parts',
      input: `-run='Test A'"|Test B"`,
      want: ['-run=Test A|Test B'],
    },
    { name: 'keeps an empty quoted word', input: `a '' b`, want: ['a', '', 'b'] },
    { name: 'escapes outside quotes', input: 'a\\ b \\"c', want: ['a b', '"c'] },
    {
      name: 'escapes only what a shell would inside double quotes',
      input: '"\\n \\" \\$x"',
      want: ['\\n " $x'],
    },
    { name: 'takes single quotes literally', input: "'a\\b $(id) `id`'", want: ['a\\b $(id) `id`'] },
    { name: 'expands nothing', input: '$HOME *.go `id`', want: ['$HOME', '*.go', '`id`'] },
    { name: 'gives nothing for nothing', input: '  ', want: [] },
    { name: 'refuses an open quote', input: "-run 'x", throws: /closing '/ },
  ];
  it.each(rows)('$name', (row) => check(parseArgv, row));
});
