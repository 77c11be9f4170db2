import { code, codeBlock, escapeMarkdown, table } from '@go-actions/action-kit';
import { describe, expect, it } from 'vitest';

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
