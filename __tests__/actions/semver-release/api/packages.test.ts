import { describe, expect, it } from 'vitest';
import {
  compareNames,
  fingerprintFiles,
  listBehind,
  listExported,
} from '../../../../actions/semver-release/src/api/packages.ts';

const of = (ImportPath: string, Name = 'lib', GoFiles: string[] = ['a.go']) => ({
  ImportPath,
  Name,
  GoFiles,
});

describe('listExported', () => {
  it('has neither programs, nor internal packages, nor those without files', () => {
    const all = [
      of('m.test/x'),
      of('m.test/x/cmd/tool', 'main'),
      of('m.test/x/internal'),
      of('m.test/x/internal/y'),
      of('m.test/x/a/internal/y'),
      of('m.test/x/internals'),
      of('m.test/x/none', 'none', []),
      { ImportPath: 'm.test/x/c', Name: 'c', CgoFiles: ['c.go'] },
    ];
    expect(listExported(all).map(({ ImportPath }) => ImportPath)).toEqual([
      'm.test/x',
      'm.test/x/internals',
      'm.test/x/c',
    ]);
  });

  it('counts internal packages that exported ones reach, at any distance, and no others', () => {
    const importing = (path: string, ...Imports: string[]) => ({ ...of(path), Imports });
    const all = [
      importing('m.test/x', 'fmt', 'm.test/x/internal/a'),
      importing('m.test/x/internal/a', 'm.test/x/internal/b'),
      importing('m.test/x/internal/b', 'm.test/x/internal/a'),
      importing('m.test/x/internal/unused', 'm.test/x'),
    ];
    expect(listBehind(listExported(all), all).map(({ ImportPath }) => ImportPath)).toEqual([
      'm.test/x',
      'm.test/x/internal/a',
      'm.test/x/internal/b',
    ]);
  });

  it('tells platforms apart by files, whatever their order', () => {
    const [a, b] = [of('a'), of('b', 'b', ['b_linux.go'])];
    expect(fingerprintFiles([a, b])).toBe(fingerprintFiles([b, a]));
    expect(fingerprintFiles([a, b])).not.toBe(fingerprintFiles([a]));
  });
});

it('knows packages that nobody can import any more, or under another name', () => {
  const before = [
    of('m.test/x'),
    of('m.test/x/a'),
    of('m.test/x/b', 'main'),
    of('m.test/x/c'),
    of('m.test/x/internal/d'),
  ];
  const after = [of('m.test/x', 'other'), of('m.test/x/a', 'main'), of('m.test/x/b'), of('m.test/x/e')];
  expect(compareNames(before, after)).toEqual({
    incompatible: [
      'package m.test/x: its name was lib, and is other',
      'package m.test/x/a: became a program',
    ],
    compatible: ['package m.test/x/b: was a program'],
  });
  expect(compareNames(before, before)).toEqual({ incompatible: [], compatible: [] });
});
