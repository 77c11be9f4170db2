import type { JobContext } from '@go-actions/action-kit';
import { type Base, findBase, NO_CHECKOUT, readChanges, readGitBytes } from '@go-actions/git-history';
import { moduleOfFile } from '@go-actions/go-project';
import type { Checkout } from '../../run/module.ts';
import type { ChangedCode } from '../change.ts';

export type KnownBase = Extract<Base, { found: true }> & {
  readonly change: ChangedCode;
  /** Names at the base of files that were renamed since. */
  readonly renamed: ReadonlyMap<string, string>;
};

/** `everything`: what changed cannot be told, so that all of it counts as changed; else there is nothing to compare with. */
export type NoChange = { readonly found: false; readonly reason: string; readonly everything?: true };

/** Finds the base and reads what changed since in the work tree, files that git does not track yet included. */
export async function readChange(
  { repository, modules }: Checkout,
  context: JobContext,
  options: { base: string | undefined; token: string | undefined },
): Promise<KnownBase | NoChange> {
  if (!repository) return { found: false, reason: NO_CHECKOUT.clause };
  const base = await findBase(repository, context, options);
  if (!base.found) return base;
  const [changes, goFiles, untracked] = await Promise.all([
    readChanges(repository, base.sha),
    // Ignored ones too: a generated file that a linter reads is as new as another.
    readGitBytes(repository, ['ls-files', '--others', '-z', '--', ':(glob)**/*.go']),
    readGitBytes(repository, ['ls-files', '--others', '--exclude-standard', '-z']),
  ]);
  if (!changes.known) return { found: false, reason: changes.reason, everything: true };
  const visible = readNames(untracked);
  const added = new Set([...readNames(goFiles), ...visible]);
  const files = new Set([...changes.files.map(({ path }) => path), ...visible]);
  const renamed = new Map(
    changes.files.flatMap(({ path, oldPath }) => (oldPath ? [[path, oldPath] as const] : [])),
  );
  const owners = modules.map(({ declared, name }) => ({ ...declared, dir: name }));
  const touched = [...files, ...renamed.values()].flatMap((path) => moduleOfFile(owners, path)?.dir ?? []);
  return { ...base, change: { files, lines: changes.lines, added, modules: new Set(touched) }, renamed };
}

const readNames = (list: Buffer): string[] => list.toString('utf8').split('\0').filter(Boolean);
