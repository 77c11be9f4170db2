import { posix, relative, sep } from 'node:path';
import type { GoPackage } from '@go-actions/go-project';
import { hasStatements } from '../statements.ts';
import type { SourceReader } from './source-reader.ts';

/** Whether a package has statements, by its sources; those of another place than the checkout are not looked at. */
export function packageHasStatements(
  pkg: GoPackage,
  base: string,
  sources: SourceReader,
  skip: (path: string, source: Buffer) => boolean = () => false,
): boolean {
  const dir = relative(base, pkg.Dir ?? '')
    .split(sep)
    .join('/');
  return [...(pkg.GoFiles ?? []), ...(pkg.CgoFiles ?? [])].some((name) => {
    const path = posix.join(dir, name);
    const source = sources.read(path);
    return source !== undefined && !skip(path, source) && hasStatements(source);
  });
}
