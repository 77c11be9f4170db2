import { describe, expect, it } from 'vitest';
import { groupByPackage, totalOf } from '../../../../actions/coverage-gate/src/source/file-coverage.ts';
import { coverSource, maxFile } from '../max-file.ts';

describe('coverFile', () => {
  it('counts statements, and each function its own blocks', () => {
    const { file } = maxFile();
    expect(file.count).toEqual({ covered: 2, statements: 4 });
    expect(file.code.functions.map(({ name, count }) => [name, count.covered, count.statements])).toEqual([
      ['Max', 2, 3],
      ['Zero', 0, 1],
    ]);
  });

  it('leaves out what a comment ignores, and notes a comment without a reason', () => {
    const source = 'package p\n\nfunc F() {\n\tf()\n}\n\nfunc G() { //coverage:ignore\n\tpanic(1)\n}\n';
    const { file } = coverSource(source, [
      [3, 10, 5, 2, 1, 1],
      [7, 10, 9, 2, 1, 0],
    ]);
    expect(file.count).toEqual({ covered: 1, statements: 1 });
    expect(file.ignored).toEqual({ covered: 0, statements: 1 });
    expect(file.ignoredWithoutReason).toEqual([7]);
  });
});

describe('totalOf', () => {
  it('statements are all blocks, func only those in declared functions', () => {
    const { file } = coverSource('package p\n\nvar F = func() { f() }\n\nfunc G() { f() }\n', [
      [3, 16, 3, 21, 1, 1],
      [5, 10, 5, 15, 1, 0],
    ]);
    expect(totalOf([file], 'statements')).toEqual({ covered: 1, statements: 2 });
    expect(totalOf([file], 'func')).toEqual({ covered: 0, statements: 1 });
  });
});

describe('groupByPackage', () => {
  it('sorts packages and their files by name, with the sums', () => {
    const at = (path: string) => maxFile({ path, name: `example.com/m/${path}` }).file;
    const packages = groupByPackage([at('q/b.go'), at('p/c.go'), at('q/a.go'), at('main.go')]);
    expect(
      packages.map(({ importPath, dir, files }) => [importPath, dir, files.map(({ path }) => path)]),
    ).toEqual([
      ['example.com/m', '.', ['main.go']],
      ['example.com/m/p', 'p', ['p/c.go']],
      ['example.com/m/q', 'q', ['q/a.go', 'q/b.go']],
    ]);
    expect(packages[2]?.count).toEqual({ covered: 4, statements: 8 });
  });
});
