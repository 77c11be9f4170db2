import type { Objects } from './keys.ts';

/** What main hands to post; the indexes of what was restored, and the text of go.sum, lie in `folder`. */
export type State = {
  readonly folder: string;
  readonly temp: string;
  readonly workspace: string;
  readonly workingDirectory: string;
  readonly goVersion: string;
  readonly goroot: string;
  readonly write: boolean;
  readonly defaultBranch: boolean;
  /** Entries of the build cache with a newer time than this (milliseconds) were used by the job. */
  readonly since: number;
  readonly build: BuildState | undefined;
  readonly modules: { readonly dir: string; readonly prefix: string } | undefined;
  /** What Go's own counter of links said before the job, where archives were restored that cannot be linked. */
  readonly links: { readonly telemetry: string; readonly before: number } | undefined;
};

export type BuildState = {
  readonly dir: string;
  readonly prefix: string;
  /** GOCACHE was found on the runner, which needs no copy of it. */
  readonly stays: boolean;
  /** Later jobs will find it there. */
  readonly remains: boolean;
  readonly objects: Objects;
  readonly maxSize: number;
  /** A digest of what compilers read without Go's knowledge, as it was before the job's commands. */
  readonly native: string;
  /** When main began, in milliseconds. */
  readonly started: number;
  /** Packages whose test results are never kept. */
  readonly freshTests: readonly string[];
};

export const STATE = 'setup-go-cache';

/** The variable that spares the job the post phase (`post-if` in action.yml). */
export const IDLE = 'SETUP_GO_CACHE_IDLE';
