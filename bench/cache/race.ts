import { startCacheService } from '@go-actions/test-kit';
import type { Runner } from '../fresh-runner/runner.ts';
import type { Contender } from './contenders.ts';
import { raceIdle } from './idle.ts';
import { type JobOptions, runJob, type Seat, type Task, type Turn } from './job.ts';
import { raceRestores } from './restores.ts';
import { describeRound, type Round } from './round.ts';
import { renderStandings } from './table.ts';
import { inTurn } from './turn.ts';

/** What a hosted runner sees of the cache service, roughly. */
const SERVICE = { latencyMs: 5, bytesPerSecond: 250e6 };

type RaceOptions = JobOptions & {
  /** How often our restore is compared with that of a tar of the same files, at the first commit. */
  readonly restores: number;
  /** How often our step is compared with setup-go's where neither has anything to do. */
  readonly idle: number;
  /** No round starts later than this, in milliseconds since the start. */
  readonly limitMs: number;
  /** Contenders that take part in every n-th round only. */
  readonly sample: ReadonlyMap<string, number>;
  readonly lock: string | undefined;
};

export type Scene = { readonly title: string; readonly tasks: readonly Task[] };

/**
 * The same jobs for every contender, in turn within each round, each over a cache service of its own. The first commit is run
 * once before all others, to fill the caches; that job is not counted. Each scene ends with its standings.
 */
export async function race(
  runner: Runner,
  contenders: readonly Contender[],
  { first, scenes }: { readonly first: string; readonly scenes: readonly Scene[] },
  options: RaceOptions,
): Promise<void> {
  const started = performance.now();
  let interrupted = false;
  process.once('SIGINT', () => {
    interrupted = true;
    console.log('     the standings come after this round');
  });
  const seats: Seat[] = [];
  try {
    for (const contender of contenders)
      seats.push({ contender, service: await startCacheService(SERVICE), replaced: 0 });
    await playRound(runner, seats, { number: 0, task: { commit: first } }, options);
    const ours = seats.find(({ contender: { name } }) => name === 'ours');
    if (ours && options.restores > 0) await raceRestores(runner, ours, first, options);
    if (options.idle > 0) await raceIdle(runner, seats, first, options);
    let number = 0;
    for (const { title, tasks } of scenes) {
      if (tasks.length === 0) continue; // `--rounds 0`: only what came first was wanted
      console.log(`\n## ${title}\n`);
      const rounds: Round[] = [];
      for (const task of tasks) {
        if (interrupted || performance.now() - started > options.limitMs) break;
        rounds.push(...(await playRound(runner, seats, { number: ++number, task }, options)));
      }
      const standings = seats.map(({ contender: { name }, service, replaced }) => ({
        name,
        rounds: rounds.filter((round) => round.name === name),
        stored: service.stored() + replaced,
      }));
      console.log(`\n${renderStandings(standings)}`);
    }
  } finally {
    for (const { service } of seats) await service[Symbol.asyncDispose]();
  }
}

async function playRound(
  runner: Runner,
  seats: readonly Seat[],
  turn: Turn,
  options: RaceOptions,
): Promise<Round[]> {
  const { number, task } = turn;
  return inTurn(options.lock, async () => {
    const rounds: Round[] = [];
    for (const seat of seats) {
      const { name, action, persistent } = seat.contender;
      const hasCache = action !== undefined || persistent === true;
      if (number === 0 ? !hasCache : (number - 1) % (options.sample.get(name) ?? 1) > 0) continue;
      const round = await runJob(runner, seat, turn, options);
      rounds.push(round);
      const label = number === 0 ? 'fill' : `#${number}`.padEnd(4);
      console.log(`${label} ${task.commit.slice(0, 9)} ${describeRound(round)}`);
    }
    return rounds;
  });
}
