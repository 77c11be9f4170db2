import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gitFailure, runGit } from './program.ts';
import { openTop, type Repository, readGit } from './repository.ts';

let turn: Promise<unknown> = Promise.resolve();

/**
 * One at a time: the last worktree that goes takes `.git/worktrees` along (git, builtin/worktree.c, delete_worktrees_dir_if_empty),
 * and with it the ground from under one that is being added.
 */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = turn.then(work);
  turn = mine.catch(() => undefined);
  return mine;
}

/** Checks `sha` out into a temporary folder, hands over the folder and its repository, and removes it again whatever `body` does. */
export async function withWorktree<T>(
  repo: Repository,
  sha: string,
  body: (dir: string, checkout: Repository) => Promise<T>,
): Promise<T> {
  const scratch = await realpath(await mkdtemp(join(tmpdir(), 'go-actions-worktree-')));
  const dir = join(scratch, 'tree');
  try {
    await inTurn(() => readGit(repo, ['worktree', 'add', '--quiet', '--force', '--detach', dir, sha]));
    return await body(dir, await openTop(dir));
  } finally {
    await rm(scratch, { recursive: true, force: true });
    await inTurn(() => repo.git(['worktree', 'prune'], { cleanup: true }));
  }
}

/** Clones the repository into an empty folder, without a checkout; objects stay where they are (git-clone, `--shared`). */
export async function cloneShared(repo: Repository, dir: string): Promise<Repository> {
  const args = [
    'clone',
    '--quiet',
    '--no-checkout',
    '--shared',
    '--no-recurse-submodules',
    '--',
    repo.root,
    dir,
  ];
  const result = await runGit(repo.root, args);
  if (result.code !== 0) throw gitFailure(args, result);
  return openTop(await realpath(dir));
}
