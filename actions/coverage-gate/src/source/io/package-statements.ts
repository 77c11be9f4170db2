import { posix, relative, sep } from 'node:path';
import type { GoPackage } from '@go-actions/go-project';
import { declaresTests } from '../functions.ts';
import { hasStatements } from '../statements.ts';
import type { SourceReader } from './source-reader.ts';

/** Whether a package has statements, by its sources; those of another place than the checkout are not looked at. */
export function packageHasStatements(
  pkg: GoPackage,
  base: string,
  sources: SourceReader,
  skip: (path: string, source: Buffer) => boolean = () => false,
): boolean {
  return [...(pkg.GoFiles ?? []), ...(pkg.CgoFiles ?? [])].some((name) => {
    const path = posix.join(folderOf(pkg, base), name);
    const source = sources.read(path);
    return source !== undefined && !skip(path, source) && hasStatements(source);
  });
}

/** Whether a package's test files declare a test that `go test` runs without being asked for it. */
export function packageDeclaresTests(pkg: GoPackage, base: string, sources: SourceReader): boolean {
  return [...(pkg.TestGoFiles ?? []), ...(pkg.XTestGoFiles ?? [])].some((name) => {
    const source = sources.read(posix.join(folderOf(pkg, base), name));
    return source !== undefined && declaresTests(source);
  });
}

const folderOf = (pkg: GoPackage, base: string): string =>
  relative(base, pkg.Dir ?? '')
    .split(sep)
    .join('/');
