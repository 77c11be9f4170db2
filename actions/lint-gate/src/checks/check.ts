import type { RunOptions, RunResult } from '@go-actions/action-kit';
import type { ChangedFile, LineRange } from '@go-actions/git-history';
import type { LinterName, ReadyLinter } from '../linters/linter.ts';
import type { ListedPackage } from '../run/listing.ts';
import type { Checkout, Module } from '../run/module.ts';
import type { Answer } from './answer.ts';
import type { Ignored, IgnoreNote, VulnLevel } from './vuln-report.ts';

export type Preset = 'fast' | 'standard' | 'strict';

/** One static check; a new one is a new file beside this one and a row in `index.ts`. */
export type Check = {
  /** Checks that answer within a second start first. */
  readonly speed: 'light' | 'slow';
  /** What a module without a finding is known to be. */
  readonly about: string;
  readonly presets: readonly Preset[];
  /**
   * `files`: looks at text, whatever `packages` says. `packages`: analyses what `packages` names, with the settings for
   * analysing. `module`: its findings speak about the module as a whole; the place that they name need not be that of the cause.
   */
  readonly scope: 'files' | 'packages' | 'module';
  /** The program that must be there before the check starts. */
  readonly linter?: LinterName;
  /** Whether the repository gives the linter build tags, so that it may see other files than `go list`. */
  readonly hasOwnTags?: (task: Task) => Promise<boolean>;
  /** Gives the answer for one module; whatever it needs of the world it asks of the task. */
  readonly run: (task: Task) => Promise<Answer>;
};

/** One check in one module. */
export type Task = {
  readonly module: Module;
  readonly checkout: Checkout;
  readonly settings: CheckSettings;
  /** What `packages` leaves to the module, in a form that every tool takes there. */
  readonly packages: readonly string[];
  /** What the go command finds for them; empty for a check that loads no packages. */
  readonly listed: readonly ListedPackage[];
  /** Build tags to analyse with. */
  readonly tags: readonly string[];
  /** Absolute, and how it is pointed to its cache; of checks that name a linter. */
  readonly linter: ReadyLinter;
  readonly disk: Disk;
  /** Runs a program in the module's folder until it ends or the gate's time is up. */
  exec(program: string, args: readonly string[], options?: RunOptions): Promise<RunResult>;
};

/** What inputs say to single checks. */
export type CheckSettings = {
  readonly golangci: {
    readonly config: string | undefined;
    readonly args: readonly string[];
    /** Whether a `.custom-gcl.yml` is built and used. */
    readonly plugins: boolean;
  };
  /** Whether a module of this path may be replaced by another one. */
  readonly replaceAllowed: (modulePath: string) => boolean;
  readonly vuln: {
    readonly level: VulnLevel;
    readonly database: string;
    readonly ignored: readonly Ignored[];
    /** YYYY-MM-DD. */
    readonly today: string;
    /** Called once for each module with what became of the ignore entries. */
    readonly onNotes: (notes: readonly IgnoreNote[]) => void;
  };
  readonly generate: {
    readonly command: readonly string[];
    /** What a generator that is not installed gives: a check without a result, or a word about it. */
    readonly missing: 'problem' | 'note';
  };
};

/** The files that checks read and write. */
export type Disk = {
  /** `undefined` when there is no such file. Throws an ActionError for one of the checkout that is a link out of it. */
  readText(path: string): Promise<string | undefined>;
  /** The first file of one of these names in the module's folder or above it, inside of the repository. */
  findUp(names: readonly string[]): Promise<string | undefined>;
  /** Feeds a file to `onChunk`; false when there is no such file. */
  read(path: string, onChunk: (chunk: Buffer) => void): Promise<boolean>;
  exists(path: string): boolean;
  /** Whether links lead from this path of the checkout out of it. */
  leaves(path: string): boolean;
  /** Makes an empty file and its folders. A cache that cannot be written is no error. */
  leaveNote(path: string): Promise<void>;
  /** An empty folder outside of the checkout, for as long as the body runs. */
  withScratch<T>(body: (dir: string) => Promise<T>): Promise<T>;
  copy(from: string, into: string): Promise<void>;
  /** The module's folder in a checkout of HEAD, and that checkout, for as long as the body runs; `undefined` without git. */
  withHead<T>(
    body: (
      at: { readonly dir: string; readonly root: string },
      changes: () => Promise<TreeChanges>,
    ) => Promise<T>,
  ): Promise<T | undefined>;
};

/** What was changed in a scratch checkout, by path relative to the repository's root. */
export type TreeChanges = {
  readonly files: readonly ChangedFile[];
  readonly lines: ReadonlyMap<string, readonly LineRange[]>;
  /** Files that were not there before. */
  readonly untracked: readonly string[];
  /** Files of the checkout itself, past the scratch one, that were written meanwhile. */
  readonly outside: readonly string[];
};

/** `-tags` as the go command and its relatives take it; nothing where there are none. */
export const tagFlags = (tags: readonly string[]): string[] =>
  tags.length > 0 ? [`-tags=${tags.join(',')}`] : [];
