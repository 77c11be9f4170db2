import { type RunOptions, type RunResult, run } from '@go-actions/action-kit';
import type { RunContext } from '../context.ts';

const KEEP_BYTES = 256 * 1024 * 1024;

/** Runs a tool until it ends or the gate's time is up; colours off, everything else as the job has it. */
export function runTool(
  { signal, deadline }: RunContext,
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<RunResult> {
  return run(command, args, {
    maxBytes: KEEP_BYTES,
    ...options,
    env: { NO_COLOR: '1', ...options.env },
    signal,
    timeoutMs: Math.max(1, Math.round(deadline - performance.now())),
  });
}
