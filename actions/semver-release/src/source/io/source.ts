import { relative } from 'node:path';
import { ActionError, type Job, resolveWorkingDirectory } from '@go-actions/action-kit';
import {
  authorization,
  NO_CHECKOUT,
  openRepository,
  type Repository,
  readGit,
} from '@go-actions/git-history';
import type { KnownTag } from '../../version/tag.ts';
import { type Clone, completeHistory, findRemote, makeClone } from './clone.ts';
import { readCommitTime, readTags } from './history.ts';
import { fillLfsFiles } from './lfs-objects.ts';

/** A commit in a folder of its own, with the content that Git LFS keeps elsewhere. */
export type SourceTree = AsyncDisposable & {
  readonly root: string;
  readonly repository: Repository;
  /** Files whose content the checkout does not have. */
  readonly pointers: readonly string[];
  /** Files whose content Git LFS keeps, these among them: in the commit itself they are pointers. */
  readonly lfsFiles: readonly string[];
};

/** The commit to release, checked out in a clone of our own: what earlier steps left in the work tree cannot get in. */
export type Source = SourceTree & {
  /** `working-directory` relative to the repository's root; `.` for the root. */
  readonly prefix: string;
  readonly commit: string;
  readonly committed: Date;
  /** For people; no decision hangs on it. */
  readonly describe: string;
  readonly tags: readonly KnownTag[];
  /** Whether the remote was asked for the tags; else they are those of the checkout. */
  readonly hasAllTags: boolean;
  /** Checks a revision out once more, elsewhere; the caller disposes of it. */
  checkOut(revision: string): Promise<SourceTree>;
};

export async function openSource(
  workingDirectory: string,
  revision: string,
  token: string | undefined,
  job: Job,
): Promise<Source> {
  const { workspace, temp } = job.context;
  const folder = await resolveWorkingDirectory(workspace, workingDirectory);
  const checkout = await openRepository(folder, workspace);
  if (!checkout)
    throw new ActionError(`There is no git checkout in ${folder}.`, { remedy: NO_CHECKOUT.remedy });
  const commit = await resolveCommit(checkout, revision);
  const remote = await findRemote(checkout);
  const credentials = token ? authorization(job.context.serverUrl, token) : {};
  const clone = await makeClone(checkout, commit, remote, temp, credentials);
  try {
    const hasAllTags = await completeHistory(clone, remote, credentials, job.signal);
    const tree = await fillTree(clone, checkout, commit);
    const { repository } = clone;
    const [committed, describe, tags] = await Promise.all([
      readCommitTime(repository, commit),
      readGit(repository, ['describe', '--tags', '--always', commit]),
      readTags(repository, commit),
    ]);
    if (!committed) throw new ActionError(`git cannot read the commit ${commit}.`);
    return {
      ...tree,
      prefix: relative(checkout.root, folder).replaceAll('\\', '/') || '.',
      commit,
      committed,
      describe: describe.trim(),
      tags,
      hasAllTags,
      // From the clone and not from the checkout: it may have fetched what that one lacks.
      checkOut: async (other) => {
        const id = await resolveCommit(repository, other);
        return openTree(await makeClone(repository, id, remote, temp, credentials), checkout, id);
      },
    };
  } catch (error) {
    await clone[Symbol.asyncDispose]();
    throw error;
  }
}

/** Leaves one tag in a tree, at its commit: what Go stamps into binaries. */
export async function leaveOnlyTag({ repository }: SourceTree, tag: string, commit: string): Promise<void> {
  const planned = `refs/tags/${tag}`;
  const refs = (await readGit(repository, ['for-each-ref', '--format=%(refname)', 'refs/tags']))
    .split('\n')
    .filter(Boolean);
  const others = refs.filter((ref) => ref !== planned).map((ref) => `delete ${ref}\n`);
  await readGit(repository, ['update-ref', '--stdin'], {
    input: `${others.join('')}update ${planned} ${commit}\n`,
  });
}

async function openTree(clone: Clone, checkout: Repository, commit: string): Promise<SourceTree> {
  try {
    return await fillTree(clone, checkout, commit);
  } catch (error) {
    await clone[Symbol.asyncDispose]();
    throw error;
  }
}

async function fillTree(clone: Clone, checkout: Repository, commit: string): Promise<SourceTree> {
  const { repository } = clone;
  await readGit(repository, ['checkout', '--quiet', '--force', '--detach', commit]);
  const { filled, missing } = await fillLfsFiles(repository, checkout);
  return {
    root: repository.root,
    repository,
    pointers: missing,
    lfsFiles: [...filled, ...missing],
    [Symbol.asyncDispose]: clone[Symbol.asyncDispose],
  };
}

async function resolveCommit(repository: Repository, revision: string): Promise<string> {
  const result = await repository.git([
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision}^{commit}`,
  ]);
  if (result.code === 0) return result.stdout.trim();
  throw new ActionError(`The checkout does not have the commit ${revision} that started this run.`, {
    remedy: 'Leave `ref` of actions/checkout at its default.',
  });
}
