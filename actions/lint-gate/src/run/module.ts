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
  readonly go: GoVersion;
  readonly gofmt: string;
};

/** What is checked out, and the modules in it that are to be checked. */
export type Checkout = {
  /** The work tree's top folder, or the workspace when there is no git. */
  readonly root: string;
  readonly repository: Repository | undefined;
  /** The absolute `working-directory`. */
  readonly dir: string;
  readonly workspace: GoWork | undefined;
  readonly modules: readonly Module[];
};
