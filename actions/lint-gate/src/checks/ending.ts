import { type Problem, problem, type RawFinding } from './answer.ts';

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
    return problem('timeout', {
      found: `${tool} was stopped after ${(ending.ms / 1_000).toFixed(0)} s: \`timeout\` was reached.`,
      remedy: 'Raise `timeout`, or limit `packages` or `modules`.',
    });
  }
  if (ending.code === null) return problem('crash', explainSignal(tool, ending.signal));
  if (!ending.truncated) return undefined;
  return problem('crash', {
    found: `${tool} printed more than can be read.`,
    remedy: 'Limit `packages`, or run it by hand to see what floods it.',
  });
}

function explainSignal(tool: string, signal: string | null): { found: string; remedy: string } {
  if (signal === 'SIGKILL') {
    return {
      found: `${tool} was killed by SIGKILL, which the system does when memory runs out.`,
      remedy: 'Take a larger runner, or limit `packages` or `modules`.',
    };
  }
  return {
    found: `${tool} was killed by ${signal}.`,
    remedy: 'Run the job again; if that does not help, take another version of it.',
  };
}

/** A crash with the last lines that the tool printed. */
export function crash(tool: string, { code }: Pick<Ending, 'code'>, output: string): Problem {
  return problem('crash', {
    found: `${tool} exited with code ${code} and gave no result.`,
    remedy: output.trim()
      ? 'Correct what its last lines say:'
      : 'It printed nothing; run it by hand in the same folder.',
    output,
  });
}

/**
 * A tool that is older than the Go whose packages it reads takes every import for an error of the source (golang.org/x/tools,
 * `internal/pkgbits`): such findings are about the tool, and there is no verdict.
 */
export function tooOldForGo(
  tool: string,
  findings: readonly RawFinding[],
  newer: string,
): Problem | undefined {
  const unread = findings.some(({ message }) =>
    message.includes('is greater than maximum supported version'),
  );
  if (!unread) return undefined;
  return problem('install', {
    found: `This ${tool} is too old to read what the module's Go compiles.`,
    remedy: `Take a newer one: ${newer}.`,
  });
}

/** A tool that ended as if all were well, without the words that it ends with. */
export const unproved = (tool: string, missing: string): Problem =>
  problem('crash', {
    found: `${tool} exited as if it had found nothing, but ${missing}: its result is not known.`,
    remedy:
      'Check that no other program of that name stands first on PATH, and run it by hand in the same folder.',
  });

/** A tool whose JSON cannot be read. */
export const unreadable = (tool: string): Problem =>
  problem('crash', {
    found: `${tool} wrote JSON that cannot be read: its result is not known.`,
    remedy: 'Check that the disk is not full, and that no other program of that name stands first on PATH.',
  });
