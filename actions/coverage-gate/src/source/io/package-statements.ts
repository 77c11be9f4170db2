import { posix, relative, sep } from 'node:path';
import type { GoPackage } from '@go-actions/go-project';
import { declaresTests, listPlainFunctions } from '../functions.ts';
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
  return listTestFiles(pkg, base).some((path) => {
    const source = sources.read(path);
    return source !== undefined && declaresTests(source);
  });
}

/** The names of the functions in a package's test files. */
export function listTestFunctions(pkg: GoPackage, base: string, sources: SourceReader): string[] {
  return listTestFiles(pkg, base).flatMap((path) => {
    const source = sources.read(path);
    return source ? listPlainFunctions(source) : [];
  });
}

const listTestFiles = (pkg: GoPackage, base: string): string[] =>
  [...(pkg.TestGoFiles ?? []), ...(pkg.XTestGoFiles ?? [])].map((name) =>
    posix.join(folderOf(pkg, base), name),
  );

const folderOf = (pkg: GoPackage, base: string): string =>
  relative(base, pkg.Dir ?? '')
    .split(sep)
    .join('/');
