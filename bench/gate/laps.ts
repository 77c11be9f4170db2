import { seconds } from '../fresh-runner/seconds.ts';

/** One run of a contender's gate: until its verdict, and how long each step took (milliseconds). */
export type Lap = {
  readonly name: string;
  readonly round: number;
  readonly verdictMs: number;
  readonly times: Readonly<Record<string, number>>;
};

/** Fastest, median and slowest of each contender and of each of its steps; then the ratios, round by round. */
export function renderLaps(laps: readonly Lap[]): string {
  const byName = Map.groupBy(laps, ({ name }) => name);
  const tables = [...byName].map(([name, mine]) => {
    const titles = Object.keys(mine[0]?.times ?? {});
    const rows = titles.map(
      (title) => `  ${title.padEnd(22)} ${spread(mine.map((lap) => lap.times[title] ?? 0))}`,
    );
    return [`${name}: start to verdict ${spread(mine.map(({ verdictMs }) => verdictMs))}`, ...rows].join(
      '\n',
    );
  });
  const [ours = [], peers = []] = byName.values();
  if (peers.length === 0) return tables.join('\n\n');
  const ratios = ours.flatMap(({ round, verdictMs }) => {
    const theirs = peers.find((lap) => lap.round === round);
    return theirs ? [verdictMs / theirs.verdictMs] : [];
  });
  const sorted = ratios.sort((a, b) => a - b).map((ratio) => ratio.toFixed(2));
  return [...tables, `ours / peers, round by round, sorted: ${sorted.join(' ')}`].join('\n\n');
}

function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number) => seconds(sorted[index] ?? 0);
  return `${at(0)} - ${at(Math.floor(sorted.length / 2))} - ${at(sorted.length - 1)}`;
}
