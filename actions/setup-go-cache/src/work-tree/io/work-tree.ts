import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  lutimesSync,
  readdirSync,
  readFileSync,
  realpathSync,
  utimesSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { describeError } from '@go-actions/action-kit';
import { GitError, openTop, type Repository, readGitBytes } from '@go-actions/git-history';
import { isBelow } from '../../build-cache/test-key.ts';
import type { ReadPath } from '../../build-cache/test-log.ts';
import {
  type Dirty,
  type FileTime,
  type IndexEntry,
  parseDirty,
  parseFiltered,
  parseIndexListing,
  planFileTimes,
} from '../file-times.ts';
import { identifyFiltered } from './filtered-files.ts';
import { findRepositories } from './repositories.ts';

/** What git knows of one checkout, or of one of its submodules. */
export type WorkTree = {
  readonly repo: Repository;
  /** Absolute, without links. */
  readonly root: string;
  readonly entries: readonly IndexEntry[];
  readonly dirty: readonly Dirty[];
  /** What decides, beside the blobs, what the files hold. */
  readonly salt: string;
  /** Files behind a filter such as Git LFS; undefined when git could not say. */
  readonly filtered: ReadonlySet<string> | undefined;
};

export type WorkTrees = { readonly trees: readonly WorkTree[]; readonly problem: string | undefined };

const MAX_ATTRIBUTES = 16 * 1024 * 1024;

/** Reads the checkouts of a job, and their submodules. Without git, or without a checkout, there are none, and a reason. */
export async function readWorkTrees(workspace: string, dir: string): Promise<WorkTrees> {
  const roots = findRepositories(workspace, dir);
  if (roots.length === 0) return { trees: [], problem: 'there is no git checkout' };
  try {
    const trees = (await Promise.all(roots.map((root) => readWorkTree(realpathSync(root))))).flat();
    return { trees, problem: trees.length === 0 ? 'git could not list the tracked files' : undefined };
  } catch (error) {
    return { trees: [], problem: describeError(error).replaceAll('\n', ' ') };
  }
}

async function readWorkTree(root: string): Promise<WorkTree[]> {
  const repo = await openTop(root);
  // With stale stat data every file would look modified; a failure (a read-only index) only costs time.
  await ask(repo, ['update-index', '-q', '--refresh']);
  const [listing, dirtyListing, config, local] = await Promise.all([
    ask(repo, ['ls-files', '-v', '-s', '-z']),
    ask(repo, ['diff-files', '--name-status', '-z', '--ignore-submodules']),
    ask(repo, [
      'config',
      '--null',
      '--get-regexp',
      String.raw`^(core\.(attributesfile|autocrlf|eol|symlinks|filemode)|filter\..*)$`,
    ]),
    ask(repo, ['rev-parse', '--git-path', 'info/attributes']),
  ]);
  if (listing === undefined || dirtyListing === undefined) return [];
  const entries = parseIndexListing(listing);
  const attributes = readAttributes(root, entries, local);
  const salt = createHash('sha256')
    .update(config ?? '')
    .update('\0')
    .update(attributes)
    .digest('hex');
  const filtered = await listFiltered(repo, entries, attributes);
  const submodules = entries
    .filter(({ mode, path }) => mode === '160000' && existsSync(join(root, fromBytes(path), '.git')))
    .map(({ path }) => readWorkTree(join(root, fromBytes(path))));
  const below = (await Promise.all(submodules)).flat();
  return [{ repo, root, entries, dirty: parseDirty(dirtyListing), salt, filtered }, ...below];
}

/**
 * The times (milliseconds) that clean tracked files, links and folders among what was read get, by real path: each a function
 * of the content alone. A link counts, and what it leads to; with a listed folder the entries in it.
 */
export function expandPaths(trees: readonly WorkTree[], paths: readonly ReadPath[]): Map<string, number> {
  return new Map(planTimes(trees, paths).map(({ target, ms }) => [target, ms]));
}

export type Counts = { readonly files: number; readonly folders: number };

/**
 * Gives what tests have read times that follow the content, since Go's test cache compares times and a fresh checkout has
 * new ones. Nothing else is touched: make, rsync and the like go by these times.
 */
export async function setContentTimes(
  trees: readonly WorkTree[],
  paths: readonly ReadPath[],
): Promise<Counts> {
  const counts = { files: 0, folders: 0 };
  const touched = new Set<Repository>();
  for (const { repo, target, kind, ms } of planTimes(trees, paths)) {
    const seconds = ms / 1_000;
    try {
      if (kind === 'link') lutimesSync(target, seconds, seconds);
      else utimesSync(target, seconds, seconds);
      counts[kind === 'folder' ? 'folders' : 'files'] += 1;
      touched.add(repo);
    } catch {
      // Not there (a sparse checkout), or not ours (another user's file): it keeps its own time, which is always sound.
    }
  }
  // The new times make git's stat data stale; without this every `git status` (Go's VCS stamp) reads those files again.
  for (const repo of touched) await ask(repo, ['update-index', '-q', '--refresh']);
  return counts;
}

type Target = {
  readonly repo: Repository;
  readonly target: string;
  readonly kind: FileTime['kind'];
  readonly ms: number;
};

function planTimes(trees: readonly WorkTree[], paths: readonly ReadPath[]): Target[] {
  const targets = new Set(paths.flatMap(resolvePath));
  return trees.flatMap((tree) => {
    const wanted = new Set<string>();
    for (const target of targets)
      if (isBelow(target, tree.root)) wanted.add(toBytes(relative(tree.root, target).replaceAll('\\', '/')));
    if (wanted.size === 0) return [];
    // What a filter has written is known by its bytes, whatever git makes of it without that filter.
    const dirty = tree.dirty.filter(({ path, deleted }) => deleted || !tree.filtered?.has(path));
    const times = planFileTimes(identify(tree, wanted), dirty, tree.salt, (path) => wanted.has(path));
    return times.map(({ path, kind, ms }) => ({
      repo: tree.repo,
      target: join(tree.root, fromBytes(path)),
      kind,
      ms,
    }));
  });
}

/** The name itself in its real folder, what it leads to, and the entries of a listed folder; nothing for what is not there. */
function resolvePath({ path, listed }: ReadPath): string[] {
  try {
    const itself = join(realpathSync(dirname(path)), basename(path));
    const through = realpathSync(path);
    const names = listed && lstatSync(through).isDirectory() ? readdirSync(through) : [];
    return [itself, through, ...names.map((name) => join(through, name))];
  } catch {
    return []; // a test may look for what is not there
  }
}

function identify({ root, entries, filtered }: WorkTree, wanted: ReadonlySet<string>): readonly IndexEntry[] {
  if (filtered === undefined) return entries.filter(({ path }) => !wanted.has(path));
  const asked = new Set([...wanted].filter((path) => filtered.has(path)));
  return asked.size === 0 ? entries : identifyFiltered(Buffer.from(`${root}/`), entries, asked);
}

/** What decides, beside the configuration, how a blob becomes a file: all attributes, those of the tree and the local ones. */
function readAttributes(root: string, entries: readonly IndexEntry[], local: string | undefined): string {
  const inTree = entries.filter(({ path }) => path === '.gitattributes' || path.endsWith('/.gitattributes'));
  const files = inTree.map(({ path, id }) => `${path}\0${id}\0${readIfThere(join(root, fromBytes(path)))}`);
  return [...files, local === undefined ? '' : readIfThere(resolve(root, local.trimEnd()))].join('\0');
}

const fromBytes = (path: string): string => Buffer.from(path, 'latin1').toString('utf8');
const toBytes = (path: string): string => Buffer.from(path, 'utf8').toString('latin1');

/** Only regular files of a sane size: git itself follows no link here, and a link of the checkout may point anywhere. */
function readIfThere(path: string): string {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isFile() && stats.size <= MAX_ATTRIBUTES ? readFileSync(path, 'utf8') : '';
}

async function listFiltered(
  repo: Repository,
  entries: readonly IndexEntry[],
  attributes: string,
): Promise<ReadonlySet<string> | undefined> {
  if (!attributes.includes('filter')) return new Set();
  const paths = Buffer.from(entries.map(({ path }) => `${path}\0`).join(''), 'latin1');
  const listing = await ask(repo, ['check-attr', '-z', '--stdin', 'filter'], paths);
  return listing === undefined ? undefined : parseFiltered(listing);
}

/** The output as `latin1`, or undefined when git fails: names of files need not be UTF-8. */
async function ask(repo: Repository, args: readonly string[], input?: Buffer): Promise<string | undefined> {
  try {
    // `git config` ends with 1 where nothing is set.
    const fine = args[0] === 'config' ? [0, 1] : [0];
    return (await readGitBytes(repo, args, { fine, ...(input && { input }) })).toString('latin1');
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}
