import { createHash } from 'node:crypto';
import { existsSync, lstatSync, lutimesSync, readFileSync, utimesSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeError, run } from '@go-actions/action-kit';
import {
  type FileTime,
  type IndexEntry,
  parseDirty,
  parseFiltered,
  parseIndexListing,
  planFileTimes,
} from '../file-times.ts';
import { identifyFiltered } from './filtered-files.ts';

export type TimesResult =
  | { readonly set: true; readonly files: number; readonly folders: number; readonly changed: number }
  | { readonly set: false; readonly reason: string };

const MAX_LISTING = 1024 * 1024 * 1024;
const MAX_ATTRIBUTES = 16 * 1024 * 1024;

/**
 * Gives every clean tracked file and folder of the repository around `dir` (and of its submodules) a time that depends on
 * its content alone. Go's test cache compares file times, and a fresh checkout has new ones.
 */
export async function setContentTimes(dir: string): Promise<TimesResult> {
  const top = await git(dir, ['rev-parse', '--show-toplevel']);
  if (top === undefined) return { set: false, reason: 'it is no git work tree' };
  try {
    const result = await setTimesBelow(top.replace(/\r?\n$/, ''));
    return result ? { set: true, ...result } : { set: false, reason: 'git could not list the tracked files' };
  } catch (error) {
    return { set: false, reason: describeError(error).replaceAll('\n', ' ') };
  }
}

type Counts = { files: number; folders: number; changed: number };

async function setTimesBelow(root: string): Promise<Counts | undefined> {
  // With stale stat data every file would look modified; a failure (a read-only index) only costs time.
  await git(root, ['update-index', '-q', '--refresh']);
  const [listing, dirtyListing, config, local] = await Promise.all([
    git(root, ['ls-files', '-v', '-s', '-z']),
    git(root, ['diff-files', '--name-status', '-z', '--ignore-submodules']),
    git(root, [
      'config',
      '--null',
      '--get-regexp',
      String.raw`^(core\.(attributesfile|autocrlf|eol|symlinks|filemode)|filter\..*)$`,
    ]),
    git(root, ['rev-parse', '--git-path', 'info/attributes']),
  ]);
  if (listing === undefined || dirtyListing === undefined) return undefined;
  const entries = parseIndexListing(listing);
  const dirty = parseDirty(dirtyListing);
  const attributes = readAttributes(root, entries, local);
  const salt = createHash('sha256')
    .update(config ?? '')
    .update('\0')
    .update(attributes);
  const identified = await identify(root, entries, attributes);
  const counts = applyTimes(root, planFileTimes(identified, dirty, salt.digest('hex')));
  // The new times make git's stat data stale; without this every `git status` (Go's VCS stamp) reads all files again.
  await git(root, ['update-index', '-q', '--refresh']);
  const submodules = entries.filter(
    ({ mode, path }) => mode === '160000' && existsSync(join(root, path, '.git')),
  );
  for (const { path } of submodules) {
    const below = await setTimesBelow(join(root, path));
    counts.files += below?.files ?? 0;
    counts.folders += below?.folders ?? 0;
    counts.changed += below?.changed ?? 0;
  }
  return { ...counts, changed: counts.changed + dirty.length };
}

/** What decides, beside the configuration, how a blob becomes a file: all attributes, those of the tree and the local ones. */
function readAttributes(root: string, entries: readonly IndexEntry[], local: string | undefined): string {
  const inTree = entries.filter(({ path }) => path === '.gitattributes' || path.endsWith('/.gitattributes'));
  const files = inTree.map(({ path, id }) => `${path}\0${id}\0${readIfThere(join(root, fromBytes(path)))}`);
  return [...files, local === undefined ? '' : readIfThere(resolve(root, local.trimEnd()))].join('\0');
}

const fromBytes = (path: string): string => Buffer.from(path, 'latin1').toString('utf8');

/** Only regular files of a sane size: git itself follows no link here, and a link of the checkout may point anywhere. */
function readIfThere(path: string): string {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isFile() && stats.size <= MAX_ATTRIBUTES ? readFileSync(path, 'utf8') : '';
}

async function identify(
  root: string,
  entries: readonly IndexEntry[],
  attributes: string,
): Promise<readonly IndexEntry[]> {
  if (!attributes.includes('filter')) return entries;
  const paths = Buffer.from(entries.map(({ path }) => `${path}\0`).join(''), 'latin1');
  const listing = await git(root, ['check-attr', '-z', '--stdin', 'filter'], paths);
  // Without an answer no file is known to be what its blob says.
  return listing === undefined
    ? []
    : identifyFiltered(Buffer.from(`${root}/`), entries, parseFiltered(listing));
}

function applyTimes(root: string, times: readonly FileTime[]): Counts {
  const counts = { files: 0, folders: 0, changed: 0 };
  const base = Buffer.from(`${root}/`);
  for (const { path, kind, ms } of times) {
    const target = Buffer.concat([base, Buffer.from(path, 'latin1')]);
    const seconds = ms / 1_000;
    try {
      if (kind === 'link') lutimesSync(target, seconds, seconds);
      else utimesSync(target, seconds, seconds);
      counts[kind === 'folder' ? 'folders' : 'files'] += 1;
    } catch {
      // Not there (a sparse checkout), or not ours (another user's file): it keeps its own time, which is always sound.
    }
  }
  return counts;
}

/** The output as `latin1`, or undefined when git fails. Hooks and monitors of the repository's configuration stay off. */
async function git(dir: string, args: readonly string[], input?: Buffer): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  const fixed = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'safe.directory=*'];
  try {
    const result = await run('git', [...fixed, ...args], {
      cwd: dir,
      env: { GIT_TERMINAL_PROMPT: '0' },
      onStdout: (chunk) => chunks.push(chunk),
      maxBytes: MAX_LISTING,
      ...(input && { input }),
    });
    const accepted = result.code === 0 || (args[0] === 'config' && result.code === 1);
    return accepted ? Buffer.concat(chunks).toString('latin1') : undefined;
  } catch {
    return undefined; // there is no git: the job goes on with the times of the checkout
  }
}
