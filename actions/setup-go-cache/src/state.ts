/** What main hands to post; the indexes of what was restored lie in `folder`. */
export type State = {
  readonly folder: string;
  /** Entries of the build cache with a newer time than this (milliseconds) were used by the job. */
  readonly since: number;
  readonly write: boolean;
  readonly defaultBranch: boolean;
  readonly build: { readonly dir: string; readonly prefix: string; readonly restored: boolean } | undefined;
  /** What Go's own counter of links said before the job, where archives were restored that cannot be linked. */
  readonly links: { readonly telemetry: string; readonly before: number } | undefined;
  readonly modules: { readonly dir: string; readonly prefix: string; readonly restored: boolean } | undefined;
};

export const STATE = 'setup-go-cache';

/** The variable that spares the job the post phase (`post-if` in action.yml). */
export const IDLE = 'SETUP_GO_CACHE_IDLE';
