import { describe, expect, it } from 'vitest';
import { BlockTable } from '../../../actions/coverage-gate/src/block-table.ts';
import { coverFile } from '../../../actions/coverage-gate/src/coverage.ts';
import { findFunctions } from '../../../actions/coverage-gate/src/functions.ts';
import { scanGo } from '../../../actions/coverage-gate/src/go-scanner.ts';

const functions = (text: string) =>
  findFunctions(Buffer.from(text), scanGo(Buffer.from(text))).map(
    (func) => `${func.startLine}.${func.startCol}-${func.endLine}.${func.endCol} ${func.name}`,
  );

describe('findFunctions', () => {
  const rows = [
    { name: 'a plain function', input: 'package p\nfunc F() {\n}\n', want: ['2.1-3.2 F'] },
    {
      name: 'a method with type parameters in its receiver',
      input: 'package p\nfunc (t *T[K, V]) M() (a int, err error) { return }',
      want: ['2.1-2.52 M'],
    },
    {
      name: 'a generic function',
      input: 'package p\nfunc F[T interface{ ~int }](t T) T { return t }',
      want: ['2.1-2.48 F'],
    },
    {
      name: 'results that have braces',
      input: 'package p\nfunc F() struct{ a int } {\n\treturn struct{ a int }{}\n}',
      want: ['2.1-4.2 F'],
    },
    {
      name: 'no functions in assembly',
      input: 'package p\nfunc add(a, b int) int\nfunc F() {}',
      want: ['3.1-3.12 F'],
    },
    {
      name: 'no literals, no types',
      input:
        'package p\nvar f = func(a int) int { return a }\ntype g func(int) error\nvar h =\n\tfunc(a int) int { return a }',
      want: [],
    },
    {
      name: 'nothing in comments and strings',
      input:
        'package p\n// func A() {}\n/* func B() {} */\nvar s = `\nfunc C() {}` + "func D() {}"\nfunc E() { _ = \'{\' }',
      want: ['6.1-6.21 E'],
    },
    {
      name: 'Windows line ends and other alphabets',
      input: 'package p\r\nfunc Größe() {\r\n}\r\n',
      want: ['2.1-3.2 Größe'],
    },
    { name: 'a byte order mark', input: '\ufeffpackage p\nfunc F() {}', want: ['2.1-2.12 F'] },
    { name: 'what is not finished', input: 'package p\nfunc F( {', want: [] },
  ];
  it.each(rows)('finds $name', ({ input, want }) => {
    expect(functions(input)).toEqual(want);
  });
});

/** Covers a source with the given blocks, `L.C,L.C statements count`. */
function cover(source: string, profile: string[]) {
  const table = new BlockTable();
  table.fileId('m/x.go');
  for (const line of profile) {
    const [a, b, c, d, statements, count] = line.split(/[ .,]/).map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    table.count[table.find(0, a, b, c, d, statements, 0)] = count;
  }
  const file = coverFile(table, table.idsByFile()[0] ?? new Int32Array(), {
    name: 'm/x.go',
    path: 'x.go',
    source: () => Buffer.from(source),
  });
  return { table, file };
}

describe('lines of blocks', () => {
  const source =
    'package p\n\nfunc F(a int) int {\n\tif a > 0 {\n\t\t// why\n\t\ta++\n\n\t\ta--\n\t}\n\treturn `\n` + "x"\n}\n';
  const old = ['3.19,4.11 1 1', '4.11,9.3 2 0', '10.2,11.8 1 1'];
  const since127 = ['4.2,4.11 1 1', '6.3,7.1 1 0', '8.3,9.1 1 0', '10.2,12.1 1 1'];
  it('are the same for the blocks of Go 1.26 and of 1.27', () => {
    const status = (profile: string[]) => {
      const { table, file } = cover(source, profile);
      return [...file.code.parts.line].map(
        (line, i) => `${line}:${(table.count[file.code.parts.block[i] ?? 0] ?? 0) > 0}`,
      );
    };
    expect(status(old)).toEqual(['4:true', '6:false', '8:false', '10:true', '11:true']);
    expect(status(since127)).toEqual(status(old));
  });

  it('are two for a line of two blocks', () => {
    const { file } = cover('package p\nfunc F(a int) { if a > 0 { return } }\n', [
      '2.15,2.26 1 1',
      '2.26,2.36 1 0',
    ]);
    expect([...file.code.parts.line]).toEqual([2, 2]);
  });
});

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
