import { lstatSync, realpathSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import type { RunResult } from '@go-actions/action-kit';
import { isPartialClone, parseConfig, planSettings } from '../config.ts';
import { GitError } from '../problem.ts';
import { type GitOptions, gitFailure, runGit } from './program.ts';

/** A git work tree, asked through a git that is given its repository, and runs no hooks, filters, monitors or diff programs. */
export type Repository = {
  /** Absolute path of the work tree's top folder, without symbolic links. */
  readonly root: string;
  /** Whether objects may be missing that git fetches when they are needed. */
  readonly partial: boolean;
  /** Runs git in `root`; resolves for every exit code. */
  git(args: readonly string[], options?: GitOptions): Promise<RunResult>;
};

/**
 * Opens the repository of a checkout: the one whose top folder is `workspace`, or the first folder below it on the way to
 * `dir` that has a `.git`. A folder outside of the workspace (a scratch checkout of ours) belongs to the nearest `.git` above.
 * Nothing is looked for in any other way, so that a bare repository in the tree is never the answer. `undefined` says that there is
 * no `.git` at all; everything else that goes wrong is a GitError.
 */
export async function openRepository(dir: string, workspace: string = dir): Promise<Repository | undefined> {
  const [top, folder] = [realpathSync(workspace), realpathSync(dir)];
  const way = foldersBetween(top, folder);
  const [outer, ...inner] = way
    ? way.filter(hasGit)
    : [nearest(folder)].filter((found) => found !== undefined);
  if (outer === undefined) return undefined;
  refuseBare(outer, folder);
  let repository = await openTop(outer);
  for (const next of inner) {
    await refuseTracked(repository, next);
    repository = await openTop(next);
  }
  return repository;
}

/** Opens the repository whose work tree's top folder is `root`. */
export async function openTop(root: string): Promise<Repository> {
  const place = [`--git-dir=${await findGitDir(root)}`, `--work-tree=${root}`];
  const listing = ['config', '--list', '-z'];
  const listed = await runGit(root, [...place, ...listing], { network: true });
  if (listed.code !== 0) throw gitFailure(listing, listed);
  const entries = parseConfig(listed.stdout);
  const settings = planSettings(entries).flatMap((setting) => ['-c', setting]);
  const partial = isPartialClone(entries);
  return {
    root,
    partial,
    git: (args, options) => runGit(root, [...place, ...settings, ...args], { network: partial, ...options }),
  };
}

/** Standard output of a git command that must succeed; anything else is a GitError with git's own words. */
export async function readGit(
  repo: Repository,
  args: readonly string[],
  options?: GitOptions,
): Promise<string> {
  const result = await repo.git(args, options);
  if (result.code !== 0) throw gitFailure(args, result);
  return result.stdout;
}

const OUTPUT_LIMIT = 512 * 1024 * 1024;

/** Like `readGit`, as bytes: file names and contents need not be UTF-8. At most 512 MiB. */
export async function readGitBytes(
  repo: Repository,
  args: readonly string[],
  options: GitOptions & { readonly fine?: readonly number[] } = {},
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const { fine = [0], ...running } = options;
  const result = await repo.git(args, {
    ...running,
    onStdout: (chunk) => {
      size += chunk.length;
      if (size <= OUTPUT_LIMIT) chunks.push(chunk);
    },
  });
  if (result.code === null || !fine.includes(result.code)) throw gitFailure(args, result);
  if (size > OUTPUT_LIMIT) throw new GitError('failed', `\`git ${args[0]}\` printed more than 512 MiB.`);
  return Buffer.concat(chunks);
}

/** `top` and every folder on the way down to `dir`; `undefined` when `dir` does not lie in it. */
function foldersBetween(top: string, dir: string): string[] | undefined {
  const way = relative(top, dir);
  if (way === '..' || way.startsWith(`..${sep}`) || resolve(top, way) !== dir) return undefined;
  const parts = way.split(sep).filter(Boolean);
  return [top, ...parts.map((_, i) => join(top, ...parts.slice(0, i + 1)))];
}

function nearest(dir: string): string | undefined {
  for (let folder = dir; ; folder = dirname(folder)) {
    if (hasGit(folder)) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

const exists = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;
const hasGit = (folder: string): boolean => exists(join(folder, '.git'));

/** A linked work tree and a submodule have a file `.git` that names the folder (gitrepository-layout). */
async function findGitDir(root: string): Promise<string> {
  const path = join(root, '.git');
  try {
    const folder = statSync(path).isDirectory() ? path : resolve(root, await readGitFile(path));
    if (exists(join(folder, 'HEAD'))) return folder;
  } catch (cause) {
    if (!['EACCES', 'EPERM'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    throw new GitError('not-yours', `${path} may not be read by the user of this step.`, { cause });
  }
  throw new GitError('failed', `${path} is there, but it is not a git repository.`);
}

async function readGitFile(path: string): Promise<string> {
  return /^gitdir: ([^\r\n]+)/.exec(await readFile(path, 'utf8'))?.[1] ?? 'none';
}

/** Programs that look for a repository themselves, go and linters among them, would find a bare one below the checkout's. */
function refuseBare(top: string, dir: string): void {
  const bare = foldersBetween(top, dir)
    ?.slice(1)
    .find((folder) => !hasGit(folder) && isBare(folder));
  if (bare !== undefined) throw nested(bare, top);
}

/** As git sees it (setup.c, is_git_directory): HEAD, which may be a link to nowhere, and objects and refs here or in `commondir`. */
function isBare(folder: string): boolean {
  const has = (name: string) => lstatSync(join(folder, name), { throwIfNoEntry: false }) !== undefined;
  return has('HEAD') && (has('commondir') || (has('objects') && has('refs')));
}

/** A repository of its own below the checkout is a submodule or a second checkout; never something that the first one tracks. */
async function refuseTracked(outer: Repository, inner: string): Promise<void> {
  const path = posix.join(...relative(outer.root, inner).split(sep));
  const entries = await readGit(outer, ['ls-files', '--stage', '-z', '--', `:(top,literal)${path}`]);
  if (entries !== '' && !entries.startsWith('160000 ')) throw nested(inner, outer.root);
}

function nested(folder: string, top: string): GitError {
  return new GitError(
    'nested',
    `${JSON.stringify(relative(top, folder))} is a git repository inside of the files of the checkout, and could answer in its place.`,
    { remedy: 'Remove that repository from the tree, or choose another `working-directory`.' },
  );
}
