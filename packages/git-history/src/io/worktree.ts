import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Repository, readGit } from './repository.ts';

/** Checks `sha` out into a temporary folder beside the work tree, and removes it again whatever `body` does. */
export async function withWorktree<T>(
  repo: Repository,
  sha: string,
  body: (dir: string) => Promise<T>,
): Promise<T> {
  const scratch = await realpath(await mkdtemp(join(tmpdir(), 'go-actions-worktree-')));
  const dir = join(scratch, 'tree');
  try {
    await readGit(repo, ['worktree', 'add', '--quiet', '--force', '--detach', dir, sha]);
    return await body(dir);
  } finally {
    await rm(scratch, { recursive: true, force: true });
    await repo.git(['worktree', 'prune'], { cleanup: true });
  }
}
