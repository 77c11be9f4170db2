import type { CheckName } from './check-list.ts';
import type { Finding, RawFinding } from './finding.ts';

/** Why a check has no verdict. `config`: something to correct in the repository or the step; `crash`: the tool failed. */
export type Problem = {
  readonly kind: 'config' | 'install' | 'crash' | 'timeout';
  readonly message: string;
};

/** What running one check in one module gave. A problem never stands for "no findings". */
export type Answer =
  | { readonly findings: readonly RawFinding[]; readonly problem?: Problem | undefined }
  | { readonly skipped: string };

/** The answer of one check in one module, with its findings in their places. */
export type Outcome = {
  readonly check: CheckName;
  readonly module: string;
  readonly ms: number;
  readonly findings: readonly Finding[];
  readonly problem?: Problem | undefined;
  readonly skipped?: string | undefined;
};

export const EXIT_CLASSES = ['clean', 'issues', 'timeout', 'crash', 'install', 'config'] as const;
export type ExitClass = (typeof EXIT_CLASSES)[number];

/** How a process ended, as far as it matters here. */
export type Ending = {
  readonly code: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
  readonly truncated: boolean;
  readonly ms: number;
};

/**
 * The problem of a process that did not end by itself, or whose output did not fit: whatever it printed is no result then.
 * `undefined` when its exit code may be read.
 */
export function judgeEnding(tool: string, ending: Ending): Problem | undefined {
  if (ending.timedOut) {
    return {
      kind: 'timeout',
      message: `${tool} was stopped after ${(ending.ms / 1_000).toFixed(0)} s: \`timeout\` was reached.`,
    };
  }
  if (ending.code === null) {
    const memory = ending.signal === 'SIGKILL' ? ' (the system does that when memory runs out)' : '';
    return { kind: 'crash', message: `${tool} was killed by ${ending.signal}${memory}.` };
  }
  if (ending.truncated) return { kind: 'crash', message: `${tool} printed more than can be read.` };
  return undefined;
}

/** A crash with the last lines that the tool printed. */
export function crash(tool: string, ending: Pick<Ending, 'code'>, output: string): Problem {
  return {
    kind: 'crash',
    message: `${tool} exited with code ${ending.code} and gave no result.${tail(output)}`,
  };
}

/** The end of a tool's output, on lines of its own; empty when there is none. */
export function tail(output: string, lines = 12): string {
  const text = output.trim().split('\n').slice(-lines).join('\n').slice(-2_000);
  return text && `\n${text}`;
}
