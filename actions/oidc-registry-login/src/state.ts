/** What post needs to know; names and places only, as nothing secret may be in the state. */
export type SavedState = {
  readonly folder: string;
  readonly pullSecret: string | undefined;
  /** The config of the user's that was edited; `undefined` where it was left alone. */
  readonly edited: string | undefined;
  /** The variables as they were before this step; `null`: not set. */
  readonly environment: Readonly<Record<string, string | null>>;
  /** What lives on unless it is ended, in words: for a post that finds the folder gone. */
  readonly issued: readonly string[];
};

/** Its name; `null` is saved there when main has taken everything back itself. */
export const STATE = 'session';
