import { mkdtemp, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { ActionError, info, type Job } from '@go-actions/action-kit';
import { authorization, openRepository, type Repository, readGit } from '@go-actions/git-history';
import type { Commit } from '../../commits/conventional.ts';
import { LOG_FORMAT, parseLog } from '../../commits/log.ts';
import type { AncestorTag } from '../../version/previous.ts';
import { parseTag } from '../../version/tag.ts';

/** The commit to release, checked out in a clone of our own: what earlier steps left in the work tree cannot get in. */
export type Source = AsyncDisposable & {
  /** The clone's folder. */
  readonly root: string;
  /** `working-directory` relative to the repository's root; `.` for the root. */
  readonly prefix: string;
  readonly commit: string;
  readonly committed: Date;
  /** For people; no decision hangs on it. */
  readonly describe: string;
  /** Release tags that are ancestors of the commit, or at it. */
  readonly tags: readonly AncestorTag[];
  /** Commits since a tag (all without one) that touch a folder and none of the `except` folders; newest first. */
  readCommits(since: string | undefined, folder: string, except: readonly string[]): Promise<Commit[]>;
  /** Leaves one tag in the clone, at the commit: what Go stamps into binaries. */
  leaveOnlyTag(tag: string): Promise<void>;
};

const FETCH_TIMEOUT_MS = 600_000;

export async function openSource(
  workingDirectory: string,
  revision: string,
  token: string | undefined,
  job: Job,
): Promise<Source> {
  const folder = resolve(job.context.workspace, workingDirectory);
  const checkout = await openRepository(folder);
  if (!checkout)
    throw new ActionError(`${folder} is not inside a git repository.`, {
      remedy: 'Run actions/checkout before this step.',
    });
  const commit = await resolveCommit(checkout, revision);
  const root = await mkdtemp(join(job.context.temp, 'semver-release-'));
  const remove = () => rm(root, { recursive: true, force: true });
  try {
    await readGit(checkout, [
      'clone',
      '--quiet',
      '--no-checkout',
      '--shared',
      '--no-recurse-submodules',
      '--',
      checkout.root,
      root,
    ]);
    const clone = await openRepository(root);
    if (!clone) throw new ActionError(`git could not clone ${checkout.root}.`);
    await completeHistory(clone, checkout, token, job);
    await readGit(clone, ['checkout', '--quiet', '--detach', commit]);
    const committed = Number(await readGit(clone, ['show', '--no-patch', '--format=%ct', commit]));
    return {
      root: clone.root,
      prefix: relative(checkout.root, folder).replaceAll('\\', '/') || '.',
      commit,
      committed: new Date(committed * 1_000),
      describe: (await readGit(clone, ['describe', '--tags', '--always', commit])).trim(),
      tags: await readTags(clone, commit),
      readCommits: (since, folder, except) => readCommits(clone, commit, since, folder, except),
      leaveOnlyTag: (tag) => leaveOnlyTag(clone, tag, commit),
      [Symbol.asyncDispose]: remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function resolveCommit(repo: Repository, revision: string): Promise<string> {
  const result = await repo.git([
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

/** Commits since the last release are needed; a clone of depth 1 has none of them. */
async function completeHistory(
  clone: Repository,
  checkout: Repository,
  token: string | undefined,
  job: Job,
): Promise<void> {
  if ((await readGit(clone, ['rev-parse', '--is-shallow-repository'])).trim() !== 'true') return;
  const origin = await checkout.git(['remote', 'get-url', 'origin']);
  if (origin.code === 0) {
    info('The checkout is shallow: fetching its history and tags.');
    await readGit(clone, ['remote', 'set-url', 'origin', origin.stdout.trim()]);
    const fetched = await clone.git(['fetch', '--quiet', '--unshallow', '--tags', '--force', 'origin'], {
      env: token ? authorization(job.context.serverUrl, token) : {},
      timeoutMs: FETCH_TIMEOUT_MS,
      signal: job.signal,
    });
    if (fetched.code === 0) return;
  }
  throw new ActionError('The checkout is shallow, and its history could not be fetched.', {
    remedy: 'Give actions/checkout `fetch-depth: 0`.',
  });
}

async function readTags(clone: Repository, commit: string): Promise<AncestorTag[]> {
  const format = '--format=%(refname:strip=2) %(objectname) %(*objectname)';
  const lines = await readGit(clone, ['for-each-ref', `--merged=${commit}`, format, 'refs/tags']);
  return lines.split('\n').flatMap((line) => {
    const [name = '', ...objects] = line.split(' ');
    const tag = parseTag(name);
    return tag ? { ...tag, here: objects.includes(commit) } : [];
  });
}

async function readCommits(
  clone: Repository,
  commit: string,
  since: string | undefined,
  folder: string,
  except: readonly string[],
): Promise<Commit[]> {
  const range = since === undefined ? [commit] : [commit, `^refs/tags/${since}`];
  const paths =
    folder === '.' && except.length === 0
      ? []
      : [
          `:(top,literal)${folder === '.' ? '' : folder}`,
          ...except.map((each) => `:(top,literal,exclude)${each}`),
        ];
  return parseLog(
    await readGit(clone, ['log', '-z', '--topo-order', LOG_FORMAT, ...range, '--', ...paths], {
      maxBytes: 512 * 1024 * 1024,
    }),
  );
}

async function leaveOnlyTag(clone: Repository, tag: string, commit: string): Promise<void> {
  const planned = `refs/tags/${tag}`;
  const refs = (await readGit(clone, ['for-each-ref', '--format=%(refname)', 'refs/tags']))
    .split('\n')
    .filter(Boolean);
  const others = refs.filter((ref) => ref !== planned).map((ref) => `delete ${ref}\n`);
  await readGit(clone, ['update-ref', '--stdin'], {
    input: `${others.join('')}update ${planned} ${commit}\n`,
  });
}
