import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { GoPackage } from '@go-actions/go-project';
import { findFunctions } from '../functions.ts';
import { scanGo, TOKEN } from '../go-scanner.ts';

/**
 * Reads one file after the other into the same memory, which is only valid until the next one: a large project has tens of
 * megabytes of sources, and each is needed for a moment. Without promises: the compiler has just read the files, and from
 * the page cache that is four times as fast. `undefined`: there is no such file.
 */
export class SourceReader {
  #buffer = Buffer.allocUnsafe(1 << 16);

  read(path: string): Buffer | undefined {
    let file: number;
    try {
      file = openSync(path, 'r');
    } catch (error) {
      return ignoreMissing(error as NodeJS.ErrnoException);
    }
    try {
      return this.#fill(file);
    } catch (error) {
      return ignoreMissing(error as NodeJS.ErrnoException);
    } finally {
      closeSync(file);
    }
  }

  #fill(file: number): Buffer {
    let size = 0;
    for (;;) {
      const count = readSync(file, this.#buffer, size, this.#buffer.length - size, null);
      size += count;
      if (count === 0) return this.#buffer.subarray(0, size);
      if (size < this.#buffer.length) continue;
      const more = Buffer.allocUnsafe(this.#buffer.length * 2);
      this.#buffer.copy(more);
      this.#buffer = more;
    }
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  // What a profile names need not be there, nor be a file; the caller reports it.
  if (!['ENOENT', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG'].includes(error.code ?? '')) throw error;
}

/** Whether a package has statements that a profile must know of; `skip` says which files do not count. */
export function hasStatements(
  pkg: GoPackage,
  sources: SourceReader,
  skip: (file: string, source: Buffer) => boolean,
): boolean {
  return [...(pkg.GoFiles ?? []), ...(pkg.CgoFiles ?? [])].some((name) => {
    const file = join(pkg.Dir ?? '', name);
    const source = sources.read(file);
    return source !== undefined && !skip(file, source) && sourceHasStatements(source);
  });
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
