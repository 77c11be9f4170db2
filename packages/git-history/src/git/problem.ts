import { ActionError } from '@go-actions/action-kit';

/**
 * Why git gave no answer. `no-program`: it is not installed; `not-yours`: the checkout belongs to somebody else and may not
 * be read; `nested`: a repository lies inside of what the checkout tracks; `failed`: everything else, with git's own words.
 */
export type GitProblem = 'no-program' | 'not-yours' | 'nested' | 'failed';

/** git's failure, which is never "there is no repository here". */
export class GitError extends ActionError {
  readonly problem: GitProblem;

  constructor(problem: GitProblem, message: string, options: { remedy?: string; cause?: unknown } = {}) {
    super(message, options);
    this.problem = problem;
  }
}

/** What to say where the workspace holds no repository at all. */
export const NO_CHECKOUT = {
  clause: 'there is no git checkout in the workspace',
  remedy: 'Run actions/checkout before this step.',
} as const;
