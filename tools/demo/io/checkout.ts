import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runChecked } from '@go-actions/action-kit';
import { inRoot } from '../../root.ts';
import { type Payload, pullRequestEvent, pushEvent } from '../event.ts';
import { hostileFiles } from '../hostile.ts';
import type { Scene } from '../scene.ts';
import { trapOf } from './trap-peer.ts';

/** A repository whose HEAD is what an event is about, with a bare `origin` beside it. */
export type Checkout = {
  readonly dir: string;
  /** The bare repository that `origin` names. */
  readonly origin: string;
  readonly sha: string;
  readonly event: { readonly name: string; readonly payload: Payload };
};

/** The example's first release, already there when a scene starts. */
const FIRST_TAG = 'v0.1.0';

/** Makes an example's repository in `dir`: `main`, and on top of it the scene's change as its history wants it. */
export async function createExample(
  dir: string,
  repository: string,
  { history, example = 'go-service' }: Pick<Scene, 'history' | 'example'>,
): Promise<Checkout> {
  const git = openGit(join(dir, 'work'));
  await cp(inRoot('examples', example), git.dir, { recursive: true });
  await git('init', '--quiet', '--initial-branch=main');
  const base = await git.commit('feat: first version');
  await git('tag', '--annotate', FIRST_TAG, '--message', FIRST_TAG);
  if (history.kind === 'push') {
    return publish(git, dir, { name: 'push', payload: pushEvent(repository, 'refs/heads/main', base) });
  }
  await git('checkout', '--quiet', '-b', 'feature');
  await applyChange(git.dir, history.change);
  const head = await git.commit(history.title);
  if (history.kind === 'pull-request')
    return publishPullRequest(git, dir, repository, { base, head, ...history });
  await git('checkout', '--quiet', 'main');
  await git('merge', '--quiet', '--ff-only', 'feature');
  if (history.kind === 'main') {
    return publish(git, dir, { name: 'push', payload: pushEvent(repository, 'refs/heads/main', head) });
  }
  await git('tag', '--annotate', history.tag, '--message', history.tag);
  return publish(git, dir, {
    name: 'push',
    payload: pushEvent(repository, `refs/tags/${history.tag}`, head),
  });
}

/** Checks out the merge commit that GitHub makes of a pull request; `base` is the head of `main`. */
export async function publishPullRequest(
  git: Git,
  dir: string,
  repository: string,
  request: { base: string; head: string; title: string; from?: string },
): Promise<Checkout> {
  const { base, head, title, from = repository } = request;
  await git('checkout', '--quiet', '--detach', base);
  await git('merge', '--quiet', '--no-ff', '--message', `Merge ${head} into ${base}`, head);
  const merge = await git('rev-parse', 'HEAD');
  return publish(git, dir, {
    name: 'pull_request',
    payload: pullRequestEvent(repository, { base, head, merge }, title, from),
  });
}

async function applyChange(work: string, change: string): Promise<void> {
  if (change !== 'hostile') {
    await cp(inRoot('tools/demo/changes', change), work, { recursive: true });
    return;
  }
  for (const [path, text] of Object.entries(hostileFiles(trapOf(work)))) {
    await mkdir(dirname(join(work, path)), { recursive: true });
    await writeFile(join(work, path), text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
  }
}

/** Gives the repository its `origin`, with all branches and tags. */
export async function publish(git: Git, dir: string, event: Checkout['event']): Promise<Checkout> {
  const origin = join(dir, 'origin.git');
  await git('clone', '--quiet', '--bare', '.', origin);
  await git('remote', 'add', 'origin', origin);
  await git('fetch', '--quiet', 'origin');
  return { dir: git.dir, origin, sha: await git('rev-parse', 'HEAD'), event };
}

export type Git = ((...args: string[]) => Promise<string>) & {
  readonly dir: string;
  commit(message: string): Promise<string>;
};

/** Git without the developer's own settings; commits one minute apart, the same in every run. */
export function openGit(dir: string): Git {
  let minute = 0;
  const identity = () => {
    const date = new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString();
    return { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  };
  const git = async (...args: string[]) => {
    const settings = [
      '-c',
      'user.name=Gopher',
      '-c',
      'user.email=gopher@example.com',
      '-c',
      'commit.gpgSign=false',
      '-c',
      'tag.gpgSign=false',
    ];
    const env = {
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_DIR: undefined,
      GIT_WORK_TREE: undefined,
      ...identity(),
    };
    return (await runChecked('git', [...settings, ...args], { cwd: dir, env })).stdout.trim();
  };
  const commit = async (message: string) => {
    await git('add', '--all');
    minute += 1;
    await git('commit', '--quiet', '--message', message);
    return git('rev-parse', 'HEAD');
  };
  return Object.assign(git, { dir, commit });
}
