import { setTimeout as wait } from 'node:timers/promises';
import {
  ActionError,
  describeExit,
  info,
  type RunOptions,
  type RunResult,
  run,
} from '@go-actions/action-kit';

const ATTEMPTS = 3;
const FIRST_WAIT_MS = 1_000;
const SHOWN_LINES = 6;

/** A program by what it is given and how it ends. */
export type Program = (
  args: readonly string[],
  options: RunOptions & { readonly signal: AbortSignal },
) => Promise<RunResult>;

/** One piece of work on a registry, done by a program. */
export type RegistryTask<T> = {
  /** What is done, as `Pushing ghcr.io/team/app@sha256:…`. */
  readonly what: string;
  /** A path; or something else that acts as the program does, for proofs. */
  readonly command: string | Program;
  readonly args: readonly string[];
  readonly options: RunOptions & { readonly signal: AbortSignal };
  /** What an end of the program means; `undefined` is not known, and worth another try. */
  readonly judge: (result: RunResult) => T | undefined;
  /** Asked after every unclear end: whether the work is done all the same, since only its answer may have been lost. */
  readonly settle?: () => Promise<T | undefined>;
};

/**
 * Runs the program until its end can be judged, at most three times: what passes by (5xx, 429, a connection that is reset or
 * cut, a token that expired) is survived by another run, with a new login. Throws with the program's last words otherwise.
 */
export async function persist<T>(task: RegistryTask<T>): Promise<T> {
  const { signal } = task.options;
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    const result = await (typeof task.command === 'string'
      ? run(task.command, task.args, task.options)
      : task.command(task.args, task.options));
    signal.throwIfAborted();
    const judged = task.judge(result) ?? (await task.settle?.());
    if (judged !== undefined) return judged;
    const words = lastWords(result);
    if (attempt === ATTEMPTS) throw failure(task, result, words);
    info(`${task.what}: ${flat(describeExit(result))}; trying again (${attempt} of ${ATTEMPTS - 1}).`);
    await wait(FIRST_WAIT_MS * 2 ** (attempt - 1), undefined, { signal }).catch(() =>
      signal.throwIfAborted(),
    );
  }
}

function failure({ what }: { what: string }, result: RunResult, words: string): ActionError {
  return new ActionError(`${what} failed ${ATTEMPTS} times: the program ${describeExit(result)}.\n${words}`);
}

/** What a program said last, without the dump of requests that `-v` adds. */
function lastWords({ stderr, stdout }: RunResult): string {
  const lines = (stderr.trim() || stdout.trim()).split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => /^error:|error during command execution|failed/i.test(line));
  return (errors.length > 0 ? errors : lines)
    .slice(-SHOWN_LINES)
    .map((line) => line.slice(0, 1_000))
    .join('\n');
}

const flat = (text: string): string => text.replace(/\s+/g, ' ');
