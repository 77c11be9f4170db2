import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError, runChecked } from '@go-actions/action-kit';
import type { CacheService, Job } from '@go-actions/test-kit';
import type { Runner } from '../fresh-runner/runner.ts';
import type { Contender } from './contenders.ts';
import { countTests, type Round } from './round.ts';

/** What every contender runs once in a round: a commit, and perhaps a file of it that gets another line. */
export type Task = { readonly commit: string; readonly edit?: string };

/** Number 0 fills the caches. */
export type Turn = { readonly number: number; readonly task: Task };

export type JobOptions = {
  readonly commands: readonly (readonly string[])[];
  /** Where the build cache of the very first job lies, or will lie, between runs. */
  readonly seed: string | undefined;
};

/** A contender, the cache service that is its own, and the bytes of entries that were dropped from it. */
export type Seat = { readonly contender: Contender; readonly service: CacheService; replaced: number };

/** One job of one contender, timed by its phases. */
export async function runJob(runner: Runner, seat: Seat, turn: Turn, options: JobOptions): Promise<Round> {
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
  if (number === 0 && !contender.persistent) await runner.copyBuildCache(job);
  let output = '';
  const commandsMs = await timed(async () => {
    for (const command of options.commands) output += await runCommand(job, command);
  });
  const postMs = await timed(async () => void (await job.finish()));
  if (number === 0 && contender.persistent && options.seed) await runner.leaveSeed(options.seed);
  await runner.finish(contender);
  const [down, up] = [service.bytes('download'), service.bytes('upload')];
  if (contender.newestOnly) seat.replaced += dropOlderEntries(service);
  return { number, name: contender.name, mainMs, commandsMs, postMs, ...countTests(output), down, up };
}

async function prepareFirst(runner: Runner, { persistent }: Contender, seed: string | undefined) {
  if (!persistent) await runner.copyModules();
  else if (seed) await runner.useSeed(seed);
}

/**
 * A commit of its own, as a pull request would have it, so that the file is tracked and clean. The line is code that the
 * linker has to keep: an unused variable would leave the test's binary as it was, and its result cached.
 */
async function editFile(workspace: string, file: string, number: number): Promise<void> {
  await appendFile(
    join(workspace, file),
    `\nvar Round${number} = append([]byte(nil), "round ${number}"...)\n`,
  );
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
