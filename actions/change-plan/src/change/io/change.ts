import type { Job } from '@go-actions/action-kit';
import {
  type BasePlan,
  type ChangedFile,
  changedPaths,
  findBase,
  isCommit,
  planBase,
  type Repository,
  readGit,
  readStoredFiles,
} from '@go-actions/git-history';
import type { Comparison } from '../../inputs.ts';
import { fetchLastSuccess } from './last-success.ts';

/** The change to judge, or the clause that says why there is none to judge. */
export type Change =
  | {
      readonly base: string;
      readonly head: string;
      readonly files: readonly ChangedFile[];
      /** Both names of renamed files. */
      readonly paths: readonly string[];
      readonly unknown?: undefined;
    }
  | {
      readonly unknown: string;
      /** The event or the inputs want everything; otherwise something could not be found out. */
      readonly wanted?: true;
    };

/** Finds the base and what differs from it. The graph comes from the work tree, so that must be the compared commit. */
export async function readChange(repo: Repository, inputs: Comparison, job: Job): Promise<Change> {
  const found = await findBase(repo, job.context, {
    base: inputs.base,
    head: inputs.head,
    token: inputs.token,
    plan: await chooseBase(inputs, job),
  });
  if (!found.found) return { unknown: found.reason };
  const { forced, before } = job.context.event;
  if (forced === true && found.source === 'default-branch' && !(await hasCommit(repo, String(before))))
    return {
      unknown: `the push was forced over ${String(before).slice(0, 12)}, which this clone does not have`,
    };
  const { sha: base, head } = found;
  const checkedOut = (await readGit(repo, ['rev-parse', '--verify', 'HEAD'])).trim();
  if (head !== checkedOut) return { unknown: '`head` is not the commit that is checked out' };
  const sparse = await repo.git(['config', '--bool', 'core.sparseCheckout']);
  if (sparse.stdout.trim() === 'true')
    return { unknown: 'the checkout is sparse, so packages may be missing' };
  if (base === head) return { unknown: 'the commit to compare with is the one that is checked out' };
  const files = await readStoredFiles(repo, base, head);
  return { base, head, files, paths: changedPaths(files) };
}

async function hasCommit(repo: Repository, sha: string): Promise<boolean> {
  return isCommit(sha) && (await repo.git(['cat-file', '-e', `${sha}^{commit}`])).code === 0;
}

/** Nothing where `base` is the name of a commit. */
async function chooseBase(inputs: Comparison, job: Job): Promise<BasePlan | undefined> {
  if (inputs.base !== undefined) return undefined;
  const green = inputs.lastSuccess
    ? await fetchLastSuccess(inputs.token, inputs.workflowRef, job)
    : undefined;
  // Whatever lies between two commits, the tree of this one was green: it need not be an ancestor.
  if (green !== undefined) return { source: 'input', revision: green, relation: 'exact' };
  return planBase(job.context);
}
