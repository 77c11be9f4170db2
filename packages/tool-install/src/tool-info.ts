import { parseBuildInfo } from '@go-actions/go-build';

/** What Go stamps into a program, as far as it tells whether the program can do a job. */
export type ToolInfo = {
  /** The Go that compiled it, such as `go1.26.8`. */
  readonly goVersion: string;
  /** The import path of its main package. */
  readonly pkg: string;
  /** `v2.13.1`, or `(devel)` for a build from a work tree. */
  readonly version: string;
};

/**
 * Reads what `go version -m FILE` prints: `FILE: go1.26.8`, then the lines of the build info, each behind a tab.
 * `undefined` when the file is no Go program or carries no module information.
 */
export function parseToolInfo(text: string): ToolInfo | undefined {
  const [head = '', ...lines] = text.split(/\r?\n/);
  const goVersion = /: (?:devel )?(go\d+\.\d+\S*)/.exec(head)?.[1];
  if (goVersion === undefined) return undefined;
  const { path, main } = parseBuildInfo(goVersion, lines.map((line) => line.slice(1)).join('\n'));
  return path && main?.version ? { goVersion, pkg: path, version: main.version } : undefined;
}
