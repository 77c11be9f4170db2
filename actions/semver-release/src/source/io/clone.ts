import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ActionError, info, printForeign } from '@go-actions/action-kit';
import { openTop, type Repository, readGit } from '@go-actions/git-history';
import { listMissingTags } from '../tags.ts';

/** A repository of our own that borrows the objects of the checkout and nothing else: no configuration, no hooks, no files. */
export type Clone = AsyncDisposable & { readonly repository: Repository };

export type Remote = {
  readonly url: string;
  /** What the checkout left out of its clone, such as `blob:none`: git fetches it when it is needed. */
  readonly filter: string | undefined;
};

const FETCH_TIMEOUT_MS = 600_000;
const ASK_TIMEOUT_MS = 60_000;

/**
 * Makes the clone without any program of git's that would ask who owns the checkout, whose settings apply, or what a remote
 * is called: the files of an empty repository, an alternate, and the tags. `HEAD` is `commit`; nothing is checked out yet.
 */
export async function makeClone(
  checkout: Repository,
  commit: string,
  remote: Remote | undefined,
  temp: string,
  credentials: Readonly<Record<string, string>> = {},
): Promise<Clone> {
  const ask = async (...args: string[]) => (await readGit(checkout, args)).trim();
  const [objects, shallow, format, tags] = await Promise.all([
    ask('rev-parse', '--git-path', 'objects').then((path) => resolve(checkout.root, path)),
    ask('rev-parse', '--git-path', 'shallow').then((path) => resolve(checkout.root, path)),
    ask('rev-parse', '--show-object-format'),
    ask('for-each-ref', '--format=%(objectname) %(refname)', 'refs/tags'),
  ]);

  const root = await mkdtemp(join(temp, 'semver-release-'));
  const dispose = () => rm(root, { recursive: true, force: true });
  try {
    const git = join(root, '.git');
    for (const folder of ['objects/info', 'refs/tags', 'info'])
      await mkdir(join(git, folder), { recursive: true });
    await writeFile(join(git, 'HEAD'), `${commit}\n`);
    await writeFile(join(git, 'config'), renderConfig(format, remote));
    await writeFile(join(git, 'objects/info/alternates'), `${objects}\n`);
    await writeFile(join(git, 'packed-refs'), tags === '' ? '' : `${tags}\n`);
    const cuts = await readFile(shallow, 'utf8').catch(() => ''); // no such file: the history is whole
    if (cuts !== '') await writeFile(join(git, 'shallow'), cuts);
    const repository = await openTop(await realpath(root));
    // Only what may have to fetch is told the credentials, and by its environment.
    const env = remote?.filter === undefined ? {} : credentials;
    const ownGit: Repository['git'] = (args, options) =>
      repository.git(args, { ...options, env: { ...env, ...options?.env } });
    return { repository: { ...repository, git: ownGit }, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Where the checkout came from, whatever the remote is called; `undefined` when there is none, or several and no `origin`. */
export async function findRemote(checkout: Repository): Promise<Remote | undefined> {
  const names = (await readGit(checkout, ['remote'])).split('\n').filter(Boolean);
  const name = names.includes('origin') ? 'origin' : names.length === 1 ? names[0] : undefined;
  if (name === undefined) return undefined;
  const ask = async (key: string) => {
    const result = await checkout.git(['config', '--get', key]);
    return result.code === 0 ? result.stdout.trim() : undefined;
  };
  const [url, promisor, filter] = await Promise.all(
    ['url', 'promisor', 'partialclonefilter'].map((key) => ask(`remote.${name}.${key}`)),
  );
  if (url === undefined) return undefined;
  const isFolder = !/^[a-z][a-z0-9+.-]*:\/\//i.test(url) && !/^[^/\\]+:/.test(url);
  return {
    url: isFolder ? resolve(checkout.root, url) : url,
    filter: promisor === 'true' ? (filter ?? 'blob:none') : undefined,
  };
}

const TAGS = '+refs/tags/*:refs/tags/*';

/**
 * Brings what a checkout lacks of the history and of the tags. Says whether the tags are all of them: the remote of a whole
 * checkout may not answer. A shallow one that cannot be completed is refused.
 */
export async function completeHistory(
  { repository }: Clone,
  remote: Remote | undefined,
  credentials: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<boolean> {
  const ask = (args: readonly string[], timeoutMs: number) =>
    repository.git(args, { env: credentials, network: true, timeoutMs, signal });
  const fetch = async (...args: string[]) => {
    const flags = ['--quiet', '--force', '--no-write-fetch-head'];
    const fetched = await ask(['fetch', ...flags, ...args], FETCH_TIMEOUT_MS);
    if (fetched.code !== 0) printForeign(fetched.stderr.trim());
    return fetched.code === 0;
  };
  if ((await readGit(repository, ['rev-parse', '--is-shallow-repository'])).trim() === 'true') {
    info('The checkout is shallow: fetching its history and tags.');
    const whole = ['--unshallow', 'origin', '+refs/heads/*:refs/remotes/origin/*', TAGS];
    if (remote && (await fetch(...whole))) return true;
    throw new ActionError('The checkout is shallow, and its history could not be fetched.', {
      remedy: 'Give actions/checkout `fetch-depth: 0`.',
    });
  }
  if (!remote) return true;
  // A checkout of a history that is shorter than its depth, or one made without tags, is whole and has none.
  const listed = await ask(['ls-remote', '--tags', '--refs', 'origin'], ASK_TIMEOUT_MS);
  if (listed.code !== 0) return false;
  const own = await readGit(repository, ['for-each-ref', '--format=%(objectname)%09%(refname)', 'refs/tags']);
  if (listMissingTags(own, listed.stdout).length === 0) return true;
  info('The checkout lacks release tags: fetching them.');
  return fetch('origin', TAGS);
}

function renderConfig(format: string, remote: Remote | undefined): string {
  const partial = remote?.filter !== undefined;
  const quote = (value: string) => `"${value.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n')}"`;
  return [
    '[core]',
    '\trepositoryformatversion = 1',
    '\tbare = false',
    '\tlogallrefupdates = false',
    '[extensions]',
    `\tobjectformat = ${format}`,
    ...(partial ? ['\tpartialclone = origin'] : []),
    ...(remote
      ? [
          '[remote "origin"]',
          `\turl = ${quote(remote.url)}`,
          ...(partial ? ['\tpromisor = true', `\tpartialclonefilter = ${quote(remote.filter ?? '')}`] : []),
        ]
      : []),
    '',
  ].join('\n');
}
