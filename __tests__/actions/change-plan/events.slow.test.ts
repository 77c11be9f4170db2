import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeJob } from '@go-actions/action-kit';
import { createProject, type Project, runAction } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { fullByEvent, workflowFile } from '../../../actions/change-plan/src/event.ts';
import { plan, SERVICE } from './service.ts';

const ZERO = '0'.repeat(40);
const CHANGE = { 'internal/fake/fake.go': 'package fake\n\nvar X = 1\n' };

const context = (env: Record<string, string>, event: Record<string, unknown>) =>
  describeJob(
    { GITHUB_EVENT_NAME: 'push', GITHUB_REF_NAME: 'feature', GITHUB_REF_TYPE: 'branch', ...env },
    { repository: { default_branch: 'main' }, before: 'a'.repeat(40), ...event },
    '/',
  );

describe('fullByEvent asks for everything', () => {
  it.each([
    {
      name: 'on the default branch',
      env: { GITHUB_REF_NAME: 'main' },
      want: 'the default branch `main` runs everything',
    },
    {
      name: 'for a tag',
      env: { GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v1`x' },
      want: "a tag runs everything (`v1'x`)",
    },
    {
      name: 'on a schedule',
      env: { GITHUB_EVENT_NAME: 'schedule' },
      want: 'the event `schedule` names no change to compare',
    },
    {
      name: 'when started by hand',
      env: { GITHUB_EVENT_NAME: 'workflow_dispatch' },
      want: 'the event `workflow_dispatch` names no change to compare',
    },
    {
      name: 'without an event',
      env: { GITHUB_EVENT_NAME: '' },
      want: 'the event `none` names no change to compare',
    },
    { name: 'on the first push', event: { before: ZERO }, want: 'this is the first push of the branch' },
    {
      name: 'on a push that creates the branch',
      event: { created: true },
      want: 'this is the first push of the branch',
    },
    { name: 'for a deleted branch', event: { deleted: true }, want: 'the branch was deleted' },
    {
      name: 'without a default branch',
      event: { repository: {} },
      want: 'the event does not say which branch is the default one',
    },
    { name: 'never for a push to another branch', want: undefined },
    {
      name: 'never for a pull request to the default branch',
      env: { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF_NAME: '1/merge' },
      want: undefined,
    },
    { name: 'never in the merge queue', env: { GITHUB_EVENT_NAME: 'merge_group' }, want: undefined },
  ])('$name', ({ env, event, want }) => {
    expect(fullByEvent(context({ ...env } as Record<string, string>, { ...event }))).toBe(want);
  });
});

it.each([
  { ref: 'octo/app/.github/workflows/ci.yml@refs/heads/a@b', want: '.github/workflows/ci.yml' },
  { ref: 'other/app/.github/workflows/ci.yml@main', want: undefined },
  { ref: undefined, want: undefined },
])('workflowFile of $ref is $want', ({ ref, want }) => {
  expect(workflowFile(context({ GITHUB_REPOSITORY: 'octo/app' }, {}), ref)).toBe(want);
});

describe('everything runs', () => {
  it.concurrent.each([
    { name: 'on the default branch', env: { GITHUB_REF_NAME: 'main' }, reason: /default branch `main`/ },
    {
      name: 'for a tag',
      env: { GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v1.0.0', GITHUB_REF: 'refs/tags/v1.0.0' },
      reason: /a tag runs everything \(`v1\.0\.0`\)/,
    },
    {
      name: 'on the first push of a branch',
      event: { before: ZERO, created: true },
      reason: /the first push of the branch/,
    },
    {
      name: 'when the branch was deleted',
      event: { after: ZERO, deleted: true },
      reason: /the branch was deleted/,
    },
    {
      name: 'after a force push over an unknown commit',
      event: { before: 'a'.repeat(40), forced: true },
      reason: /forced over a{12}, which this clone does not have/,
      doubt: true,
    },
    {
      name: 'when the head is not checked out',
      inputs: { head: 'HEAD~1' },
      reason: /not the commit that is checked out/,
      doubt: true,
    },
    {
      name: 'when the base is what is checked out, as in pull_request_target',
      inputs: { base: 'HEAD' },
      reason: /the commit to compare with is the one that is checked out/,
      doubt: true,
    },
    {
      name: 'when a package does not load',
      files: { 'pkg/client/client.go': 'package client\n\nimport _ "example.com/svc/internal/missing"\n' },
      reason: /does not load: .*internal\/missing/,
      unlisted: true,
      doubt: true,
    },
    {
      name: 'when the workflow that runs it changed',
      inputs: { always: 'nothing' },
      files: { '.github/workflows/ci.yml': 'on: push\n' },
      env: { GITHUB_WORKFLOW_REF: 'octo/app/.github/workflows/ci.yml@refs/heads/feature' },
      reason: /the workflow that runs this/,
    },
  ])('$name', async ({ inputs, env, event, files, reason, unlisted, doubt }) => {
    await using project = await createProject(SERVICE, { git: true });
    await project.commit('change', { ...CHANGE, ...(files as object) });
    const { code, outputs, annotations } = await plan(project, {
      inputs: inputs ?? {},
      env: env ?? {},
      ...(event && { event }),
    } as never);
    expect(code).toBe(0);
    expect(outputs.mode).toBe('full');
    expect(outputs.reason).toMatch(reason);
    expect(outputs).toMatchObject({
      packages: './...',
      mains: unlisted ? '' : 'example.com/svc/cmd/api example.com/svc/cmd/cli',
      'run-e2e': 'true',
    });
    const notice = { level: 'notice', message: outputs.reason };
    expect(annotations).toEqual(doubt ? [expect.objectContaining(notice)] : []);
    expect(JSON.parse(outputs.shards ?? '')).toEqual([{ name: '1/1', index: 1, packages: './...' }]);
  });

  it('outside of a git repository', async () => {
    await using project = await createProject(SERVICE);
    const { code, outputs } = await runAction('change-plan', {
      workspace: project.dir,
      inputs: { base: 'main' },
    });
    expect(code).toBe(0);
    expect(outputs.reason).toContain('there is no git checkout in the workspace');
  });

  it('in shards of all packages when shards are asked for', async () => {
    await using project = await createProject(SERVICE, { git: true });
    const { outputs } = await plan(project, {
      inputs: { select: 'all', 'max-shards': '3' },
      event: { before: ZERO },
    });
    const shards = JSON.parse(outputs.shards ?? '') as { packages: string }[];
    expect(shards.flatMap((shard) => shard.packages.split(' ')).sort()).toHaveLength(6);
    expect(shards).toHaveLength(3);
  });
});

describe('the change decides', () => {
  it('in the merge queue, against the base of the queue', async () => {
    await using project = await createProject(SERVICE, { git: true });
    const base = await project.git('rev-parse', 'HEAD');
    await project.commit('one', CHANGE);
    await project.commit('two', { 'README.md': '#\n' });
    const { outputs } = await plan(project, {
      env: { GITHUB_EVENT_NAME: 'merge_group', GITHUB_REF_NAME: 'gh-readonly-queue/main/pr-1' },
      event: { before: undefined, merge_group: { base_sha: base } },
    });
    expect(outputs).toMatchObject({ mode: 'affected', base });
    expect(JSON.parse(outputs['changed-files'] ?? '')).toEqual(['README.md', 'internal/fake/fake.go']);
  });

  it('in a pull request, against the first parent of the test merge', async () => {
    await using project = await createProject(SERVICE, { git: true });
    const old = await project.git('rev-parse', 'HEAD');
    await project.git('switch', '--quiet', '--create', 'feature');
    await project.commit('feature', CHANGE);
    await project.git('switch', '--quiet', 'main');
    const base = await project.commit('main moved on', {
      'pkg/client/client.go': 'package client\n\nvar Y = 1\n',
    });
    await project.git('merge', '--quiet', '--no-ff', '--no-edit', 'feature');
    const { outputs } = await plan(project, {
      env: { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF_NAME: '1/merge', GITHUB_BASE_REF: 'main' },
      event: { before: undefined, pull_request: { base: { sha: old } } },
    });
    expect(outputs).toMatchObject({ mode: 'affected', base });
    expect(JSON.parse(outputs['changed-files'] ?? '')).toEqual(['internal/fake/fake.go']);
  });

  /** A clone of depth 1 of the branch `feature`, whose base is on `main`. */
  async function cloneFeature(origin: Project, place: Project): Promise<string> {
    await origin.git('switch', '--quiet', '--create', 'feature');
    for (let i = 0; i < 40; i++) await origin.commit(`commit ${i}`, { 'docs/log.md': `# ${i}\n` });
    await origin.commit('change', CHANGE);
    await origin.git('config', 'uploadpack.allowReachableSHA1InWant', 'true');
    await place.git('clone', '--quiet', '--depth=1', '--branch=feature', `file://${origin.dir}`, 'clone');
    return place.path('clone');
  }

  it('never in a clone of depth 1 whose origin is gone: everything runs', async () => {
    await using origin = await createProject(SERVICE, { git: true });
    const before = await origin.git('rev-parse', 'HEAD');
    await using place = await createProject({});
    const dir = await cloneFeature(origin, place);
    await place.exec('git', ['remote', 'set-url', 'origin', `file://${place.path('nowhere')}`], { cwd: dir });
    const { code, outputs, annotations } = await plan(place, { dir, event: { before } });
    expect(code).toBe(0);
    expect(outputs).toMatchObject({ mode: 'full', reason: expect.stringContaining('could not be fetched') });
    expect(annotations).toMatchObject([{ level: 'notice', message: outputs.reason }]);
  });

  it('in a clone of depth 1, which is deepened', async () => {
    await using origin = await createProject(SERVICE, { git: true });
    const base = await origin.git('rev-parse', 'HEAD');
    await using place = await createProject({});
    const dir = await cloneFeature(origin, place);
    const { outputs } = await plan(place, { dir, event: { before: 'b'.repeat(40) } });
    expect(outputs).toMatchObject({ mode: 'affected', base });
    expect(outputs.packages).toBe('example.com/svc/internal/fake example.com/svc/internal/store');
  });

  it('case cache-plan/23: a push is compared with the default branch, not with a commit that nobody proved', async () => {
    await using project = await createProject(SERVICE, { git: true });
    const main = await project.git('rev-parse', 'HEAD');
    await project.git('update-ref', 'refs/remotes/origin/main', main);
    const before = await project.commit('red', { 'internal/store/store.go': 'package store\n\nvar X = 1\n' });
    await project.commit('docs', { 'pkg/client/client.go': 'package client\n\nvar Y = 1\n' });
    const { outputs } = await plan(project, { event: { before } });
    expect(outputs).toMatchObject({ mode: 'affected', base: main });
    expect(outputs.packages).toContain('example.com/svc/internal/store');
  });

  it('after a force push that dropped a commit: the tree is what the default branch has, and the change', async () => {
    await using project = await createProject(SERVICE, { git: true });
    const base = await project.git('rev-parse', 'HEAD');
    await project.git('update-ref', 'refs/remotes/origin/main', base);
    const before = await project.commit('dropped', {
      'internal/store/store.go': 'package store\n\nvar X = 1\n',
    });
    await project.git('reset', '--quiet', '--hard', 'HEAD~1');
    await project.commit('kept', { 'pkg/client/client.go': 'package client\n\nvar Y = 1\n' });
    const { outputs } = await plan(project, { event: { before, forced: true } });
    expect(outputs).toMatchObject({ mode: 'affected', base });
    expect(JSON.parse(outputs['changed-files'] ?? '')).toEqual(['pkg/client/client.go']);
  });

  it('case security/03: another commit than that of the event is never taken for it', async () => {
    await using project = await createProject(SERVICE, { git: true });
    await project.commit('change', { 'docs/guide.md': '# more\n' });
    const { outputs } = await plan(project, { env: { GITHUB_SHA: 'c'.repeat(40) } });
    expect(outputs).toMatchObject({
      mode: 'full',
      reason: expect.stringContaining('the push event is about cccccccccccc'),
    });
  });

  it('although the head of a pull request is checked out on purpose', async () => {
    await using project = await createProject(SERVICE, { git: true });
    const base = await project.git('rev-parse', 'HEAD');
    const head = await project.commit('change', CHANGE);
    const { outputs } = await plan(project, {
      env: { GITHUB_EVENT_NAME: 'pull_request', GITHUB_BASE_REF: 'main', GITHUB_SHA: 'c'.repeat(40) },
      event: { before: undefined, pull_request: { base: { sha: base }, head: { sha: head } } },
    });
    expect(outputs).toMatchObject({ mode: 'affected', base });
  });

  it('against the last green run of the branch, when that is asked for, and the default branch where there was none', async () => {
    await using project = await createProject(SERVICE, { git: true });
    await project.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    const main = await project.git('rev-parse', 'HEAD');
    const green = await project.commit('green', {
      'internal/store/store.go': 'package store\n\nvar X = 1\n',
    });
    const before = await project.commit('red', { 'pkg/client/client.go': 'package client\n\nvar Y = 1\n' });
    await project.commit('docs', { 'docs/guide.md': '# more\n' });
    const asked: string[] = [];
    const answers: [number, unknown][] = [
      [200, { workflow_runs: [{ head_sha: green }] }],
      [200, { workflow_runs: [] }],
      [403, { message: 'Resource not accessible by integration' }],
    ];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      const [status, body] = answers[asked.length - 1] ?? [500, {}];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const options = {
      inputs: { base: 'last-success', token: 'ghs_token' },
      event: { before },
      env: {
        GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        GITHUB_WORKFLOW_REF: 'octo/app/.github/workflows/ci.yml@refs/heads/feature',
      },
    };
    const since = await plan(project, options);
    const first = await plan(project, options);
    const refused = await plan(project, options);
    server.close();
    expect(since.outputs).toMatchObject({ mode: 'affected', base: green });
    expect(since.outputs.packages).not.toContain('internal/store');
    expect(first.outputs).toMatchObject({ mode: 'affected', base: main });
    expect(first.outputs.packages).toContain('internal/store');
    expect(refused.outputs).toMatchObject({ mode: 'full', reason: expect.stringContaining('actions: read') });
    expect(asked[0]).toBe(
      '/repos/octo/app/actions/workflows/ci.yml/runs?branch=feature&event=push&status=success&per_page=1',
    );
  });

  it('when a base is given, also on the default branch', async () => {
    await using project = await createProject(SERVICE, { git: true });
    await project.commit('change', CHANGE);
    const { outputs } = await plan(project, { inputs: { base: 'HEAD~1' }, env: { GITHUB_REF_NAME: 'main' } });
    expect(outputs.mode).toBe('affected');
  });
});
