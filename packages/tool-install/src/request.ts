import type { GoVersion } from '@go-actions/go-project';
import type { ReleaseSource } from './release.ts';
import type { ToolInfo } from './tool-info.ts';

/** A program that was there before, and what Go stamped into it. */
export type GivenTool = { readonly path: string; readonly info: ToolInfo | undefined };

export type InstallRequest = {
  /** The program's file name, without `.exe`. */
  readonly name: string;
  /** The import path of its main package. */
  readonly pkg: string;
  /** A full module version such as `v2.13.1`. */
  readonly version: string;
  /** The newest Go that the modules to work on use. */
  readonly goVersion: GoVersion;
  /** RUNNER_TOOL_CACHE; without it the tool goes into `temp`. */
  readonly toolCache?: string | undefined;
  readonly temp: string;
  /** Names a build cache for `go install` when one is needed, in place of the job's own. */
  readonly gocache?: (() => Promise<string | undefined>) | undefined;
  readonly log: (line: string) => void;
  /** What `findOnPath` has begun to look for; without it PATH is searched when its turn comes. */
  readonly onPath?: Promise<GivenTool | undefined> | undefined;
  /** Writes the program to `into` from where an earlier job left it; false when it is not there. */
  readonly restore?: ((into: string) => Promise<boolean>) | undefined;
  /**
   * Why a program that an earlier job left, in the tool cache or where `restore` found it, must not run; `undefined` when it
   * may. What a program says about itself is no proof: anybody can stamp a name and a version into one.
   */
  readonly distrust?: ((path: string) => Promise<string | undefined>) | undefined;
  /** The tool's own release archive, tried before `go install`. */
  readonly release?: ReleaseSource | undefined;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
};

export type InstalledTool = {
  readonly path: string;
  readonly version: string;
  /** The Go that the program was built with, such as `go1.26.8`. */
  readonly goVersion: string;
  readonly source: 'tool-cache' | 'path' | 'restored' | 'release' | 'go-install';
};
