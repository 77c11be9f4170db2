import { formatBytes } from '@go-actions/action-kit';
import { seconds } from '../fresh-runner/seconds.ts';
import { type Round, totalMs } from './round.ts';

export type Standing = { readonly name: string; readonly rounds: readonly Round[]; readonly stored: number };

type Measure = (round: Round) => number;

/** The printed result: per contender the times, bytes and cached tests, then our ratios to each of the others. */
export function renderStandings(standings: readonly Standing[]): string {
  const head = [
    'contender',
    'jobs',
    'summed',
    'median',
    'min - max',
    'own',
    'down',
    'up',
    'stored',
    'cached',
  ];
  const rows = standings.map(({ name, rounds, stored }) => {
    const totals = rounds.map(totalMs).sort((a, b) => a - b);
    return [
      name,
      String(rounds.length),
      seconds(sum(rounds, totalMs)),
      seconds(median(totals)),
      `${seconds(totals[0] ?? 0)} - ${seconds(totals.at(-1) ?? 0)}`,
      seconds(median(rounds.map(ownMs))),
      formatBytes(sum(rounds, ({ down }) => down)),
      formatBytes(sum(rounds, ({ up }) => up)),
      formatBytes(stored),
      `${sum(rounds, ({ cached }) => cached)} of ${sum(rounds, ({ packages }) => packages)}`,
    ];
  });
  return `${align([head, ...rows])}\n\n${renderRatios(standings)}`;
}

/** Ratios pair by pair within a round, so that what slows the computer for a while slows both. */
function renderRatios(standings: readonly Standing[]): string {
  const [ours] = standings.filter(({ name }) => name === 'ours');
  if (!ours) return '';
  const head = [
    'ours divided by',
    'pairs',
    'summed',
    'job, min-median-max',
    'own part',
    'main',
    'down',
    'stored',
  ];
  const rows = standings
    .filter((other) => other !== ours)
    .map((other) => {
      const pairs = ours.rounds.flatMap((mine) => {
        const theirs = other.rounds.find(({ number }) => number === mine.number);
        return theirs ? [{ mine, theirs }] : [];
      });
      const spread = (measure: Measure) =>
        pairs.map(({ mine, theirs }) => measure(mine) / measure(theirs)).sort((a, b) => a - b);
      const whole = (measure: Measure) =>
        pairs.reduce((all, { mine }) => all + measure(mine), 0) /
        pairs.reduce((all, { theirs }) => all + measure(theirs), 0);
      const hasAction = sum(other.rounds, ownMs) > sum(other.rounds, totalMs) / 1_000;
      return [
        other.name,
        String(pairs.length),
        ratio(whole(totalMs)),
        showSpread(spread(totalMs)),
        hasAction ? showSpread(spread(ownMs)) : '-',
        hasAction ? showSpread(spread(({ mainMs }) => mainMs)) : '-',
        ratio(whole(({ down }) => down)),
        // A contender of some rounds only has saved less often than we have.
        pairs.length === ours.rounds.length ? ratio(ours.stored / other.stored) : '-',
      ];
    });
  return align([head, ...rows]);
}

/** What the action itself took: its main and post phases. Without an action it is less than a thousandth of the job. */
const ownMs: Measure = ({ mainMs, postMs }) => mainMs + postMs;

const sum = (rounds: readonly Round[], measure: Measure): number =>
  rounds.reduce((all, round) => all + measure(round), 0);

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function showSpread(sorted: readonly number[]): string {
  return [sorted[0], median(sorted), sorted.at(-1)].map((value) => ratio(value ?? Number.NaN)).join('-');
}

/** `-` where there is nothing to divide by: no cache moves no bytes. */
export const ratio = (value: number): string => (Number.isFinite(value) ? value.toFixed(2) : '-');

export function align(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join('  '),
    )
    .join('\n');
}
