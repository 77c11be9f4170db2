import type { Repository } from '@go-actions/git-history';
import type { GoModule, GoVersion, GoWork } from '@go-actions/go-project';

/** A module as the checks see it. */
export type Module = {
  readonly declared: GoModule;
  /** The absolute folder. */
  readonly dir: string;
  /** The folder relative to the repository's root, `.` for the root: the module's name in reports. */
  readonly name: string;
  /** Relative to `dir`, with slashes; without vendor, testdata, dotted folders and other modules. */
  readonly goFiles: readonly string[];
  readonly links: readonly SourceLink[];
  readonly go: GoVersion;
  readonly gofmt: string;
};

/** A Go file that is a symbolic link. */
export type SourceLink = {
  /** Relative to the module's folder, with slashes. */
  readonly file: string;
  /** Relative to the repository's root, with slashes; `undefined` for what lies outside of it. */
  readonly target: string | undefined;
};

/** A module of which nothing can be known, and why; never to be taken for clean. */
export type BrokenModule = { readonly name: string; readonly reason: string };

/** What is checked out, and the modules in it that are to be checked. */
export type Checkout = {
  /** The work tree's top folder, or the workspace when there is no git. */
  readonly root: string;
  readonly repository: Repository | undefined;
  /** The absolute `working-directory`. */
  readonly dir: string;
  readonly workspace: Workspace | undefined;
  /** GOWORK of the job. */
  readonly gowork: string | undefined;
  readonly modules: readonly Module[];
  readonly broken: readonly BrokenModule[];
};

/** The go.work that is in force. */
export type Workspace = {
  /** Absolute. */
  readonly file: string;
  readonly goWork: GoWork;
  /** The paths of all modules that it uses. */
  readonly modulePaths: readonly string[];
};
