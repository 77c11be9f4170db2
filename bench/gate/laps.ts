import { table } from '@go-actions/action-kit';
import { seconds } from '../fresh-runner/seconds.ts';

/** One run of a contender's gate: until its verdict, and how long each step took (milliseconds). Round 0 has no caches. */
export type Lap = {
  readonly name: string;
  readonly round: number;
  readonly verdictMs: number;
  readonly times: Readonly<Record<string, number>>;
};

/** The first run; fastest, median and slowest of the later ones and of each of their steps; the ratios, round by round. */
export function renderLaps(laps: readonly Lap[]): string {
  const tables = [...Map.groupBy(laps, ({ name }) => name)].map(([name, mine]) => {
    const first = mine.filter(({ round }) => round === 0);
    const warm = mine.filter(({ round }) => round > 0);
    const both = (read: (lap: Lap) => number) =>
      `${spread(warm.map(read))}; first run ${spread(first.map(read))}`;
    const titles = Object.keys(mine[0]?.times ?? {});
    return [
      `${name}: start to verdict ${both(({ verdictMs }) => verdictMs)}`,
      ...titles.map((title) => `  ${title.padEnd(22)} ${both(({ times }) => times[title] ?? 0)}`),
    ].join('\n');
  });
  const sorted = ratios(laps.filter(({ round }) => round > 0)).map((ratio) => ratio.toFixed(2));
  if (sorted.length === 0) return tables.join('\n\n');
  const [first = 0] = ratios(laps.filter(({ round }) => round === 0));
  return [
    ...tables,
    `ours / peers, round by round, sorted: ${sorted.join(' ')}; first run ${first.toFixed(2)}`,
  ].join('\n\n');
}

/** The rows of the README: each repository with caches and without. */
export function renderGateTable(results: ReadonlyMap<string, readonly Lap[]>): string {
  const rows = [...results].flatMap(([repository, laps]) =>
    [true, false].map((warm) => {
      const counted = laps.filter(({ round }) => round > 0 === warm);
      const times = (name: string) =>
        spread(counted.filter((lap) => lap.name === name).map(({ verdictMs }) => verdictMs));
      const all = ratios(counted);
      const ratio = all[Math.floor(all.length / 2)]?.toFixed(2) ?? '–';
      return [
        `${repository}, ${warm ? 'restored caches' : 'first run'}`,
        times('ours'),
        times('peers'),
        ratio,
      ];
    }),
  );
  return table(['', 'go-actions', 'the usual actions', 'ratio'], rows);
}

/** Ours divided by theirs in each round, sorted. */
function ratios(laps: readonly Lap[]): number[] {
  const ours = laps.filter(({ name }) => name === 'ours');
  return ours
    .flatMap(({ round, verdictMs }) => {
      const theirs = laps.find((lap) => lap.name === 'peers' && lap.round === round);
      return theirs ? [verdictMs / theirs.verdictMs] : [];
    })
    .sort((a, b) => a - b);
}

function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number) => seconds(sorted[index] ?? 0);
  if (sorted.length < 2) return sorted.length === 0 ? '–' : at(0);
  return `${at(0)} – ${at(Math.floor(sorted.length / 2))} – ${at(sorted.length - 1)}`;
}
