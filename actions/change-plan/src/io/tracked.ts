import { readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { decodePath, type Repository, readGitBytes } from '@go-actions/git-history';
import type { Link } from '../links.ts';

export type Tracked = {
  /** Every file in the index, relative to the repository's root. */
  readonly files: readonly string[];
  readonly links: readonly Link[];
};

/** What git tracks in the work tree; names that are not UTF-8 come as `decodePath` gives them. */
export async function readTracked(repo: Repository): Promise<Tracked> {
  const bytes = await readGitBytes(repo, ['ls-files', '--stage', '-z']);
  const files: string[] = [];
  const linked: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0, at);
    const tab = bytes.indexOf(9, at);
    const path = decodePath(bytes.subarray(tab + 1, end));
    files.push(path);
    if (bytes.toString('latin1', at, at + 6) === SYMLINK) linked.push(path);
    at = end + 1;
  }
  const links = await Promise.all(
    linked.map(async (path) => ({ path, target: await readTarget(join(repo.root, path)) })),
  );
  return { files, links };
}

const SYMLINK = '120000';

async function readTarget(path: string): Promise<string> {
  try {
    return (await readlink(path)).replaceAll('\\', '/');
  } catch (error) {
    // EINVAL: checked out as a plain file (Windows); ENOENT: not checked out, or a name that is not UTF-8.
    if (['EINVAL', 'ENOENT', 'UNKNOWN'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}
