import type { PackageNode } from './graph/graph.ts';

/** One leg of the test matrix; `packages` are import paths separated by spaces. */
export type Shard = { readonly name: string; readonly index: number; readonly packages: string };

export type Weighted = { readonly path: string; readonly weight: number };

/** What compiling and linking a package's tests takes beside running them, in seconds. */
const OVERHEAD = 1;

/**
 * Weighs packages by the seconds that their tests took when they last ran. Where that is not known, each file of tests counts
 * as much as it did in the packages where it is, or one second.
 */
export function weigh(
  packages: readonly Pick<PackageNode, 'path' | 'testFiles'>[],
  seconds: ReadonlyMap<string, number>,
): Weighted[] {
  const known = packages.filter((node) => node.testFiles > 0 && seconds.has(node.path));
  const files = sum(known.map((node) => node.testFiles));
  const perFile = files > 0 ? sum(known.map((node) => seconds.get(node.path) ?? 0)) / files : 1;
  return packages.map(({ path, testFiles }) => ({
    path,
    weight: OVERHEAD + (testFiles > 0 ? (seconds.get(path) ?? testFiles * perFile) : 0),
  }));
}

/**
 * Spreads packages over at most `max` shards: the heaviest first, each to the lightest shard so far (at most 4/3 of the best
 * possible makespan). Every shard has at least one package; the same input gives the same shards.
 */
export function planShards(packages: readonly Weighted[], max: number): Shard[] {
  const count = Math.min(max, packages.length);
  const shards = Array.from({ length: count }, (_, index) => ({ index, weight: 0, paths: [] as string[] }));
  const ordered = [...packages].sort((a, b) => b.weight - a.weight || (a.path < b.path ? -1 : 1));
  for (const { path, weight } of ordered) {
    // With at most 256 shards a plain search is as good as a heap. Ties go to the one with fewer packages.
    const lightest = shards.reduce((best, shard) =>
      shard.weight < best.weight || (shard.weight === best.weight && shard.paths.length < best.paths.length)
        ? shard
        : best,
    );
    lightest.weight += weight;
    lightest.paths.push(path);
  }
  return shards.map(({ index, paths }) => ({
    name: `${index + 1}/${count}`,
    index: index + 1,
    packages: paths.sort().join(' '),
  }));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
