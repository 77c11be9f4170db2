import { createHash } from 'node:crypto';
import { existsSync, lutimesSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '@go-actions/action-kit';
import {
  type FileTime,
  type IndexEntry,
  parseDirty,
  parseIndexListing,
  planFileTimes,
} from '../file-times.ts';

export type TimesResult =
  | { readonly set: true; readonly files: number; readonly folders: number; readonly changed: number }
  | { readonly set: false; readonly reason: string };

const MAX_LISTING = 1024 * 1024 * 1024;

/**
 * Gives every clean tracked file and folder of the repository around `dir` (and of its submodules) a time that depends on
 * its content alone. Go's test cache compares file times, and a fresh checkout has new ones.
 */
export async function setContentTimes(dir: string): Promise<TimesResult> {
  const top = await git(dir, ['rev-parse', '--show-toplevel']);
  if (top === undefined) return { set: false, reason: 'it is no git work tree' };
  const result = await setTimesBelow(top.replace(/\r?\n$/, ''));
  if (!result) return { set: false, reason: 'git could not list the tracked files' };
  return { set: true, ...result };
}

type Counts = { files: number; folders: number; changed: number };

async function setTimesBelow(root: string): Promise<Counts | undefined> {
  // With stale stat data every file would look modified; a failure (a read-only index) only costs time.
  await git(root, ['update-index', '-q', '--refresh']);
  const [listing, dirtyListing, config] = await Promise.all([
    git(root, ['ls-files', '-v', '-s', '-z']),
    git(root, ['diff-files', '--name-status', '-z', '--ignore-submodules']),
    git(root, [
      'config',
      '--null',
      '--get-regexp',
      String.raw`^(core\.(autocrlf|eol|symlinks|filemode)|filter\..*)$`,
    ]),
  ]);
  if (listing === undefined || dirtyListing === undefined) return undefined;
  const entries = parseIndexListing(listing);
  const dirty = parseDirty(dirtyListing);
  const counts = applyTimes(root, planFileTimes(entries, dirty, conversionSalt(root, entries, config ?? '')));
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

/** Whatever decides how a blob becomes a file: attributes (in the tree and local), line ends, filters. */
function conversionSalt(root: string, entries: readonly IndexEntry[], config: string): string {
  const attributes = entries.filter(
    ({ path }) => path === '.gitattributes' || path.endsWith('/.gitattributes'),
  );
  const local = join(root, '.git', 'info', 'attributes');
  const salt = createHash('sha256').update(config);
  for (const { path, id } of attributes) salt.update(`\0${path}\0${id}`);
  if (existsSync(local)) salt.update(readFileSync(local));
  return salt.digest('hex');
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
async function git(dir: string, args: readonly string[]): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  const fixed = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'safe.directory=*'];
  try {
    const result = await run('git', [...fixed, ...args], {
      cwd: dir,
      env: { GIT_TERMINAL_PROMPT: '0' },
      onStdout: (chunk) => chunks.push(chunk),
      maxBytes: MAX_LISTING,
    });
    const accepted = result.code === 0 || (args[0] === 'config' && result.code === 1);
    return accepted ? Buffer.concat(chunks).toString('latin1') : undefined;
  } catch {
    return undefined; // there is no git: the job goes on with the times of the checkout
  }
}
