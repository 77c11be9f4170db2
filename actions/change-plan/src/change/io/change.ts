import type { JobContext } from '@go-actions/action-kit';
import {
  type ChangedFile,
  findBase,
  type Repository,
  readChangedFiles,
  readGit,
} from '@go-actions/git-history';
import type { Inputs } from '../inputs.ts';

/** The change to judge, or the clause that says why there is none to judge. */
export type Change =
  | {
      readonly base: string;
      readonly head: string;
      readonly files: readonly ChangedFile[];
      readonly unknown?: undefined;
    }
  | {
      readonly unknown: string;
      /** The event or the inputs want everything; otherwise something could not be found out. */
      readonly wanted?: true;
    };

/** Finds the base and what differs from it. The graph comes from the work tree, so that must be the compared commit. */
export async function readChange(
  repo: Repository,
  inputs: Pick<Inputs, 'base' | 'head' | 'token'>,
  context: JobContext,
): Promise<Change> {
  const found = await findBase(repo, context, inputs);
  if (!found.found) return { unknown: found.reason };
  const checkedOut = (await readGit(repo, ['rev-parse', '--verify', 'HEAD'])).trim();
  if (found.head !== checkedOut) return { unknown: '`head` is not the commit that is checked out' };
  const sparse = await repo.git(['config', '--bool', 'core.sparseCheckout']);
  if (sparse.stdout.trim() === 'true')
    return { unknown: 'the checkout is sparse, so packages may be missing' };
  const base = baseOf(found, context);
  if (base === found.head) return { unknown: 'the commit to compare with is the one that is checked out' };
  return { base, head: found.head, files: await readChangedFiles(repo, base, found.head) };
}

/**
 * A force push can drop commits, and the new tree is without what they did. The common ancestor does not show that: a push is
 * compared with the very commit that was there before.
 */
function baseOf({ sha, source }: { sha: string; source: string }, { event }: JobContext): string {
  return source === 'push' ? String(event.before) : sha;
}

/** Both names of renamed files: the old one left its package, the new one joined another. */
export function changedPaths(files: readonly ChangedFile[]): string[] {
  const paths = files.flatMap(({ status, path, oldPath }) =>
    status === 'renamed' && oldPath !== undefined ? [oldPath, path] : [path],
  );
  return [...new Set(paths)];
}
