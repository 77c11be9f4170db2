/** What a repository shows of itself, as far as it decides which workflows fit it; folders are relative to its root. */
export type Facts = {
  /** `OWNER/REPO` of this suite, for `uses:`. */
  readonly suite: string;
  /** The folder that the user named: `.`, or the folder of one service in a larger repository. */
  readonly workingDirectory: string;
  readonly defaultBranch: string;
  readonly modules: readonly { readonly dir: string; readonly path: string }[];
  /** Modules whose go.mod cannot be read, such as templates. */
  readonly unreadable: readonly string[];
  /** Import paths of the main packages. */
  readonly mains: readonly string[];
  readonly versionTags: number;
  readonly nestedTags: number;
  readonly commits: number;
  readonly golangciConfig: string | undefined;
  readonly dockerfile: string | undefined;
  readonly chart: string | undefined;
  readonly contractTests: boolean;
  readonly endToEndTests: boolean;
  /** What the tests said in a real run: `undefined` when they were not run. */
  readonly measured: Measured | undefined;
};

/** `total` is the coverage in percent with two decimals; `reason` says why there is none. */
export type Measured = { readonly total: string; readonly failed: number } | { readonly reason: string };
