/** What main hands to post; the indexes of what was restored lie in `folder`. */
export type State = {
  readonly folder: string;
  /** Entries of the build cache with a newer time than this (milliseconds) were used by the job. */
  readonly since: number;
  readonly write: boolean;
  readonly defaultBranch: boolean;
  readonly build: { readonly dir: string; readonly prefix: string; readonly restored: boolean } | undefined;
  readonly modules: { readonly dir: string; readonly prefix: string; readonly restored: boolean } | undefined;
};

export const STATE = 'setup-go-cache';
