/** One way to do the work; resolves when it is done. */
export type Contender = { readonly name: string; readonly run: () => Promise<void> };

/**
 * Times the contenders in turn, one unmeasured round first, and prints fastest, median and slowest of each, and the ratio
 * of the first one to each other one (the median of the rounds' ratios).
 */
export async function compare(
  contenders: readonly Contender[],
  rounds: number,
  { difference }: { difference?: string },
): Promise<void> {
  const times = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, run } of contenders) {
      const started = performance.now();
      await run();
      if (round > 0) times.get(name)?.push(performance.now() - started);
    }
  }
  for (const [name, values] of times) {
    const sorted = [...values].sort((a, b) => a - b);
    const shown = [sorted[0], median(values), sorted.at(-1)].map((ms = 0) => `${(ms / 1_000).toFixed(2)} s`);
    console.log(`${name.padEnd(28)} ${shown.join(' - ')}`);
  }
  const [first = [], ...others] = [...times.values()];
  for (const [index, other] of others.entries()) {
    const ratio = median(first.map((ms, round) => ms / (other[round] ?? Number.NaN)));
    console.log(`ratio to ${contenders[index + 1]?.name}: ${ratio.toFixed(2)}`);
    if (difference && index === 0) {
      const share = median(first.map((ms, round) => ms - (other[round] ?? Number.NaN)));
      console.log(`${difference}: ${Math.round(share)} ms`);
    }
  }
  console.log('');
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
