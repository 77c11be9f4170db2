import {
  code,
  codeBlock,
  escapeMarkdown,
  fitSummary,
  formatBytes,
  formatDuration,
  parseArgv,
  parseBytes,
  parseDuration,
  table,
} from '@go-actions/action-kit';
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

describe('parseDuration', () => {
  const rows: Row<number>[] = [
    { name: 'reads minutes', input: '10m', want: 600_000 },
    { name: 'adds parts', input: '1h30m5s', want: 5_405_000 },
    { name: 'reads fractions and milliseconds', input: '1.5s250ms', want: 1_750 },
    { name: 'refuses a bare number', input: '10', throws: /duration/ },
    { name: 'refuses rubbish between parts', input: '1h x 5m', throws: /duration/ },
    { name: 'refuses nothing', input: '', throws: /duration/ },
  ];
  it.each(rows)('$name', (row) => check(parseDuration, row));
});

describe('parseBytes', () => {
  const rows: Row<number>[] = [
    { name: 'reads decimal units', input: '2GB', want: 2e9 },
    { name: 'reads binary units', input: '1.5 GiB', want: 1_610_612_736 },
    { name: 'reads plain bytes', input: '12', want: 12 },
    { name: 'refuses a negative size', input: '-1GB', throws: /size/ },
  ];
  it.each(rows)('$name', (row) => check(parseBytes, row));
});

describe('formatting', () => {
  it.each([
    { bytes: 0, want: '0 B' },
    { bytes: 999, want: '999 B' },
    { bytes: 1_500, want: '1.5 kB' },
    { bytes: 45_400_000, want: '45 MB' },
    { bytes: 1_200_000_000, want: '1.2 GB' },
  ])('$bytes bytes are $want', ({ bytes, want }) => expect(formatBytes(bytes)).toBe(want));

  it.each([
    { ms: 340, want: '340 ms' },
    { ms: 4_210, want: '4.2 s' },
    { ms: 185_000, want: '3 m 05 s' },
  ])('$ms ms are $want', ({ ms, want }) => expect(formatDuration(ms)).toBe(want));
});

describe('Markdown', () => {
  it('defuses HTML, mentions, tables and line breaks', () => {
    expect(escapeMarkdown('<img src=x> @team a|b\n**c**')).toBe(
      '&lt;img src=x&gt; &#64;team a\\|b \\*\\*c\\*\\*',
    );
  });
  it('fences code that holds backticks', () => {
    expect(code('a`b')).toBe('``a`b``');
    expect(code('`x`')).toBe('`` `x` ``');
    expect(codeBlock('```\nx\n```')).toBe('````\n```\nx\n```\n````\n');
  });
  it.each([
    { name: 'a pipe', text: 'a|b', plain: '`a|b`', cell: '`a\\|b`' },
    { name: 'a pipe behind two backslashes', text: 'a\\\\|b', plain: '`a\\\\|b`', cell: '`a\\\\\\|b`' },
    { name: 'a pipe that looks escaped', text: 'a\\|b', plain: '`a\\|b`', cell: '`a\\|b`' },
    { name: 'two pipes', text: '||', plain: '`||`', cell: '`\\|\\|`' },
  ])('leaves $name in code as it is, except in the cell of a table', ({ text, plain, cell }) => {
    expect(code(text)).toBe(plain);
    expect(table(['a'], [[code(text)]])).toBe(`| a |\n| --- |\n| ${cell} |\n\n`);
  });
  it('escapes a pipe of text once', () => {
    expect(table(['a'], [[escapeMarkdown('a|b\\|c')]])).toContain('| a\\|b\\\\\\|c |');
  });
  it('draws no table without rows', () => {
    expect(table(['a'], [])).toBe('');
    expect(table(['a', 'b'], [['1', '2']])).toBe('| a | b |\n| --- | --- |\n| 1 | 2 |\n\n');
  });
});

describe('fitSummary', () => {
  const cases = [
    { name: 'leaves what fits alone', markdown: 'short\n', written: 0, want: /^short\n$/ },
    {
      name: 'cuts at a line end and says so',
      markdown: 'line\n'.repeat(100),
      written: 0,
      want: /line\n\n> The rest was cut/,
    },
    {
      name: 'closes an open fence',
      markdown: `\`\`\`\n${'x\n'.repeat(200)}\`\`\`\n`,
      written: 0,
      want: /x\n```\n\n> The rest/,
    },
    {
      name: 'closes an open section',
      markdown: `<details>\n${'x\n'.repeat(200)}</details>`,
      written: 0,
      want: /<\/details>\n\n> /,
    },
    { name: 'writes nothing when all is used up', markdown: 'x'.repeat(50), written: 290, want: /^$/ },
  ];
  it.each(cases)('$name', ({ markdown, written, want }) => {
    const fitted = fitSummary(markdown, written, 300);
    expect(fitted).toMatch(want);
    expect(Buffer.byteLength(fitted) + written).toBeLessThanOrEqual(300);
  });
  it('never cuts inside a character', () => {
    expect(fitSummary(`${'ä'.repeat(400)}\n`.repeat(3), 0, 300)).not.toContain('\uFFFD');
  });
});
