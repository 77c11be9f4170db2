/** Replaces the lines `start` to `end` (1-based, inclusive; `end` = `start - 1` inserts before `start`) by `text`. */
export type Fix = { readonly start: number; readonly end: number; readonly text: string };

/** Replaces the bytes from `start` up to, without, `end` of the finding's file. */
export type Edit = { readonly start: number; readonly end: number; readonly text: Buffer };
/** What a linter would change; `at` is the finding's own offset, which shows that its line was counted in this file. */
export type Edits = { readonly at: number; readonly list: readonly Edit[] };
