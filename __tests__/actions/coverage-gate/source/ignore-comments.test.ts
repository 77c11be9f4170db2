import { describe, expect, it } from 'vitest';
import { cover } from './covered-source.ts';

describe('//coverage:ignore', () => {
  const source = (lines: string[]) => ['package p', 'func F(a int) {', ...lines, '}', ''].join('\n');
  const rows = [
    {
      name: 'leaves out what is between the braces that the line opens',
      lines: ['\tif a > 0 { //coverage:ignore never', '\t\ta++', '\t}', '\ta--'],
      blocks: ['2.15,3.12 1 1', '3.12,5.3 1 0', '6.2,6.5 1 1'],
      statements: 2,
    },
    {
      name: 'does so with the blocks of Go 1.27',
      lines: ['\tif a > 0 { //coverage:ignore never', '\t\ta++', '\t}', '\ta--'],
      blocks: ['3.2,3.12 1 1', '4.3,5.1 1 0', '6.2,7.1 1 1'],
      statements: 2,
    },
    {
      name: 'speaks of the next line when it stands alone',
      lines: ['\t//coverage:ignore never', '\tif a > 0 {', '\t\ta++', '\t}'],
      blocks: ['2.15,4.12 1 1', '4.12,6.3 1 0'],
      statements: 1,
    },
    {
      name: 'leaves out the block of a plain line',
      lines: ['\ta++ // coverage:ignore odd', '\tif a > 0 {', '\t\ta++', '\t}'],
      blocks: ['2.15,4.12 2 1', '4.12,6.3 1 0'],
      statements: 1,
    },
    {
      name: 'leaves out one case',
      lines: ['\tswitch a {', '\tcase 1: //coverage:ignore no', '\t\ta++', '\tcase 2:', '\t\ta--', '\t}'],
      blocks: ['2.15,3.11 1 1', '4.9,5.6 1 0', '6.9,7.6 1 0'],
      statements: 2,
    },
    {
      name: 'is not found in strings',
      lines: ['\t_ = "//coverage:ignore"'],
      blocks: ['2.15,4.2 1 1'],
      statements: 1,
    },
    {
      name: 'is not another word',
      lines: ['\ta++ //coverage:ignored'],
      blocks: ['2.15,4.2 1 1'],
      statements: 1,
    },
  ];
  it.each(rows)('$name', ({ lines, blocks, statements }) => {
    expect(cover(source(lines), blocks).file.count.statements).toBe(statements);
  });

  it('leaves out a function or the whole file', () => {
    const body = '{\n\ta := 1\n\t_ = a\n}\n';
    const blocks = ['3.10,6.2 2 0', '7.10,10.2 2 1'];
    expect(
      cover(`package p\n//coverage:ignore generated-ish\nfunc F() ${body}func G() ${body}`, blocks).file
        .count,
    ).toEqual({ covered: 2, statements: 2 });
    expect(
      cover(`//coverage:ignore\npackage p\nfunc F() ${body}func G() ${body}`, blocks).file.count,
    ).toEqual({ covered: 0, statements: 0 });
  });

  it('remembers which comments give no reason', () => {
    expect(
      cover(source(['\ta++ //coverage:ignore', '\ta++ //coverage:ignore because']), ['2.15,5.2 2 1']).file
        .ignoredWithoutReason,
    ).toEqual([3]);
  });
});
