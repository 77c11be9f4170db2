import { cp, lstat, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { ActionError, run, runChecked } from '@go-actions/action-kit';
import { discoverModules } from '@go-actions/go-project';
import { pushEvent } from '../event.ts';
import type { Played } from '../report.ts';
import { type Checkout, type Git, openGit, publish, publishPullRequest } from './checkout.ts';
import { NOBODY } from './peers.ts';
import { runWorkflow, type Stage } from './stage.ts';

/** A folder that the user named: a Go module or several, maybe below the root of a git repository. */
export type OwnRepository = { readonly folder: string; readonly root: string | undefined };

/** Looks at the folder, as seen from where `npm run` was called; throws one line when there is nothing for us in it. */
export async function openOwn(argument: string): Promise<OwnRepository> {
  const folder = resolve(process.env.INIT_CWD ?? process.cwd(), argument);
  const stats = await lstat(folder).catch(() => undefined); // reported in the next line
  if (!stats) throw new ActionError(`${argument} does not exist; name a folder of a Go repository.`);
  await discoverModules(folder).catch((error: unknown) => {
    const found = error instanceof Error ? error.message : String(error);
    throw new ActionError(`${argument} is no Go repository: ${found}`);
  });
  const top = await run('git', ['rev-parse', '--show-toplevel'], { cwd: folder, env: READ_ONLY });
  return { folder, root: top.code === 0 ? top.stdout.trim() : undefined };
}

/**
 * Plays the pull-request scene on a copy of the repository: what is asked is the whole gate, and what is new in it is what
 * is not committed yet, else the last commit. Nothing is written into the original.
 */
export async function playOwn(own: OwnRepository, stage: Stage): Promise<Played> {
  const started = performance.now();
  const scratch = await mkdtemp(join(tmpdir(), 'go-actions-own-'));
  try {
    const repository = `local/${basename(own.root ?? own.folder).replace(/[^\w.-]/g, '-')}`;
    const checkout = own.root
      ? await copyRepository(own.root, scratch, repository)
      : await copyFolder(own.folder, scratch, repository);
    const inside = relative(own.root ?? own.folder, own.folder)
      .split(sep)
      .join('/');
    const run = await runWorkflow(
      {
        caller: 'examples/workflows/required-check.yml',
        workflow: '.github/workflows/go-ci.yml',
        // A review, not an audit: findings count where something is new.
        with: {
          'working-directory': inside || '.',
          select: 'all',
          preset: 'fast',
          'only-new': checkout.event.name === 'pull_request' ? 'lines' : 'off',
        },
      },
      { repository, checkout, peers: NOBODY, stage, scratch, log: 'own-repository' },
    );
    const scene = { name: basename(own.folder), story: `The whole gate; the change is ${checkout.change}.` };
    return { scene, runs: [{ run, expected: undefined }], facts: [], ms: performance.now() - started };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Git must not even refresh the index of the original. */
const READ_ONLY = { GIT_OPTIONAL_LOCKS: '0', GIT_DIR: undefined, GIT_WORK_TREE: undefined };
const DEPTH = '50';

type Copy = Checkout & { readonly change: string };

async function copyRepository(root: string, scratch: string, repository: string): Promise<Copy> {
  const read = async (...args: string[]) =>
    (await runChecked('git', ['-c', 'core.fsmonitor=false', ...args], { cwd: root, env: READ_ONLY })).stdout;
  const git = await newRepository(scratch);
  const hasCommit =
    (await run('git', ['rev-parse', '--verify', '--quiet', 'HEAD'], { cwd: root, env: READ_ONLY })).code ===
    0;
  if (hasCommit) {
    await git('fetch', '--quiet', '--no-tags', '--depth', DEPTH, `file://${root}`, 'HEAD');
    await git('reset', '--quiet', '--hard', 'FETCH_HEAD');
  }
  const names = (text: string) => text.split('\0').filter(Boolean);
  const changed = hasCommit
    ? names(await read('diff', '--name-only', '--no-renames', '--no-ext-diff', '-z', 'HEAD'))
    : names(await read('ls-files', '-z', '--cached'));
  const untracked = names(await read('ls-files', '-z', '--others', '--exclude-standard', ':/'));
  const paths = [...new Set([...changed, ...untracked])];
  for (const path of paths) await copyPath(join(root, path), join(git.dir, path));
  return conclude(git, scratch, repository, { hasCommit, dirty: paths.length > 0 });
}

async function copyFolder(folder: string, scratch: string, repository: string): Promise<Copy> {
  const git = await newRepository(scratch);
  for (const name of await readdir(folder)) {
    await cp(join(folder, name), join(git.dir, name), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => basename(path) !== '.git',
    });
  }
  return conclude(git, scratch, repository, { hasCommit: false, dirty: true });
}

/** What is new becomes a pull request where there is something to compare it with, else the first push to `main`. */
async function conclude(
  git: Git,
  scratch: string,
  repository: string,
  state: { hasCommit: boolean; dirty: boolean },
): Promise<Copy> {
  const before = state.hasCommit ? await git('rev-parse', 'HEAD') : undefined;
  const head = state.dirty
    ? await git.commit('wip: what is not committed yet')
    : await git('rev-parse', 'HEAD');
  const parents = await git('rev-list', '--parents', '--max-count=1', head);
  const base = state.dirty ? before : parents.split(' ')[1];
  if (!base) {
    const event = { name: 'push', payload: pushEvent(repository, 'refs/heads/main', head) };
    return { ...(await publish(git, scratch, event)), change: 'all of it' };
  }
  await git('update-ref', 'refs/heads/main', base);
  const title = await git('log', '-1', '--format=%s', head);
  const checkout = await publishPullRequest(git, scratch, repository, { base, head, title });
  return { ...checkout, change: state.dirty ? 'what is not committed yet' : `the last commit, "${title}"` };
}

async function newRepository(scratch: string): Promise<Git> {
  const git = openGit(join(scratch, 'work'));
  await mkdir(git.dir);
  await git('init', '--quiet', '--initial-branch=work');
  return git;
}

/** Copies one file or link; what is gone from the work tree goes from the copy, too. A submodule's folder stays empty. */
async function copyPath(from: string, to: string): Promise<void> {
  const stats = await lstat(from).catch(() => undefined); // deleted and not committed
  await rm(to, { recursive: true, force: true });
  if (!stats || stats.isDirectory()) return;
  await mkdir(dirname(to), { recursive: true });
  await cp(from, to, { verbatimSymlinks: true });
}
