import { posix } from 'node:path';
import { isIgnored, isScript, parseTags } from '@go-actions/go-project';

/** The files of each folder from which Go builds packages; `paths` are relative to the module, `ignore` is of its go.mod. */
export function groupSources(paths: readonly string[], ignore: readonly string[]): Map<string, string[]> {
  const isBuilt = (path: string) =>
    path.endsWith('.go') &&
    !path.endsWith('_test.go') &&
    !/(^|\/)([._]|(testdata|vendor)\/)/.test(path) &&
    !isIgnored(posix.dirname(path), ignore);
  return Map.groupBy(paths.filter(isBuilt), (path) => posix.dirname(path));
}

/**
 * Whether a file makes its folder a program on some platform, with or without C. Scripts for `go run` do not, nor do files
 * that ask for a build tag of the project's own: those are built when `build-tags` says so.
 */
export function isProgramFile(source: string): boolean {
  return (
    /^[ \t]*package[ \t]+main\b/m.test(withoutComments(source)) &&
    !isScript(source) &&
    parseTags(source).length === 0
  );
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/[^\n]*/g, '');
}
