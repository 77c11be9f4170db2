import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError, runChecked } from '@go-actions/action-kit';
import { type CacheService, type Job, startCacheService } from '@go-actions/test-kit';
import type { Contender } from './contenders.ts';
import { raceRestores } from './restores.ts';
import { countTests, describeRound, type Round } from './round.ts';
import type { Runner } from './runner.ts';
import { renderStandings } from './table.ts';
import { inTurn } from './turn.ts';

/** What a hosted runner sees of the cache service, roughly. */
const SERVICE = { latencyMs: 5, bytesPerSecond: 250e6 };

export type RaceOptions = {
  readonly commands: readonly (readonly string[])[];
  /** A build cache that the very first job starts from. */
  readonly seed: string | undefined;
  /** No round starts later than this, in milliseconds since the start. */
  readonly limitMs: number;
  /** Contenders without any cache take part in every n-th round only. */
  readonly sample: number;
  readonly lock: string | undefined;
};

/** What every contender runs once in a round: a commit, and perhaps a file of it that gets another line. */
export type Task = { readonly commit: string; readonly edit?: string };

export type Scene = { readonly title: string; readonly tasks: readonly Task[] };

/** How often our restore is compared with that of a tar of the same files, at the first task's commit. */
type Restores = { readonly restores: number };

export type Seat = { readonly contender: Contender; readonly service: CacheService; replaced: number };

/**
 * The same jobs for every contender, in turn within each round, each over a cache service of its own. The first task is run
 * once before all others, to fill the caches; that job is not counted. Each scene ends with its standings.
 */
export async function race(
  runner: Runner,
  contenders: readonly Contender[],
  scenes: readonly Scene[],
  options: RaceOptions & Restores,
): Promise<void> {
  const started = performance.now();
  const seats: Seat[] = [];
  try {
    for (const contender of contenders)
      seats.push({ contender, service: await startCacheService(SERVICE), replaced: 0 });
    await playRound(
      runner,
      seats,
      { number: 0, task: { commit: scenes[0]?.tasks[0]?.commit ?? '' } },
      options,
    );
    const ours = seats.find(({ contender: { name } }) => name === 'ours');
    if (ours && options.restores > 0)
      await raceRestores(runner, ours, scenes[0]?.tasks[0]?.commit ?? '', options);
    let number = 0;
    for (const { title, tasks } of scenes) {
      console.log(`\n## ${title}\n`);
      const rounds: Round[] = [];
      for (const task of tasks) {
        if (performance.now() - started > options.limitMs) break;
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

type Turn = { readonly number: number; readonly task: Task };

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
      const bare = !seat.contender.action && !seat.contender.persistent;
      if (bare && (number === 0 || (number - 1) % options.sample > 0)) continue;
      const round = await runJob(runner, seat, turn, options);
      rounds.push(round);
      const label = number === 0 ? 'fill' : `#${number}`.padEnd(4);
      console.log(`${label} ${task.commit.slice(0, 9)} ${describeRound(round)}`);
    }
    return rounds;
  });
}

async function runJob(runner: Runner, seat: Seat, turn: Turn, options: RaceOptions): Promise<Round> {
  const { contender, service } = seat;
  const { number, task } = turn;
  const job = await runner.start(contender, task.commit, service);
  if (task.edit) await editFile(runner.workspace, task.edit, number);
  if (number === 0) await prepareFirst(runner, contender, options.seed);
  service.forget();
  const mainMs = await timed(async () => {
    if (!contender.action) return;
    const { code, stdout } = await job.uses(contender.action, contender.inputs);
    if (code !== 0) throw new ActionError(`${contender.name} is red:\n${stdout.slice(-2_000)}`);
  });
  if (number === 0 && !contender.persistent) await runner.copyBuildCache();
  let output = '';
  const commandsMs = await timed(async () => {
    for (const command of options.commands) output += await runCommand(job, command);
  });
  const postMs = await timed(async () => void (await job.finish()));
  await runner.finish(contender);
  const [down, up] = [service.bytes('download'), service.bytes('upload')];
  if (contender.newestOnly) seat.replaced += dropOlderEntries(service);
  return { number, name: contender.name, mainMs, commandsMs, postMs, ...countTests(output), down, up };
}

async function prepareFirst(runner: Runner, { persistent }: Contender, seed: string | undefined) {
  if (!persistent) await runner.copyModules();
  else if (seed) await runner.seed(seed);
}

/** A commit of its own, as a pull request would have it, so that the file is tracked and clean. */
async function editFile(workspace: string, file: string, number: number): Promise<void> {
  await appendFile(join(workspace, file), `\nvar _ = "round ${number}"\n`);
  const author = ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost'];
  await runChecked('git', [...author, 'commit', '--quiet', '-am', `round ${number}`], { cwd: workspace });
}

/** Red commands are part of a history; one that cannot be run is not. */
async function runCommand(job: Job, [program = '', ...args]: readonly string[]): Promise<string> {
  const { stdout, stderr, code } = await job.run(program, args);
  if (code !== 0 && !/^(FAIL|ok)\s/m.test(stdout))
    throw new ActionError(`\`${program} ${args[0]}\` failed:\n${stderr.slice(-2_000)}`);
  return stdout;
}

function dropOlderEntries(service: CacheService): number {
  const older = service.entries().slice(0, -1);
  const bytes = older.reduce((sum, entry) => sum + (entry.bytes?.length ?? 0), 0);
  service.evict((entry) => older.includes(entry));
  return bytes;
}

export async function timed(body: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await body();
  return performance.now() - started;
}
