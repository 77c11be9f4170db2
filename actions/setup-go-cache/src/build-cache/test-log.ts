import { isAbsolute, join } from 'node:path';

/** The first line of what `go test` keeps of a passed test: which variables and files it has looked at. */
export const TEST_LOG = '# test log\n';

/** Longer ones are not looked into: they are kept by nobody. */
export const MAX_TEST_LOG = 16 * 2 ** 20;

export type LogLine = { readonly op: 'getenv' | 'chdir' | 'stat' | 'open'; readonly name: string };

/** The lines of a log (cmd/go/internal/test/test.go, computeTestInputsID); undefined for anything that Go would not take. */
export function parseTestLog(text: string): LogLine[] | undefined {
  if (!text.startsWith(TEST_LOG) || !text.endsWith('\n')) return undefined;
  const lines: LogLine[] = [];
  for (const line of text.slice(TEST_LOG.length).split('\n')) {
    if (line === '') continue;
    const match = /^(getenv|chdir|stat|open) ([\s\S]*)$/.exec(line);
    if (!match) return undefined;
    lines.push({ op: match[1] as LogLine['op'], name: match[2] ?? '' });
  }
  return lines;
}

/** A path that a test has looked at; `listed` when it was opened, so that a folder's entries count, too. */
export type ReadPath = { readonly path: string; readonly listed: boolean };

/** The paths of a log, absolute, for a test that runs in `dir`: a relative name starts in the folder that the test was in. */
export function listReadPaths(lines: readonly LogLine[], dir: string): ReadPath[] {
  let folder = dir;
  const paths: ReadPath[] = [];
  for (const { op, name } of lines) {
    if (op === 'getenv') continue;
    if (op === 'chdir') folder = name;
    paths.push({ path: resolveName(folder, name), listed: op === 'open' });
  }
  return paths;
}

/** As Go's filepath.Join: cleaned, without a slash at the end; an absolute name stays as it is. */
export function resolveName(folder: string, name: string): string {
  if (isAbsolute(name)) return name;
  return join(folder, name).replace(/(?<=.)[\\/]$/, '');
}

/**
 * The paths of several logs, relative to the workspace unless they were absolute. `tests` are the folders that the names of a log
 * may start from, relative to the workspace.
 */
export function listLogPaths(
  logs: readonly { readonly text: string; readonly tests: readonly string[] }[],
): ReadPath[] {
  return logs.flatMap(({ text, tests }) => {
    const lines = parseTestLog(text) ?? [];
    return tests.flatMap((dir) => listReadPaths(lines, dir));
  });
}
