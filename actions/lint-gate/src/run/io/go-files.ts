import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { isAbsolute, join, posix, relative, sep } from 'node:path';
import { isIgnored } from '@go-actions/go-project';
import type { SourceLink } from '../module.ts';

export type GoFiles = { readonly goFiles: string[]; readonly links: SourceLink[] };

const LEFT_OUT = /^([._]|vendor$|testdata$|node_modules$)/;

/**
 * The Go files of a module's folder, links among them as the go command takes them: a link to a file is a source, one to a
 * folder is not. `root` is the repository's; what a link outside of it holds is not read. Synchronous, for the reason that
 * `discoverModules` is; the go command runs meanwhile.
 */
export function findGoFiles(root: string, dir: string, ignored: readonly string[]): GoFiles {
  const found: GoFiles = { goFiles: [], links: [] };
  const visit = (folder: string) => {
    const entries = readdirSync(join(dir, folder), { withFileTypes: true });
    if (folder !== '.' && entries.some((entry) => entry.name === 'go.mod')) return;
    for (const entry of entries) {
      const file = posix.join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!LEFT_OUT.test(entry.name) && !isIgnored(file, ignored)) visit(file);
        continue;
      }
      if (!/^[^._].*\.go$/s.test(entry.name)) continue;
      if (entry.isFile()) found.goFiles.push(file);
      if (!entry.isSymbolicLink()) continue;
      const link = readLink(root, dir, file);
      if (!link) continue;
      found.links.push(link);
      if (link.target !== undefined) found.goFiles.push(file);
    }
  };
  visit('.');
  return found;
}

/** `undefined` for a link to nothing, or to itself. */
function readStats(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (!['ELOOP', 'ENOTDIR', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    return undefined;
  }
}

/** `undefined` for a link to a folder, or to nothing, which the go command complains about. */
function readLink(root: string, dir: string, file: string): SourceLink | undefined {
  const path = join(dir, file);
  const stats = readStats(path);
  if (!stats || stats.isDirectory()) return undefined;
  const target = relative(root, realpathSync(path));
  const outside = target === '..' || target.startsWith(`..${sep}`) || isAbsolute(target) || !stats.isFile();
  return { file, target: outside ? undefined : target.replaceAll(sep, '/') };
}
