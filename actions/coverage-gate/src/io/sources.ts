import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GoPackage } from '@go-actions/go-project';
import { findFunctions } from '../functions.ts';
import { scanGo, TOKEN } from '../go-scanner.ts';

const AT_ONCE = 32;

/** Reads files relative to `base`; one that does not exist (or is a folder) is left out of the map. */
export async function readSources(base: string, paths: readonly string[]): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  const queue = [...paths];
  const worker = async () => {
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      const source = await readFile(join(base, path)).catch(ignoreMissing);
      if (source) found.set(path, source);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return found;
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  // What a profile names need not be there, nor be a file; the caller reports it.
  if (!['ENOENT', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG'].includes(error.code ?? '')) throw error;
}

/** Whether a package has statements that a profile must know of; `skip` says which files do not count. */
export async function hasStatements(
  pkg: GoPackage,
  skip: (file: string, source: Buffer) => boolean,
): Promise<boolean> {
  for (const name of [...(pkg.GoFiles ?? []), ...(pkg.CgoFiles ?? [])]) {
    const file = join(pkg.Dir ?? '', name);
    const source = await readFile(file).catch(ignoreMissing);
    if (source && !skip(file, source) && sourceHasStatements(source)) return true;
  }
  return false;
}

function sourceHasStatements(source: Buffer): boolean {
  const tokens = scanGo(source);
  return findFunctions(source, tokens).some((func) => {
    if (func.name === '_') return false; // cmd/cover leaves functions without a name alone
    const last = tokens.lineStart[func.endLine - 1] ?? 0;
    const close = tokens.end.indexOf(last + func.endCol - 1);
    // `{}`: the brace before the closing one is the one that opens the body.
    return tokens.kind[close - 1] !== TOKEN.leftBrace;
  });
}
