import { readFileSync, statSync } from 'node:fs';
import * as core from '@actions/core';
import { describeJob, type JobContext } from '../context.ts';
import { ActionError, describeError, InputError } from '../errors.ts';
import { collectInputs, InputReader } from '../input-reader.ts';
import { cancelJob, cancelled } from './cancellation.ts';
import { killChildren } from './children.ts';
import { debug, mask, warning } from './log.ts';
import { pauseMatchers } from './matchers.ts';
import { finishSummary, loadState, saveState } from './runner-files.ts';

/** What a step concludes: nothing when all is well, or one sentence that says why the step is red. */
export type Conclusion = { readonly failure: string } | undefined;

/** What main and post are given beside their inputs. */
export type Job = {
  readonly context: JobContext;
  /** Aborted when the job is cancelled: stop starting work, report what is known. */
  readonly signal: AbortSignal;
};

/** What one phase needs of the inputs, and what it does with them. */
type Phase<Name extends string, Inputs, Result> = {
  readonly readInputs: (input: InputReader) => Inputs;
} & { readonly [name in Name]: (inputs: Inputs, job: Job) => Promise<Result> };

/**
 * The modules of an action's phases, each loaded when its turn comes: code that only main needs would cost every post its
 * start. In the entry, `webpackMode: "eager"` keeps them in the one file that a bundle is.
 */
export type Action<Inputs, PostInputs> = {
  readonly main: () => Promise<Phase<'main', Inputs, Conclusion>>;
  /** Undoes or saves something after the job; it can warn, but never turn a green job red. */
  readonly post?: () => Promise<Phase<'post', PostInputs, void>>;
};

const PHASE = 'go-actions-phase';
const CANCEL_MS = 1_600;
const EVENT_LIMIT = 32 * 1024 * 1024;

/** Runs an action: main the first time, post when main has saved its flag. */
export async function runAction<Inputs, PostInputs>(action: Action<Inputs, PostInputs>): Promise<void> {
  await runPhase(action, loadState<string>(PHASE) === 'main');
}

/**
 * Runs the post phase of an action whose action.yml names a file of its own for it: whatever has become of main, it is never
 * run in its place (the runner starts post also when main was killed before it could save its flag).
 */
export async function runPost<PostInputs>(
  post: NonNullable<Action<never, PostInputs>['post']>,
): Promise<void> {
  await runPhase<never, PostInputs>({ main: () => Promise.reject(new Error('no main here')), post }, true);
}

/**
 * The only place where a throw becomes a result, and the only one that ends the process. A main phase is green when it has
 * come to its end, never because the process did.
 */
async function runPhase<Inputs, PostInputs>(
  action: Action<Inputs, PostInputs>,
  isPost: boolean,
): Promise<void> {
  const say = isPost ? warning : fail;
  let ended = false;
  const quit = async (last: () => void | Promise<void>): Promise<void> => {
    if (ended) return;
    ended = true;
    await last();
    await drained(process.stdout);
    process.exit();
  };
  const finish = () => killChildren().then(finishSummary);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => cancel(signal, (sentence) => void quit(() => say(sentence))));
  // Node would print it as it is, with whatever others have put into its message.
  process.on('uncaughtException', (error) => {
    void quit(() => {
      report(error, say);
      return finish();
    });
  });
  process.on('exit', () => {
    if (!ended) say('The action stopped before its work had ended: nothing was left that could end it.');
    if (isPost) process.exitCode = 0;
  });
  const resumeMatchers = isPost ? () => undefined : pauseMatchers();
  try {
    if (!isPost) saveState(PHASE, 'main');
    const reader = new InputReader(process.env, mask, { get: core.getInput });
    const openJob = (): Job => ({
      context: describeJob(process.env, readEvent(), process.cwd()),
      signal: cancelled,
    });
    if (isPost) {
      const phase = await action.post?.();
      await phase?.post(collectInputs(phase.readInputs, reader), openJob());
    } else {
      const { readInputs, main } = await action.main();
      const inputs = collectInputs(readInputs, reader);
      for (const text of reader.warnings) warning(text);
      const conclusion = await main(inputs, openJob());
      if (conclusion) fail(conclusion.failure);
    }
  } catch (error) {
    // Bad inputs are as bad as they were in main, which has said so.
    if (isPost && error instanceof InputError) debug(error.message);
    else report(error, say);
  }
  await quit(() => {
    resumeMatchers();
    return finish();
  });
}

/**
 * Ends what runs, and the process itself if the phase has not ended by then: the runner kills a step 2.5 s after SIGTERM
 * (`ProcessInvoker.cs`), and what it kills has said nothing.
 */
function cancel(signal: NodeJS.Signals, quit: (sentence: string) => void): void {
  if (cancelled.aborted) return;
  cancelJob(signal);
  void killChildren();
  setTimeout(() => quit(`The job was cancelled (${signal}) before the work could end.`), CANCEL_MS);
}

/** The step is red, and its last annotation says why. */
function fail(message: string): void {
  core.setFailed(message);
}

function report(error: unknown, say: (message: string) => void): void {
  if (error instanceof InputError) {
    say(error.complaints.join('\n'));
    return;
  }
  // What a cancel has interrupted fails in its own words: `go` was killed, an answer did not come.
  const first = cancelled.aborted && error !== cancelled.reason ? `${describeError(cancelled.reason)}\n` : '';
  say(first + describeError(error));
  if (!(error instanceof ActionError) && error instanceof Error) debug(error.stack ?? error.message);
}

function readEvent(): Record<string, unknown> {
  const path = process.env.GITHUB_EVENT_PATH;
  if (!path) return {};
  try {
    if (statSync(path).size > EVENT_LIMIT)
      throw new ActionError(`The event payload is larger than ${EVENT_LIMIT} bytes.`);
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}; // `schedule` in some engines has no payload
    throw error;
  }
}

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}
