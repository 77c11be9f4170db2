import type { Problem } from '../checks/answer.ts';
import type { CheckName } from '../checks/index.ts';
import type { Finding } from '../findings/finding.ts';

/** The answer of one check in one module, with its findings in their places. */
export type Outcome = {
  readonly check: CheckName;
  readonly module: string;
  readonly ms: number;
  readonly findings: readonly Finding[];
  readonly problem?: Problem | undefined;
  readonly skipped?: string | undefined;
  /** Sentences for the summary that are no findings. */
  readonly notes?: readonly string[] | undefined;
};

export const EXIT_CLASSES = ['clean', 'issues', 'timeout', 'crash', 'install', 'config'] as const;
export type ExitClass = (typeof EXIT_CLASSES)[number];

/** What a run of the checks gave. */
export type Results = {
  /** In the order of checks and modules. */
  readonly outcomes: readonly Outcome[];
  /** Modules of which nothing, or not all, can be known. */
  readonly failures: readonly ModuleFailure[];
};

export type ModuleFailure = { readonly module: string; readonly problem: Problem };
