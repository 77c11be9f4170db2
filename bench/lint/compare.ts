import { readFileSync } from 'node:fs';

/** One way to do the work; resolves when it is done. */
export type Contender = { readonly name: string; readonly run: () => Promise<void> };

type Round = { readonly ms: number; readonly cpu: number };

/**
 * Times the contenders in turn, one unmeasured round first. Prints for each the fastest, median and slowest round and the
 * median of the processors' time (of all processes that it started), then the ratios of the first one to each other one
 * (medians of the rounds' ratios). `floor` is timed as well, for what no contender can be without. On a busy machine the processors' time is the one to read.
 */
export async function compare(
  contenders: readonly Contender[],
  rounds: number,
  { difference, floor }: { difference?: string; floor?: Contender },
): Promise<void> {
  const timed = floor ? [...contenders, floor] : contenders;
  const measured = timed.map(({ name }) => ({ name, rounds: [] as Round[] }));
  for (let round = 0; round <= rounds; round++) {
    for (const [i, { run }] of timed.entries()) {
      const [started, before] = [performance.now(), readChildrenCpu()];
      await run();
      const ms = performance.now() - started;
      if (round > 0) measured[i]?.rounds.push({ ms, cpu: readChildrenCpu() - before });
    }
  }
  for (const { name, rounds: all } of measured) {
    const sorted = all.map(({ ms }) => ms).sort((a, b) => a - b);
    const clock = [sorted[0], median(sorted), sorted.at(-1)].map(seconds).join(' - ');
    console.log(`${name.padEnd(28)} ${clock}   CPU ${seconds(median(all.map(({ cpu }) => cpu)))}`);
  }
  const [first, ...others] = measured.slice(0, contenders.length);
  for (const other of others) {
    const pairs = (first?.rounds ?? []).map((round, i) => ({
      ours: round,
      theirs: other.rounds[i] ?? round,
    }));
    const ratio = (of: keyof Round) =>
      median(pairs.map(({ ours, theirs }) => ours[of] / theirs[of])).toFixed(2);
    console.log(`ratio to ${other.name}: ${ratio('ms')}, CPU ${ratio('cpu')}`);
    if (!difference || other !== others[0]) continue;
    const share = (of: keyof Round) =>
      Math.round(median(pairs.map(({ ours, theirs }) => ours[of] - theirs[of])));
    console.log(`${difference}: ${share('ms')} ms, CPU ${share('cpu')} ms`);
  }
  console.log('');
}

const TICK_MS = 10;

/** Milliseconds of all processes that this one has started and waited for (proc(5), cutime and cstime); NaN without /proc. */
function readChildrenCpu(): number {
  if (process.platform !== 'linux') return Number.NaN;
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[13]) + Number(fields[14])) * TICK_MS;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const seconds = (ms = Number.NaN): string => `${(ms / 1_000).toFixed(2)} s`;
