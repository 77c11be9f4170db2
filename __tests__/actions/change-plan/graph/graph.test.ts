import { describe, expect, it } from 'vitest';
import {
  buildGraph,
  chainOf,
  type PackageNode,
  packagesBelow,
  reach,
} from '../../../../actions/change-plan/src/graph/graph.ts';
import { Random } from '../../../packages/go-project/random.ts';

const node = (path: string, imports: string[] = [], testImports: string[] = []): PackageNode => ({
  path,
  dir: path,
  module: 'm',
  selectable: true,
  main: false,
  cgo: false,
  testFiles: 1,
  imports,
  testImports,
  embeds: [],
  testEmbeds: [],
  tags: [],
});

const seeds = (compile: string[], test: string[] = []) => ({
  compile: new Set(compile),
  test: new Set(test),
});

describe('reach', () => {
  const graph = buildGraph([
    node('a', ['b', 'gone']),
    node('b', ['c']),
    node('c'),
    node('d', [], ['c']),
    node('e', ['d']),
    node('loop1', ['loop2']),
    node('loop2', ['loop1']),
  ]);

  it.each([
    {
      name: 'importers, directly and not',
      seeds: seeds(['c']),
      compiled: ['a', 'b', 'c'],
      tested: ['a', 'b', 'c', 'd'],
    },
    {
      name: 'a test import ends at its package',
      seeds: seeds(['d']),
      compiled: ['d', 'e'],
      tested: ['d', 'e'],
    },
    { name: 'a test file stays with its package', seeds: seeds([], ['b']), compiled: [], tested: ['b'] },
    {
      name: 'a package that is gone',
      seeds: seeds(['gone']),
      compiled: ['a', 'gone'],
      tested: ['a', 'gone'],
    },
    {
      name: 'a loop (which no compiler takes)',
      seeds: seeds(['loop1']),
      compiled: ['loop1', 'loop2'],
      tested: ['loop1', 'loop2'],
    },
    { name: 'nothing', seeds: seeds([]), compiled: [], tested: [] },
  ])('follows $name', ({ seeds: from, compiled, tested }) => {
    const reached = reach(graph, from);
    expect([...reached.compiled.keys()].sort()).toEqual(compiled);
    expect([...reached.tested.keys()].sort()).toEqual(tested);
  });

  it('knows the chain of imports that carried a change', () => {
    expect(chainOf(reach(graph, seeds(['c'])).tested, 'a')).toEqual(['a', 'b', 'c']);
  });

  it('is the transitive closure that repeated relaxation finds (seed 3)', () => {
    const random = new Random(3);
    for (let round = 0; round < 50; round++) {
      const size = 1 + random.below(30);
      const some = () => Array.from({ length: random.below(4) }, () => `p${random.below(size)}`);
      const nodes = Array.from({ length: size }, (_, i) => node(`p${i}`, some(), some()));
      const from = seeds(some(), some());
      const compiled = new Set(from.compile);
      for (let before = -1; before < compiled.size; ) {
        before = compiled.size;
        for (const one of nodes) if (one.imports.some((path) => compiled.has(path))) compiled.add(one.path);
      }
      const byTests = nodes
        .filter((one) => one.testImports.some((path) => compiled.has(path)))
        .map((one) => one.path);
      const reached = reach(buildGraph(nodes), from);
      expect(new Set(reached.compiled.keys())).toEqual(compiled);
      expect(new Set(reached.tested.keys())).toEqual(new Set([...compiled, ...from.test, ...byTests]));
    }
  });
});

it('packagesBelow finds the packages in folders below another one', () => {
  const graph = buildGraph(['a', 'a/b', 'a/b/c', 'a-b', 'ab', 'b'].map((path) => node(path)));
  const below = (dir: string) =>
    packagesBelow(graph, dir)
      .map((found) => found.path)
      .sort();
  expect(below('a')).toEqual(['a/b', 'a/b/c']);
  expect(below('a/b/c')).toEqual([]);
  expect(below('.')).toEqual(['a', 'a-b', 'a/b', 'a/b/c', 'ab', 'b']);
});
