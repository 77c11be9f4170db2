import { lstat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import {
  type Repository,
  readChangedFiles,
  readChangedLines,
  readGit,
  readGitBytes,
  withWorktree,
} from '@go-actions/git-history';
import type { Disk, TreeChanges } from '../../checks/check.ts';
import type { Checkout, Module } from '../module.ts';

/** Checks HEAD out into a scratch folder for as long as `body` runs, and tells what it changed there, and in the checkout itself. */
export async function withHead<T>(
  { repository, root }: Checkout,
  module: Module,
  body: Parameters<Disk['withHead']>[0],
): Promise<T | undefined> {
  if (!repository) return undefined;
  const head = (await repository.git(['rev-parse', '--verify', 'HEAD'])).stdout.trim();
  return withWorktree(repository, head, async (tree, scratch) => {
    const before = await readState(repository);
    const changes = async (): Promise<TreeChanges> => {
      // An index of HEAD again: files that a generator staged, or marked as unchanged in it, are compared like all others.
      await readGit(scratch, ['read-tree', head]);
      const untracked = await readGitBytes(scratch, ['ls-files', '--others', '--exclude-standard', '-z']);
      const after = await readState(repository);
      const touched = [...new Set([...before.keys(), ...after.keys()])];
      return {
        files: await readChangedFiles(scratch, head),
        lines: await readChangedLines(scratch, head),
        untracked: untracked.toString('utf8').split('\0').filter(Boolean),
        outside: touched.filter((path) => before.get(path) !== after.get(path)),
      };
    };
    const dir = join(tree, relative(root, module.dir));
    return (await body({ dir, root: tree }, changes)) as T;
  });
}

/** What go commands write beside the generator, and is put back in the end. */
const OF_GO = /(^|\/)(go\.(mod|sum|work)|go\.work\.sum)$/;

/** The files of the checkout that are not as in HEAD, each with what tells whether it is written again. */
async function readState(repository: Repository): Promise<Map<string, string>> {
  const status = await readGitBytes(repository, ['status', '--porcelain', '--no-renames', '-uall', '-z']);
  const entries = status.toString('utf8').split('\0').filter(Boolean);
  const state = new Map<string, string>();
  for (const entry of entries) {
    const path = entry.slice(3);
    if (OF_GO.test(path)) continue;
    const stat = await lstat(join(repository.root, path)).catch(() => undefined); // deleted
    state.set(path, `${entry.slice(0, 2)} ${stat?.size} ${stat?.mtimeMs}`);
  }
  return state;
}
