import { symlink } from 'node:fs/promises';
import { runChecked } from '@go-actions/action-kit';
import { createProject, runAction, startCacheService, wantsPost } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { packFiles, unpackFiles } from '../../../actions/lint-gate/src/archive.ts';
import { type CacheFacts, factsKeys, maySave, toolKey } from '../../../actions/lint-gate/src/cache-plan.ts';
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

const linter = {
  name: 'golangci-lint',
  version: 'v2.13.1',
  goVersion: { text: 'go1.26.8', major: 1, minor: 26 },
  os: 'linux',
  arch: 'x64',
};

it('keys never mix versions of the linter or of Go, and fall back from the commit to the dependencies to the configuration', () => {
  expect(toolKey(linter)).toBe('lint-gate-tool-golangci-lint-v2.13.1-go1.26-linux-x64');
  expect(factsKeys(linter, { config: 'c', sums: 's', tree: 't' })).toEqual({
    key: 'lint-gate-facts-golangci-lint-v2.13.1-go1.26-linux-x64-c-s-t',
    prefixes: [
      'lint-gate-facts-golangci-lint-v2.13.1-go1.26-linux-x64-c-s-',
      'lint-gate-facts-golangci-lint-v2.13.1-go1.26-linux-x64-c-',
      'lint-gate-facts-golangci-lint-v2.13.1-go1.26-linux-x64-',
    ],
  });
});

it.each<{ name: string; facts: Partial<CacheFacts>; want: boolean }>([
  { name: 'a push to the default branch', facts: {}, want: true },
  { name: 'a push to another branch', facts: { refName: 'feature' }, want: false },
  { name: 'a pull request', facts: { eventName: 'pull_request' }, want: false },
  { name: 'a merge group', facts: { eventName: 'merge_group' }, want: false },
  { name: 'a tag', facts: { refType: 'tag' }, want: false },
  { name: 'a read-only mode', facts: { mode: 'read' }, want: false },
  {
    name: 'an event without the branch’s name',
    facts: { defaultBranch: undefined, refName: 'x' },
    want: true,
  },
])('$name saves: $want', ({ facts, want }) => {
  const push: CacheFacts = {
    mode: '',
    eventName: 'push',
    refType: 'branch',
    refName: 'main',
    defaultBranch: 'main',
  };
  expect(maySave({ ...push, ...facts })).toBe(want);
});

describe('archives', () => {
  const files = [
    { path: 'a/b-d', bytes: Buffer.from('one') },
    { path: 'c.txt', bytes: Buffer.alloc(0) },
  ];
  it('come out as they went in', () => expect(unpackFiles(packFiles(files))).toEqual(files));
  const named = (path: string) => packFiles([{ path, bytes: Buffer.from('x') }]);
  it.each([
    { name: 'a name above the folder', archive: named('../x'), throws: 'the archive names "../x"' },
    { name: 'an absolute name', archive: named('/etc/x'), throws: 'the archive names' },
    { name: 'a Windows name', archive: named('a\\..\\x'), throws: 'the archive names' },
    { name: 'a missing end', archive: packFiles(files).subarray(0, -1), throws: 'cut off' },
    {
      name: 'more than the index says',
      archive: Buffer.concat([packFiles(files), Buffer.from('x')]),
      throws: 'longer',
    },
    { name: 'nothing', archive: Buffer.alloc(0), throws: 'empty' },
  ])('with $name are refused', ({ archive, throws }) => expect(() => unpackFiles(archive)).toThrow(throws));
});
