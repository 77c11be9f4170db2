import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { StringDecoder } from 'node:string_decoder';
import { ActionError } from '../errors.ts';
import { cancelled } from './cancellation.ts';
import { killGroup, living, markChild, signalGroup } from './children.ts';
import { findProgram } from './programs.ts';

export type RunOptions = {
  readonly cwd?: string;
  /** Added to (or, when `undefined`, removed from) the job's environment; see `childEnvironment`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** With it, only variables of the job with a name that matches reach the program. */
  readonly keepEnv?: RegExp;
  readonly input?: string | Uint8Array;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Kills what the program has left running in its process group when it ends by itself. */
  readonly killLeftovers?: boolean;
  /** Starts although the job is cancelled: for what undoes earlier work in no time. */
  readonly cleanup?: boolean;
  /** Takes the processors only where nothing else wants them: for work that another program must not wait for. */
  readonly background?: boolean;
  /** Complete lines as they arrive, without their line end. */
  readonly onStdoutLine?: (line: string) => void;
  readonly onStderrLine?: (line: string) => void;
  /** Raw bytes as they arrive; with it nothing of stdout is kept. */
  readonly onStdout?: (chunk: Buffer) => void;
  /** How much of each stream is kept in the result; the tail is dropped. Default 16 MiB. */
  readonly maxBytes?: number;
};

export type RunResult = {
  readonly command: string;
  readonly args: readonly string[];
  /** `null` when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
  readonly timedOut: boolean;
  readonly ms: number;
};

const KEEP_BYTES = 16 * 1024 * 1024;

/**
 * The environment for a child: ours, less what would let code of a pull request act as this step (inputs such as
 * tokens, the runner's command files, cache and OIDC credentials).
 */
export function childEnvironment(
  parent: Readonly<Record<string, string | undefined>>,
  changes: Readonly<Record<string, string | undefined>> = {},
  keep = /^/,
): Record<string, string> {
  const withheld =
    /^(INPUT_|STATE_|ACTIONS_(RUNTIME|RESULTS|CACHE|ID_TOKEN)_|GITHUB_(ENV|PATH|OUTPUT|STATE|STEP_SUMMARY|TOKEN)$)/i;
  const kept = Object.entries(parent).filter(([name]) => !withheld.test(name) && keep.test(name));
  const merged = { ...Object.fromEntries(kept), ...changes };
  return Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/**
 * Runs a program from an argument array (never through a shell) in its own process group, which is killed as a whole
 * on time-out and on cancel. A bare name is looked for on PATH, but not in the checkout (`findProgram`). Resolves for every exit code; rejects only when the program cannot be started, which nothing
 * can once the job is cancelled.
 */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  if (!options.cleanup) cancelled.throwIfAborted();
  const started = performance.now();
  const windows = process.platform === 'win32';
  const program = /[\\/]/.test(command) ? command : findProgram(command, options.env?.PATH);
  if (program === undefined) throw startFailure(command, NOT_ON_PATH);
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: {
      ...childEnvironment(process.env, options.env, options.keepEnv),
      ...(options.cleanup ? {} : markChild(process.env)),
    },
    detached: !windows,
    windowsHide: true,
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  living.add(child);
  if (options.background && child.pid !== undefined) giveWay(child.pid);

  let timedOut = false;
  const timer = options.timeoutMs
    ? setTimeout(() => {
        timedOut = true;
        killGroup(child);
      }, options.timeoutMs)
    : undefined;
  const onAbort = () => killGroup(child);
  if (options.signal?.aborted) onAbort();
  options.signal?.addEventListener('abort', onAbort, { once: true });

  try {
    const stdout = new Capture(options.maxBytes ?? KEEP_BYTES, options.onStdoutLine);
    const stderr = new Capture(options.maxBytes ?? KEEP_BYTES, options.onStderrLine);
    child.stdout?.on('data', options.onStdout ?? ((chunk: Buffer) => stdout.add(chunk)));
    child.stderr?.on('data', (chunk: Buffer) => stderr.add(chunk));
    if (options.input !== undefined) {
      child.stdin?.on('error', ignoreClosedPipe);
      child.stdin?.end(options.input);
    }
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.once('error', (cause) => reject(startFailure(command, cause)));
      child.once('close', (exitCode, exitSignal) => resolve([exitCode, exitSignal]));
    });
    return {
      command,
      args,
      code,
      signal,
      stdout: stdout.end(),
      stderr: stderr.end(),
      truncated: stdout.truncated || stderr.truncated,
      timedOut,
      ms: performance.now() - started,
    };
  } finally {
    if (options.killLeftovers && child.pid !== undefined && !windows) signalGroup(child.pid, 'SIGKILL');
    living.delete(child);
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', onAbort);
  }
}

/** Like `run`, but anything else than exit code 0 is an ActionError that shows the command and the end of its output. */
export async function runChecked(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const result = await run(command, args, options);
  if (result.code === 0) return result;
  const tail = (result.stderr.trim() || result.stdout.trim()).split('\n').slice(-20).join('\n');
  throw new ActionError(
    `\`${[command, ...args].join(' ').slice(0, 400)}\` ${describeExit(result)}.\n${tail}`,
  );
}

/** How a process ended, as words: `exited with code 2`, `was killed by SIGKILL`, `timed out after 10.0 s`. */
export function describeExit(result: Pick<RunResult, 'code' | 'signal' | 'timedOut' | 'ms'>): string {
  if (result.timedOut) return `timed out after ${(result.ms / 1_000).toFixed(1)} s`;
  return result.code === null ? `was killed by ${result.signal}` : `exited with code ${result.code}`;
}

function giveWay(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or this whole job runs at a lower priority still.
  }
}

/** Never left to the system: on Windows that looks into the working directory first, which is the checkout. */
const NOT_ON_PATH = Object.assign(new Error('It is not on PATH, or only inside of the checkout.'), {
  code: 'ENOENT',
});

function startFailure(command: string, cause: Error): ActionError {
  const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
  const message = missing
    ? `\`${command}\` was not found (or its working directory does not exist).`
    : `\`${command}\` could not be started.`;
  return new ActionError(message, { cause });
}

/** EPIPE only says that the child did not read all of its input; its exit code tells the rest. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** Keeps the head of a stream and hands out complete lines; multi-byte characters may span chunks. */
class Capture {
  truncated = false;
  readonly #chunks: Buffer[] = [];
  readonly #decoder = new StringDecoder('utf8');
  readonly #limit: number;
  readonly #onLine: ((line: string) => void) | undefined;
  #size = 0;
  #partial = '';

  constructor(limit: number, onLine: ((line: string) => void) | undefined) {
    this.#limit = limit;
    this.#onLine = onLine;
  }

  add(chunk: Buffer): void {
    const room = this.#limit - this.#size;
    if (chunk.length > room) this.truncated = true;
    if (room > 0) this.#chunks.push(chunk.subarray(0, room));
    this.#size += Math.min(chunk.length, Math.max(0, room));
    if (this.#onLine) this.#emit(this.#decoder.write(chunk));
  }

  end(): string {
    if (this.#onLine) {
      this.#emit(this.#decoder.end());
      if (this.#partial) this.#onLine(this.#partial);
    }
    return Buffer.concat(this.#chunks).toString('utf8');
  }

  #emit(text: string): void {
    const lines = (this.#partial + text).split('\n');
    this.#partial = lines.pop() ?? '';
    for (const line of lines) this.#onLine?.(line.endsWith('\r') ? line.slice(0, -1) : line);
  }
}
