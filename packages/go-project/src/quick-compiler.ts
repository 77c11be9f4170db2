import type { InputReader } from '@go-actions/action-kit';
import { splitGoFlags } from './go-flags.ts';

const MiB = 1024 ** 2;
const LIMIT = 768 * MiB;

/**
 * Settings under which Go's compiler and linker build programs whose needs are known. They spend much of their time on
 * collecting garbage otherwise, and are gone before that would pay: hardly a process of theirs reaches the limit.
 */
export const QUICK_COMPILER = { GOGC: 'off', GOMEMLIMIT: `${LIMIT / MiB}MiB` } as const;

/** The job's own settings of Go's garbage collector. */
export type Collector = { readonly GOGC: string | undefined; readonly GOMEMLIMIT: string | undefined };

export const readCollector = (input: Pick<InputReader, 'env'>): Collector => ({
  GOGC: input.env('GOGC'),
  GOMEMLIMIT: input.env('GOMEMLIMIT'),
});

/** What a job has for the go command, which starts one compiler for each processor. */
export type Room = { readonly memoryBytes: number; readonly processors: number };

/** `QUICK_COMPILER` for code of any size: where half of the memory is enough, and the job has no settings of its own. */
export function quickCompiler(
  { GOGC, GOMEMLIMIT }: Collector,
  { memoryBytes, processors }: Room,
): Readonly<Record<string, string>> {
  return GOGC || GOMEMLIMIT || memoryBytes < 2 * LIMIT * processors ? {} : QUICK_COMPILER;
}

/**
 * Gives settings to the compiler and the linker alone, for commands that also run what they compile. A flag of `goFlags` that
 * starts tools in another way stays. What is compiled is the same, and is found again without the flag: a tool that is started
 * so tells the same version, which alone stands in Go's keys (cmd/go/internal/work, `toolID`).
 */
export function toolexecFlag(
  settings: Readonly<Record<string, string>>,
  goFlags: string,
  program: string | undefined,
): string[] {
  const words = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const taken = splitGoFlags(goFlags).some((flag) => /^--?toolexec(=|$)/.test(flag));
  return words.length === 0 || taken || !program ? [] : [`-toolexec=${[program, ...words].join(' ')}`];
}
