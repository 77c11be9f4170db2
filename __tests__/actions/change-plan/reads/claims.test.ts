import { parseGoMod } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';
import { buildGraph, type PackageNode } from '../../../actions/change-plan/src/graph.ts';
import { ownersOf } from '../../../actions/change-plan/src/ownership.ts';
import { readersBy } from '../../../actions/change-plan/src/readers.ts';

const node = (dir: string, more: Partial<PackageNode> = {}): PackageNode => ({
  path: dir === '.' ? 'm' : `m/${dir}`,
  dir,
  module: 'm',
  selectable: true,
  main: false,
  cgo: false,
  testFiles: 1,
  imports: [],
  testImports: [],
  embeds: [],
  testEmbeds: [],
  ...more,
});

describe('readersBy finds the tests that may read a file', () => {
  const graph = buildGraph([
    node('a'),
    node('b'),
    node('b/deep'),
    node('help', { imports: ['testing'] }),
    node('c', { testImports: ['m/help'] }),
    node('prod', { imports: ['m/a'] }),
  ]);
  const cases = [
    {
      name: 'by a path that climbs',
      file: 'a/x_test.go',
      text: 'os.ReadFile("../b/testdata/x.json")',
      path: 'b/testdata/x.json',
      want: ['m/a'],
    },
    {
      name: 'by a folder',
      file: 'a/x_test.go',
      text: 'fs := os.DirFS("../b/testdata")',
      path: 'b/testdata/deep/x',
      want: ['m/a'],
    },
    {
      name: 'by a joined path',
      file: 'b/deep/x_test.go',
      text: 'filepath.Join("..", "..", "docs", name)',
      path: 'docs/x.md',
      want: ['m/b/deep'],
    },
    {
      name: 'by a raw string',
      file: 'a/x_test.go',
      text: 'x := `../docs/x.md`',
      path: 'docs/x.md',
      want: ['m/a'],
    },
    {
      name: 'up to a format verb',
      file: 'a/x_test.go',
      text: '"../b/testdata/%s/x"',
      path: 'b/testdata/any/x',
      want: ['m/a'],
    },
    {
      name: 'by its own name',
      file: 'a/x_test.go',
      text: 'golden("README.md")',
      path: 'a/README.md',
      want: ['m/a'],
    },
    {
      name: 'from where a helper runs',
      file: 'help/help.go',
      text: '"../b/testdata/x"',
      path: 'b/testdata/x',
      want: ['m/help', 'm/c'],
    },
    {
      name: 'not in code that is no test',
      file: 'prod/prod.go',
      text: '"../b/testdata/x"',
      path: 'b/testdata/x',
      want: [],
    },
    {
      name: 'not by a name that only begins alike',
      file: 'a/x_test.go',
      text: '"../b/testdata/x"',
      path: 'b/testdata/xy',
      want: [],
    },
    {
      name: 'not out of the repository',
      file: 'a/x_test.go',
      text: '"../../../docs/x.md"',
      path: 'docs/x.md',
      want: [],
    },
    {
      name: 'not in a URL',
      file: 'a/x_test.go',
      text: '"https://x.org/../docs/x.md"',
      path: 'docs/x.md',
      want: [],
    },
    {
      name: 'a bare climb for files',
      file: 'a/x_test.go',
      text: 'walk("..")',
      path: 'docs/x.md',
      want: ['m/a'],
    },
    {
      name: 'but no bare climb for source',
      file: 'a/x_test.go',
      text: 'walk("..")',
      path: 'b/b.go',
      want: [],
    },
    {
      name: 'source by name',
      file: 'a/x_test.go',
      text: 'parse("../b/b.go")',
      path: 'b/b.go',
      want: ['m/a'],
    },
  ];
  it.each(cases)('$name', ({ file, text, path, want }) => {
    expect(readersBy([{ file, text }], graph)(path).sort()).toEqual([...want].sort());
  });
});

describe('ownersOf', () => {
  const layout = {
    graph: buildGraph([
      node('.', { embeds: ['web/*'] }),
      node('a', { testEmbeds: ['golden'] }),
      node('a/b'),
      node('c', { cgo: true }),
      node('c/csub', { cgo: true }),
      node('tagged', { selectable: false }),
    ]),
    modules: [{ dir: '.', path: 'm', goMod: parseGoMod('module m\nignore ./skipped\nignore everywhere\n') }],
    replaced: [{ dir: 'fork', path: 'x.org/f' }],
    vendors: ['.'],
  };
  const own = (path: string) =>
    ownersOf(path, layout).map(({ kind, effect, path: owner }) => `${kind} ${effect} ${owner}`);

  it.each([
    { path: 'x.go', want: ['source compile m'] },
    { path: 'a/a_test.go', want: ['source test m/a'] },
    { path: 'a/asm_amd64.s', want: ['source compile m/a'] },
    { path: 'gone/gone.go', want: ['source compile m/gone'] },
    { path: 'gone/gone.c', want: [] },
    { path: 'c/x.h', want: ['source compile m/c', 'header compile m/c', 'header compile m/c/csub'] },
    { path: 'web/index.md', want: ['embedded compile m'] },
    { path: 'web/deep/x', want: ['embedded compile m'] },
    { path: 'a/golden/x', want: ['embedded test m/a'] },
    { path: 'a/testdata/x', want: ['testdata test m/a', 'testdata test m/a/b'] },
    { path: 'a/b/testdata/x/testdata/y.go', want: ['testdata test m/a/b'] },
    { path: 'z/testdata/x', want: ['testdata test m'] },
    { path: 'tagged/testdata/x', want: ['testdata test m/tagged'] },
    { path: '_examples/x.go', want: [] },
    { path: 'a/.hidden/x.go', want: [] },
    { path: 'skipped/x/y.go', want: [] },
    { path: 'a/everywhere/y.go', want: [] },
    { path: 'a', want: ['submodule compile m/a', 'submodule compile m/a/b'] },
    { path: 'config.yaml', want: [] },
    { path: 'vendor/x.org/f/f.go', want: [] },
  ])('of $path are $want', ({ path, want }) => expect(own(path)).toEqual(want));
});
