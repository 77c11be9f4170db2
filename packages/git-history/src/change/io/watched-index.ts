import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Repository, readGit, readGitBytes } from '../../git/io/repository.ts';
import { decodePath } from '../path-bytes.ts';

/**
 * Hands over the repository with an index that hides no file of the work tree: a file that is marked `assume-unchanged`, or
 * `skip-worktree` although it is there, would never differ (git-update-index). The index of the checkout stays as it is.
 */
export async function withWatchedIndex<T>(
  repo: Repository,
  body: (repo: Repository) => Promise<T>,
): Promise<T> {
  const hidden = await listHidden(repo);
  if (hidden.length === 0) return body(repo);
  const scratch = await mkdtemp(join(tmpdir(), 'go-actions-index-'));
  try {
    const index = join(scratch, 'index');
    const own = (await readGit(repo, ['rev-parse', '--git-path', 'index'])).trimEnd();
    await copyFile(resolve(repo.root, own), index);
    const watched: Repository = {
      ...repo,
      git: (args, options) => repo.git(args, { ...options, env: { ...options?.env, GIT_INDEX_FILE: index } }),
    };
    const input = Buffer.concat(hidden);
    // One flag a run: the second on one command line is not looked at.
    for (const flag of ['--no-assume-unchanged', '--no-skip-worktree'])
      await readGit(watched, ['update-index', flag, '-z', '--stdin'], { input });
    return await body(watched);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The names, each with its NUL, that `ls-files -v` marks with a small letter (assume-unchanged) or an S (skip-worktree). */
async function listHidden(repo: Repository): Promise<Buffer[]> {
  const bytes = await readGitBytes(repo, ['ls-files', '-v', '-z']);
  const hidden: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0, at) + 1;
    const tag = String.fromCharCode(bytes[at] ?? 0);
    const name = bytes.subarray(at + 2, end);
    // What a sparse checkout leaves out is not there, and no change.
    if (/[a-z]/.test(tag) || (tag === 'S' && existsSync(join(repo.root, decodePath(name.subarray(0, -1))))))
      hidden.push(name);
    at = end;
  }
  return hidden;
}
