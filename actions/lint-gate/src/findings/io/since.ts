import type { JobContext } from '@go-actions/action-kit';
import {
  type Base,
  findBase,
  type Repository,
  readChangedFiles,
  readChangedLines,
  readGitBytes,
} from '@go-actions/git-history';
import { moduleOfFile } from '@go-actions/go-project';
import type { Checkout } from '../../run/module.ts';
import type { ChangedCode } from '../change.ts';

export type KnownBase = Extract<Base, { found: true }> & {
  readonly change: ChangedCode;
  /** Names at the base of files that were renamed since. */
  readonly renamed: ReadonlyMap<string, string>;
};

/** Finds the base and reads what changed since in the work tree, files that git does not track yet included. */
export async function readChange(
  checkout: Checkout,
  context: JobContext,
  options: { base: string | undefined; token: string | undefined },
): Promise<KnownBase | { found: false; reason: string }> {
  const { repository } = checkout;
  if (!repository) return { found: false, reason: 'this is no git checkout' };
  const base = await findBase(repository, context, options);
  if (!base.found) return base;
  const [changed, lines, added] = await Promise.all([
    readChangedFiles(repository, base.sha),
    readChangedLines(repository, base.sha),
    readUntracked(repository),
  ]);
  const files = new Set([...changed.map(({ path }) => path), ...added]);
  const touched = [...files, ...changed.flatMap(({ oldPath }) => (oldPath ? [oldPath] : []))];
  const modules = checkout.modules.map(({ declared, name }) => ({ ...declared, dir: name }));
  const named = touched.flatMap((path) => moduleOfFile(modules, path)?.dir ?? []);
  const renamed = new Map(
    changed.flatMap(({ path, oldPath }) => (oldPath ? [[path, oldPath] as const] : [])),
  );
  return { ...base, change: { files, lines, added, modules: new Set(named) }, renamed };
}

async function readUntracked(repository: Repository): Promise<Set<string>> {
  const bytes = await readGitBytes(repository, ['ls-files', '--others', '--exclude-standard', '-z']);
  return new Set(bytes.toString('utf8').split('\0').filter(Boolean));
}
