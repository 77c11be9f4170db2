import type { Edits, Fix } from '../findings/replacement.ts';

/** What a tool said, in the tool's own terms: the file absolute or relative to the module, the column in bytes. */
export type RawFinding = {
  readonly file?: string | undefined;
  /** 1-based; absent for the file as a whole. */
  readonly line?: number | undefined;
  /** 1-based, in bytes, as Go counts. */
  readonly column?: number | undefined;
  readonly endLine?: number | undefined;
  /** The linter and, where it has one, the rule: `printf`, `staticcheck/SA4006`. */
  readonly rule: string;
  readonly message: string;
  readonly severity?: Severity | undefined;
  readonly fix?: Fix | undefined;
  /** A fix in bytes, until the file is read: see `settleFix`. */
  readonly edits?: Edits | undefined;
};

export type Severity = 'error' | 'warning';

/** Why a check has no verdict. `config`: something to correct in the repository or the step; `crash`: the tool failed. */
export type Problem = {
  readonly kind: 'config' | 'install' | 'crash' | 'timeout';
  /** What was found, what to do about it, and the tool's last words. */
  readonly message: string;
};

/** What running one check in one module gave. A problem never stands for "no findings". */
export type Answer =
  | {
      readonly findings: readonly RawFinding[];
      readonly problem?: Problem | undefined;
      /** Sentences for the summary that are no findings. */
      readonly notes?: readonly string[];
    }
  | { readonly skipped: string; readonly notes?: readonly string[] };

/** A problem from its parts; `output` is what the tool printed. */
export function problem(
  kind: Problem['kind'],
  { found, remedy, output = '' }: { found: string; remedy: string; output?: string },
): Problem {
  return { kind, message: `${found} ${remedy}${tail(output)}` };
}

/** An answer that is nothing but a problem. */
export const noResult = (...parts: Parameters<typeof problem>): Answer => ({
  findings: [],
  problem: problem(...parts),
});

/** The end of a tool's output, on lines of its own; empty when there is none. */
function tail(output: string, lines = 12): string {
  const text = output.trim().split('\n').slice(-lines).join('\n').slice(-2_000);
  return text && `\n${text}`;
}
