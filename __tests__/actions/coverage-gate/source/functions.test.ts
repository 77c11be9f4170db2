import { describe, expect, it } from 'vitest';
import { findFunctions } from '../../../../actions/coverage-gate/src/source/functions.ts';
import { scanGo } from '../../../../actions/coverage-gate/src/source/go-scanner.ts';

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
