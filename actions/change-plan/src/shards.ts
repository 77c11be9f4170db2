/** One leg of the test matrix; `packages` are import paths separated by spaces. */
export type Shard = { readonly name: string; readonly index: number; readonly packages: string };

export type Weighted = { readonly path: string; readonly weight: number };

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
