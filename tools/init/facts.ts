/** What a repository shows of itself, as far as it decides which workflows fit it; folders are relative to its root. */
export type Facts = {
  /** `OWNER/REPO` of this suite, for `uses:`. */
  readonly suite: string;
  /** `OWNER/REPO` of the repository itself, when its remote is on a GitHub server. */
  readonly repository: string | undefined;
  /** The folder that the user named: `.`, or the folder of one service in a larger repository. */
  readonly workingDirectory: string;
  readonly defaultBranch: string;
  readonly modules: readonly ModuleFacts[];
  /** Modules whose go.mod cannot be read, such as templates. */
  readonly unreadable: readonly string[];
  readonly versionTags: number;
  readonly nestedTags: number;
  readonly commits: number;
  readonly golangci: { readonly path: string; readonly outdated: boolean } | undefined;
  readonly dockerfile: string | undefined;
  /** Folder of a Helm chart. */
  readonly chart: string | undefined;
  readonly contractTests: boolean;
  readonly endToEndTests: boolean;
  /** The workflow files that are there. */
  readonly workflows: readonly WorkflowFacts[];
  /** What the tests said in a real run: `undefined` when they were not run. */
  readonly measured: Measured | undefined;
};

export type ModuleFacts = {
  readonly dir: string;
  readonly path: string;
  /** Import paths of its main packages. */
  readonly mains: readonly string[];
  /** What `go list` says against it; a module that cannot be listed cannot be checked. */
  readonly broken: string | undefined;
};

/** `uses`: the actions and workflows that it calls, without their versions (`actions/setup-go`). */
export type WorkflowFacts = {
  readonly path: string;
  readonly text: string;
  readonly uses: readonly string[];
};

/** `total` is the coverage in percent with two decimals, `names` the first tests that failed; `reason` says why there is no total. */
export type Measured =
  | { readonly total: string; readonly failed: number; readonly names: readonly string[] }
  | { readonly reason: string };
