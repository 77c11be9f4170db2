/** What Go stamps into a program, as far as it tells whether the program can do a job. */
export type BuildInfo = {
  /** The Go that compiled it, such as `go1.26.8`. */
  readonly goVersion: string;
  /** The import path of its main package. */
  readonly pkg: string;
  readonly module: string;
  /** `v2.13.1`, or `(devel)` for a build from a work tree. */
  readonly version: string;
};

/**
 * Parses `go version -m FILE`: `FILE: go1.26.8`, then tab-indented `path`, `mod`, `dep` and `build` lines.
 * `undefined` when the file is no Go program or carries no module information.
 */
export function parseBuildInfo(text: string): BuildInfo | undefined {
  const lines = text.split(/\r?\n/);
  const goVersion = /: (?:devel )?(go\d+\.\d+\S*)/.exec(lines[0] ?? '')?.[1];
  const fields = lines.slice(1).map((line) => line.split('\t').slice(1));
  const pkg = fields.find(([kind]) => kind === 'path')?.[1];
  const [, module, version] = fields.find(([kind]) => kind === 'mod') ?? [];
  return goVersion && pkg && module && version ? { goVersion, pkg, module, version } : undefined;
}
