import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Project } from '@go-actions/test-kit';

/** Every file of a checkout but git's own, tracked or not: names, modes and contents as one hash a file. */
export async function hashCheckout({ dir }: Project): Promise<Record<string, string>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !isGit(path, dir));
  const hashes = await Promise.all(
    files.sort().map(async (path): Promise<[string, string]> => {
      const stats = await lstat(path);
      const content = stats.isSymbolicLink()
        ? await readlink(path)
        : stats.isFile()
          ? await readFile(path)
          : '';
      const hash = createHash('sha256').update(`${stats.mode}\n`).update(content).digest('hex');
      return [relative(dir, path), hash];
    }),
  );
  return Object.fromEntries(hashes);
}

const isGit = (path: string, dir: string): boolean => relative(dir, path).split('/')[0] === '.git';
