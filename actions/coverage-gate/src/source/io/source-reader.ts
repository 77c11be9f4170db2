import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { isInside } from '@go-actions/action-kit';

/** Far above every Go file that a compiler takes in. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Reads source files of the checkout, which a stranger may have filled: regular files whose real path lies inside of it and
 * outside of `.git`, of at most 64 MiB. All go into the same memory, which is only valid until the next one: a large project
 * has tens of megabytes of sources, and each is needed for a moment. Without promises: the compiler has just read the files,
 * and from the page cache that is four times as fast. `undefined`: there is no such file.
 */
export class SourceReader {
  readonly #root: string;
  readonly #folders = new Map<string, string | undefined>();
  #buffer = Buffer.allocUnsafe(1 << 16);

  /** `root`: real path of the checkout. */
  constructor(root: string) {
    this.#root = root;
  }

  /** `path` is relative to the root. */
  read(path: string): Buffer | undefined {
    const real = this.realPath(path);
    if (real === undefined) return undefined;
    try {
      // NONBLOCK: a FIFO without a writer would wait for ever before it can be refused.
      const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
      const file = openSync(join(this.#root, real), flags);
      try {
        const { size } = fstatSync(file);
        return fstatSync(file).isFile() && size <= MAX_BYTES ? this.#fill(file) : undefined;
      } finally {
        closeSync(file);
      }
    } catch (error) {
      return ignoreMissing(error as NodeJS.ErrnoException);
    }
  }

  /** Where a file really is, relative to the root, with slashes; `undefined` when that is not a regular file inside of it. */
  realPath(path: string): string | undefined {
    const folder = this.#folder(dirname(path));
    if (folder === undefined) return undefined;
    try {
      const here = join(folder, basename(path));
      const stats = lstatSync(here);
      const real = stats.isSymbolicLink() ? realpathSync(here) : here;
      return stats.isFile() || stats.isSymbolicLink() ? this.#inside(real) : undefined;
    } catch (error) {
      return ignoreMissing(error as NodeJS.ErrnoException);
    }
  }

  #folder(dir: string): string | undefined {
    if (this.#folders.has(dir)) return this.#folders.get(dir);
    let real: string | undefined;
    try {
      real = realpathSync(join(this.#root, dir));
    } catch (error) {
      real = ignoreMissing(error as NodeJS.ErrnoException);
    }
    if (real !== undefined && this.#inside(real) === undefined) real = undefined;
    this.#folders.set(dir, real);
    return real;
  }

  #inside(real: string): string | undefined {
    const parts = relative(this.#root, real).split(sep);
    const hidden = parts.some((part) => part.toLowerCase() === '.git');
    return isInside(this.#root, real) && !hidden ? parts.join('/') : undefined;
  }

  #fill(file: number): Buffer | undefined {
    let size = 0;
    for (;;) {
      const count = readSync(file, this.#buffer, size, this.#buffer.length - size, null);
      size += count;
      if (count === 0) return this.#buffer.subarray(0, size);
      if (size > MAX_BYTES) return undefined;
      if (size < this.#buffer.length) continue;
      const more = Buffer.allocUnsafe(this.#buffer.length * 2);
      this.#buffer.copy(more);
      this.#buffer = more;
    }
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  // What a profile names need not be there, nor be a file; the caller reports it.
  const codes = ['ENOENT', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'EACCES', 'ENXIO'];
  if (!codes.includes(error.code ?? '')) throw error;
}
