import { symlink } from 'node:fs/promises';
import { runChecked } from '@go-actions/action-kit';
import { createProject, runAction, startCacheService, wantsPost } from '@go-actions/test-kit';
import { expect, it } from 'vitest';
import { NO_RELEASES, SMALL, serveFakeLinter } from './fake-linter.ts';
import { CLEAN, repository } from './gate.ts';

const INPUTS = { preset: 'fast', checks: '{ golangci: error, fmt: off, vet: off, staticcheck: off }' };
const EVENT = { repository: { default_branch: 'main' } };

it('keeps the linter and what it learned for the next job, and only the default branch saves', async () => {
  await using tools = await createProject({});
  await using project = await repository({ 'app.go': CLEAN });
  await using service = await startCacheService();
  const proxy = await serveFakeLinter(tools, { main: SMALL });
  const gocache = (await runChecked('go', ['env', 'GOCACHE'])).stdout.trim();
  // No linter is on PATH and no release can be had: the first job builds one. Each job is a new runner, with an empty tool cache.
  const lintOnce = async (env: Record<string, string> = {}) => {
    await using runner = await createProject({});
    // Where the action compiles a linter: here with what other tests have compiled of the standard library.
    await symlink(gocache, runner.path('linter-build'), 'dir');
    const job = {
      workspace: project.dir,
      inputs: INPUTS,
      event: EVENT,
      temp: runner.dir,
      env: {
        ...service.env(),
        ...proxy,
        ...NO_RELEASES,
        GOMODCACHE: tools.path('modcache'),
        GOFLAGS: '-modcacherw',
        ...env,
      },
    };
    const result = await runAction('lint-gate', job);
    const wanted = await wantsPost('lint-gate', result);
    const post = wanted ? (await runAction('lint-gate', { ...job, state: result.state })).stdout : '';
    return { ...result, wanted, post };
  };
  const first = await lintOnce();
  expect(first.stdout).toContain('golangci-lint v2.15.0 (go');
  expect(first.stdout).toContain('from go-install.');
  expect(first.post.match(/lint-gate-(tool|facts)-golangci-lint-v2\.15\.0-\S+: saved/g)).toHaveLength(2);

  const second = await lintOnce();
  expect(second.stdout).toContain('from restored.');
  expect(second.stdout).not.toContain('Building');
  expect(second.outputs.verdict).toBe('pass');
  expect(second.post).not.toContain('saved');
  expect(second.wanted).toBe(false);

  await project.commit('feat: more', { 'app.go': `${CLEAN}\n// More.\n` });
  const pullRequest = await lintOnce({ GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF_NAME: '7/merge' });
  expect(pullRequest.stdout).toContain('from restored.');
  expect(service.entries()).toHaveLength(2);

  const third = await lintOnce();
  expect(third.post).toMatch(/lint-gate-facts-\S+: saved/);
});
