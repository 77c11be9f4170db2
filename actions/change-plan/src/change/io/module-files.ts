import { posix } from 'node:path';
import { type Repository, readFileAt } from '@go-actions/git-history';
import { type GoModule, parseGoMod, parseGoSum } from '@go-actions/go-project';
import { compareModuleFiles, type ModuleChange, type ModuleFiles } from '../module-change.ts';

/** For each of our modules whose go.mod or go.sum changed, what that change means. */
export async function readModuleChanges(
  repo: Repository,
  commits: { readonly base: string; readonly head: string },
  modules: readonly GoModule[],
  changed: readonly string[],
): Promise<Map<string, ModuleChange>> {
  const paths = new Set(changed);
  const changes = new Map<string, ModuleChange>();
  for (const { dir } of modules) {
    const [goMod, goSum] = [posix.join(dir, 'go.mod'), posix.join(dir, 'go.sum')];
    if (!paths.has(goMod) && !paths.has(goSum)) continue;
    const before = await readFiles(repo, commits.base, goMod, goSum);
    const after = await readFiles(repo, commits.head, goMod, goSum);
    changes.set(dir, compareModuleFiles(before, after));
  }
  return changes;
}

async function readFiles(
  repo: Repository,
  sha: string,
  goMod: string,
  goSum: string,
): Promise<ModuleFiles | undefined> {
  const mod = await readFileAt(repo, sha, goMod);
  const sum = await readFileAt(repo, sha, goSum);
  return mod && { goMod: parseGoMod(mod.toString('utf8')), goSum: parseGoSum(sum?.toString('utf8') ?? '') };
}
