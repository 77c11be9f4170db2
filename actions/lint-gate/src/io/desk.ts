import { type RunOptions, type RunResult, run } from '@go-actions/action-kit';

/** What every check works with: where, until when, and with which settings. */
export type Desk = {
  readonly root: string;
  readonly temp: string;
  readonly signal: AbortSignal;
  /** On the clock of `performance.now()`. */
  readonly deadline: number;
};

const KEEP_BYTES = 256 * 1024 * 1024;

/** Runs a tool until it ends or the gate's time is up; colours off, everything else as the job has it. */
export function runTool(
  desk: Desk,
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<RunResult> {
  return run(command, args, {
    maxBytes: KEEP_BYTES,
    ...options,
    env: { NO_COLOR: '1', ...options.env },
    signal: desk.signal,
    timeoutMs: Math.max(1, Math.round(desk.deadline - performance.now())),
  });
}
