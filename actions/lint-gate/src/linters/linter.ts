import type { GoVersion } from '@go-actions/go-project';

export type LinterName = 'staticcheck' | 'golangci' | 'govulncheck';

/** A program that is to be had, for one system and one minor version of Go. */
export type Linter = {
  readonly name: string;
  readonly version: string;
  readonly goVersion: GoVersion;
  readonly os: string;
  readonly arch: string;
};

/** A linter that can start. */
export type ReadyLinter = {
  readonly path: string;
  readonly version: string;
  /** Points it to its restored facts. */
  readonly env: Readonly<Record<string, string>>;
  /** Where it keeps what it learned; undefined when it keeps nothing, or nobody knows where. */
  readonly cache: string | undefined;
  /**
   * A further program that this one builds, kept by the digest of what it is built from. `make` writes it to the path that it
   * is given, and returns why it could not.
   */
  readonly build: (
    source: string,
    make: (into: string) => Promise<string | undefined>,
  ) => Promise<{ readonly path: string } | { readonly problem: string }>;
};

/**
 * The linters of one gate, each made ready when the first check asks for it. `compiled` ends when the job's build cache holds
 * what its checks compile: a linter that has to be built waits for that, and takes what it needs of Go's own packages from there.
 */
export type Linters = Readonly<
  Record<LinterName, (compiled: () => Promise<unknown>) => Promise<ReadyLinter>>
>;
