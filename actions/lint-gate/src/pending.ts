/** What post has to save: a file or a folder, under a key that did not exist when main looked. */
export type Pending = { readonly key: string; readonly path: string };

/** The state in which main hands them to post. */
export const STATE = 'lint-cache';

/** The variable that lets the runner start post (`post-if` in action.yml): most jobs have nothing to save. */
export const UNSAVED = 'LINT_GATE_UNSAVED';
