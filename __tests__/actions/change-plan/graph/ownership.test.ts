import { parseGoMod } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';
import { buildGraph, type PackageNode } from '../../../../actions/change-plan/src/graph/graph.ts';
import { besideOwners, ownersOf } from '../../../../actions/change-plan/src/graph/ownership.ts';
import { packageNode } from '../package-node.ts';

const node = (dir: string, more: Partial<PackageNode> = {}) =>
  packageNode(dir === '.' ? 'm' : `m/${dir}`, dir, more);

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

describe('besideOwners', () => {
  const layout = {
    graph: buildGraph([node('docs'), node('it', { selectable: false })]),
    modules: [],
    replaced: [],
    vendors: [],
  };
  it.each([
    { path: 'docs/config.yaml', want: ['m/docs'] },
    { path: 'docs/deep/config.yaml', want: [] },
    { path: 'it/README.md', want: [] },
  ])('of $path are $want', ({ path, want }) => {
    expect(besideOwners(path, layout).map((owner) => owner.path)).toEqual(want);
  });
});
