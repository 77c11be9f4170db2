import type { ModuleChange } from './change/module-change.ts';
import type { Check } from './checks.ts';
import type { Layout, Owner } from './graph/ownership.ts';
import type { FileReads, SourceLine } from './reads/claims.ts';
import type { Glob } from './rules/globs.ts';
import type { Rule } from './rules/rules.ts';

export type Policy = {
  readonly rules: readonly Rule[];
  readonly always: readonly Glob[];
  /** The workflow file that runs this. */
  readonly workflow: string | undefined;
  /** The working directory relative to the repository's root. */
  readonly prefix: string;
};

/** What it takes to judge changed paths; paths are relative to the repository's root. */
export type Facts = {
  readonly layout: Layout;
  readonly policy: Policy;
  /** go.mod and go.sum files that changed, by the folder of their module. */
  readonly moduleChanges: ReadonlyMap<string, ModuleChange>;
  /** The further names that symbolic links of the repository give a file. */
  readonly aliases: (path: string) => readonly string[];
  /** The packages that `#include` a file. */
  readonly includersOf: (path: string) => readonly Owner[];
  readonly reads: FileReads;
  /** The `//go:generate` lines of the repository. */
  readonly generators: readonly SourceLine[];
  /** Files that say that they are generated, and changed ones that are gone, which may have said so. */
  readonly generated: ReadonlySet<string>;
  /** Folder -> the checks that run tests of it, besides `unit`. */
  readonly kinds: ReadonlyMap<string, readonly Check[]>;
};
