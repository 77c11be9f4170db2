/** What post has to save: a file or a folder, under a key that did not exist when main looked. */
export type Pending = {
  readonly key: string;
  readonly path: string;
  /** Of a program: what it was when main made it. Anything else is not saved. */
  readonly sha256?: string;
};

/** The state in which main hands them to post. */
export const STATE = 'lint-cache';

/** The variable that spares the job the post phase (`post-if` in action.yml). */
export const IDLE = 'LINT_GATE_IDLE';
