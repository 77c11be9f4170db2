import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeJob } from '@go-actions/action-kit';
import { findBase, openRepository, type Repository } from '@go-actions/git-history';
import { createProject, type Project } from '@go-actions/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ZERO = '0'.repeat(40);
const job = (env: Record<string, string>, event: Record<string, unknown> = {}) =>
  describeJob(env, { repository: { default_branch: 'main' }, ...event }, '/nowhere');
const push = (env: Record<string, string>, before: string) =>
  job({ GITHUB_EVENT_NAME: 'push', GITHUB_REF_TYPE: 'branch', ...env }, { before });

describe('findBase', () => {
  let origin: Project;
  let clones: Project;
  const at: Record<string, string> = {};

  /** A clone as actions/checkout leaves it: one commit, one ref, detached. */
  async function checkout(sha: string, depth: string[] = ['--depth=1']): Promise<Repository> {
    const name = `clone-${Math.random().toString(36).slice(2)}`;
    await clones.git('init', '--quiet', name);
    await clones.git('-C', name, 'remote', 'add', 'origin', `file://${origin.dir}`);
    await clones.git('-C', name, 'fetch', '--quiet', '--no-tags', ...depth, 'origin', sha);
    await clones.git('-C', name, 'checkout', '--quiet', '--detach', 'FETCH_HEAD');
    const repo = await openRepository(clones.path(name));
    if (!repo) throw new Error('no repository');
    return repo;
  }

  beforeAll(async () => {
    clones = await createProject({});
    origin = await createProject({ 'a.go': 'package a\n' }, { git: true });
    for (let i = 0; i < 40; i++) await origin.commit(`chore: ${i}`);
    at.fork = await origin.git('rev-parse', 'HEAD');
    await origin.git('checkout', '--quiet', '-b', 'feature');
    for (let i = 0; i < 35; i++) await origin.commit(`feat: ${i}`, { 'b.go': `package a // ${i}\n` });
    at.feature = await origin.git('rev-parse', 'HEAD');
    await origin.git('checkout', '--quiet', 'main');
    at.payload = await origin.commit('chore: main moved on', { 'c.go': 'package a\n' });
    at.main = await origin.commit('chore: and again', { 'd.go': 'package a\n' });
    await origin.git('checkout', '--quiet', '--detach', 'main');
    await origin.git('merge', '--quiet', '--no-ff', '-m', 'test merge', 'feature');
    at.merge = await origin.git('rev-parse', 'HEAD');
    await origin.git('update-ref', 'refs/pull/1/merge', at.merge);
    await origin.git('checkout', '--quiet', 'main');
    await origin.git('checkout', '--quiet', '--orphan', 'unrelated');
    at.unrelated = await origin.commit('chore: alone');
    await origin.git('checkout', '--quiet', 'main');
  });

  afterAll(async () => {
    await origin[Symbol.asyncDispose]();
    await clones[Symbol.asyncDispose]();
  });

  const pullRequest = (sha: string | undefined, base = 'main') =>
    job(
      { GITHUB_EVENT_NAME: 'pull_request', GITHUB_SHA: sha ?? '', GITHUB_BASE_REF: base },
      { pull_request: { base: { sha: at.payload }, head: { sha: at.feature } } },
    );

  it('takes the first parent of the test merge, which is newer than the payload', async () => {
    const repo = await checkout('refs/pull/1/merge');
    const base = await findBase(repo, pullRequest(at.merge));
    expect(base).toEqual({ found: true, sha: at.main, head: at.merge, source: 'pull-request' });
  });

  it('deepens a shallow clone until the merge-base of a pull request is certain', async () => {
    const repo = await checkout(at.feature ?? '');
    const base = await findBase(repo, pullRequest(at.merge));
    expect(base).toEqual({ found: true, sha: at.fork, head: at.feature, source: 'pull-request' });
  });

  it('finds the merge-base although the base branch was deleted', async () => {
    const repo = await checkout(at.feature ?? '', []);
    const base = await findBase(repo, pullRequest(at.merge, 'gone'));
    expect(base).toMatchObject({ found: true, sha: at.fork });
  });

  it('takes the commit before a push', async () => {
    const repo = await checkout(at.main ?? '');
    const base = await findBase(repo, push({ GITHUB_REF_NAME: 'main' }, at.payload ?? ''));
    expect(base).toEqual({ found: true, sha: at.payload, head: at.main, source: 'push' });
  });

  it('takes the common ancestor after a force push', async () => {
    const repo = await checkout(at.main ?? '');
    const base = await findBase(repo, push({ GITHUB_REF_NAME: 'main' }, at.feature ?? ''));
    expect(base).toMatchObject({ found: true, sha: at.fork, source: 'push' });
  });

  it('compares the first push of a branch with the default branch', async () => {
    const repo = await checkout(at.feature ?? '');
    const base = await findBase(repo, push({ GITHUB_REF_NAME: 'feature' }, ZERO));
    expect(base).toMatchObject({ found: true, sha: at.fork, source: 'default-branch' });
  });

  it('takes the base of a merge group as it is', async () => {
    const repo = await checkout(at.merge ?? '');
    const base = await findBase(
      repo,
      job({ GITHUB_EVENT_NAME: 'merge_group' }, { merge_group: { base_sha: at.main } }),
    );
    expect(base).toMatchObject({ found: true, sha: at.main, source: 'merge-group' });
  });

  it('takes a branch name as input', async () => {
    const repo = await checkout(at.feature ?? '');
    expect(await findBase(repo, job({}), { base: 'main' })).toMatchObject({
      found: true,
      sha: at.fork,
      source: 'input',
    });
  });

  const nothing = [
    {
      name: 'on the first push of the default branch',
      job: push({ GITHUB_REF_NAME: 'main' }, ZERO),
      reason: 'first push',
    },
    {
      name: 'for a tag',
      job: job({ GITHUB_EVENT_NAME: 'push', GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v1' }),
      reason: 'a tag (v1)',
    },
    {
      name: 'for a commit that nobody has',
      job: push({ GITHUB_REF_NAME: 'main' }, 'f'.repeat(40)),
      reason: 'could not be fetched',
    },
    {
      name: 'for an option in place of a name',
      job: job({}),
      base: '--upload-pack=/bin/true',
      reason: 'not the name of a commit',
    },
    {
      name: 'for a refspec in place of a name',
      job: job({}),
      base: 'main:refs/heads/x',
      reason: 'not the name of a commit',
    },
    { name: 'without a common commit', job: job({}), base: 'unrelated', reason: 'no common commit' },
  ];
  it.each(nothing)('has no base $name', async (row) => {
    const repo = await checkout(at.main ?? '');
    const base = await findBase(repo, row.job, { base: row.base });
    expect(base).toMatchObject({ found: false, reason: expect.stringContaining(row.reason) });
  });

  it('sends the token as the only credential, and writes it nowhere', async () => {
    const seen: string[][] = [];
    const server = createServer((request, response) => {
      seen.push(request.headersDistinct.authorization ?? []);
      response.writeHead(404).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const repo = await checkout(at.main ?? '');
    await repo.git(['remote', 'set-url', 'origin', `${url}/octo/app.git`]);
    // What actions/checkout leaves behind; two headers are refused by GitHub.
    await repo.git(['config', `http.${url}/.extraheader`, 'AUTHORIZATION: basic b2xk']);
    const event = { ...push({ GITHUB_REF_NAME: 'main' }, 'f'.repeat(40)), serverUrl: url };
    expect(await findBase(repo, event, { token: 'ghs_secret' })).toMatchObject({ found: false });
    server.close();
    expect(new Set(seen.flat())).toEqual(new Set([`basic ${btoa('x-access-token:ghs_secret')}`]));
    expect(seen.every((headers) => headers.length === 1)).toBe(true);
    expect((await repo.git(['config', '--list'])).stdout).not.toContain(btoa('x-access-token:ghs_secret'));
  });

  it('does not touch the network when it may not', async () => {
    const repo = await checkout(at.feature ?? '');
    expect(await findBase(repo, pullRequest(at.merge), { deepen: false })).toMatchObject({ found: false });
  });
});
