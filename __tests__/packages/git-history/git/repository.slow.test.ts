import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter } from 'node:path';
import {
  GitError,
  openRepository,
  type Repository,
  readChangedFiles,
  readChanges,
  readGit,
  withWorktree,
} from '@go-actions/git-history';
import { createProject, type Project, writeOldGit } from '@go-actions/test-kit';
import { afterEach, describe, expect, it, vi } from 'vitest';

const open = async (dir: string, workspace?: string): Promise<Repository> => {
  const repo = await openRepository(dir, workspace);
  if (!repo) throw new Error('no repository');
  return repo;
};
const problemOf = (opening: Promise<unknown>) =>
  opening.then(
    () => 'none',
    (error: GitError) => error.problem,
  );
/** A script that leaves a mark when anybody runs it. */
const trap = (project: Project) => `sh -c 'touch ${project.path('ran')}; cat' --`;
const ran = (project: Project) =>
  project.read('ran').then(
    () => true,
    () => false,
  );

afterEach(() => vi.unstubAllEnvs());

describe('which repository it is', () => {
  it('case security/02: a bare repository below the checkout is an error and never the answer', async () => {
    await using project = await createProject({ 'go.mod': 'module m\n' }, { git: true });
    await project.git('init', '--quiet', '--bare', 'app');
    for (const key of ['core.fsmonitor', 'core.sshCommand', 'diff.external'])
      await project.git('-C', 'app', 'config', key, trap(project));
    await project.write({ 'app/objects/.keep': '', 'app/refs/.keep': '', 'app/sub/a.go': 'package a\n' });
    await project.commit('feat: app');
    for (const dir of ['app', 'app/sub'])
      expect(await problemOf(openRepository(project.path(dir), project.dir))).toBe('nested');
    expect((await open(project.dir)).root).toBe(project.dir);
    expect(await ran(project)).toBe(false);
  });

  it('a bare repository may hide behind a link or a common folder', async () => {
    await using project = await createProject(
      { 'app/a.go': 'a\n', 'evil/refs/.keep': '', 'evil/objects/.keep': '' },
      { git: true },
    );
    await project.write({ 'app/HEAD': 'ref: refs/heads/main\n', 'app/commondir': '../evil\n' });
    await project.commit('feat: bare');
    expect(await problemOf(openRepository(project.path('app'), project.dir))).toBe('nested');
    await project.write({
      'app/HEAD': null,
      'app/commondir': null,
      'app/objects/.keep': '',
      'app/refs/.keep': '',
    });
    symlinkSync('refs/heads/main', project.path('app/HEAD'));
    expect(await problemOf(openRepository(project.path('app'), project.dir))).toBe('nested');
  });

  it('a bare repository beside the working directory, such as test data, disturbs nobody', async () => {
    await using project = await createProject({ 'app/a.go': 'package a\n' }, { git: true });
    await project.git('init', '--quiet', '--bare', 'app/testdata/repo.git');
    await project.commit('test: data');
    expect((await open(project.path('app'), project.dir)).root).toBe(project.dir);
  });

  it('a repository inside of tracked files is an error', async () => {
    await using project = await createProject({ 'app/a.go': 'package a\n' }, { git: true });
    await project.git('init', '--quiet', 'app');
    await expect(openRepository(project.path('app'), project.dir)).rejects.toThrow(
      '"app" is a git repository inside of the files of the checkout',
    );
  });

  it('case cache-plan/17: a checkout below the workspace is found, and a second one inside of the first', async () => {
    await using project = await createProject({ 'app/a.go': 'a\n', 'app/tools/t.go': 't\n' });
    await project.git('init', '--quiet', 'app');
    expect((await open(project.path('app/tools'), project.dir)).root).toBe(project.path('app'));
    await project.git('init', '--quiet', 'app/tools');
    expect((await open(project.path('app/tools'), project.dir)).root).toBe(project.path('app/tools'));
  });

  it('linked work trees and submodules have a file in place of the folder', async () => {
    await using library = await createProject({ 'lib.go': 'x\n' }, { git: true });
    await using project = await createProject({ 'a.go': 'a\n' }, { git: true });
    await project.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.dir, 'lib');
    await project.commit('feat: submodule');
    await project.git('worktree', 'add', '--quiet', '--detach', 'linked');
    const submodule = await open(project.path('lib'), project.dir);
    expect((await readGit(submodule, ['ls-files'])).trim()).toBe('lib.go');
    const linked = await open(project.path('linked'), project.path('linked'));
    expect((await readGit(linked, ['ls-files'])).split('\n').filter(Boolean)).toEqual([
      '.gitmodules',
      'a.go',
      'lib',
    ]);
    const files = await withWorktree(linked, 'HEAD', async (dir) => readFile(`${dir}/a.go`, 'utf8'));
    expect(files).toBe('a\n');
  });

  it('no .git is no checkout; a broken one is a failure', async () => {
    await using project = await createProject({ 'sub/a.go': 'a\n' });
    expect(await openRepository(project.path('sub'), project.dir)).toBeUndefined();
    await project.write({ '.git': 'gitdir: nowhere\n' });
    expect(await problemOf(openRepository(project.dir))).toBe('failed');
    await project.write({ '.git': 'nonsense\n' });
    expect(await problemOf(openRepository(project.dir))).toBe('failed');
  });

  it('a repository above the workspace is not the checkout', async () => {
    await using project = await createProject({ 'work/a.go': 'a\n' }, { git: true });
    expect(await openRepository(project.path('work'), project.path('work'))).toBeUndefined();
  });
});

describe('what git may do', () => {
  it('runs no filter, hook, monitor, diff program or converter, whoever configured it', async () => {
    await using project = await createProject(
      { 'a.go': 'a\n', '.gitattributes': '*.go filter=evil diff=evil merge=evil\n' },
      { git: true },
    );
    await project.commit('feat: more', { 'a.go': 'b\n' });
    for (const key of [
      'filter.evil.clean',
      'filter.evil.smudge',
      'filter.evil.process',
      'diff.evil.command',
      'diff.evil.textconv',
      'diff.external',
      'core.fsmonitor',
      'core.pager',
      'core.editor',
      'gpg.program',
    ])
      await project.git('config', key, trap(project));
    await project.git('config', 'filter.evil.required', 'true');
    await project.git('config', 'log.showSignature', 'true');
    await project.write({
      '.git/hooks/post-checkout': `#!/bin/sh\ntouch ${project.path('ran')}\n`,
      'a.go': 'cc\n',
    });
    chmodSync(project.path('.git/hooks/post-checkout'), 0o755);
    const repo = await open(project.dir);
    expect(await readChanges(repo, 'HEAD~1')).toMatchObject({
      known: true,
      files: [{ path: 'a.go' }],
      lines: new Map([['a.go', [{ start: 1, end: 1 }]]]),
    });
    expect(await readGit(repo, ['log', '--format=%s', '-1'])).toBe('feat: more\n');
    expect(await withWorktree(repo, 'HEAD', (dir) => readFile(`${dir}/a.go`, 'utf8'))).toBe('b\n');
    expect(await ran(project)).toBe(false);
  });

  it('prints the same whatever the user configured, and the environment names', async () => {
    await using home = await createProject({
      '.gitconfig':
        '[diff]\nnoprefix = true\nmnemonicPrefix = true\nrelative = true\nexternal = false\n[color]\nui = always\ndiff = always\n[core]\nquotePath = true\npager = false\n[diff]\norderFile = nowhere\n[column]\nui = always\n',
    });
    await using other = await createProject({ 'x.go': 'x\n' }, { git: true });
    await using project = await createProject({ 'ä/a.go': 'a\n' }, { git: true });
    await project.commit('feat: more', { 'ä/a.go': 'b\n' });
    vi.stubEnv('HOME', home.dir);
    vi.stubEnv('GIT_DIR', other.path('.git'));
    vi.stubEnv('GIT_WORK_TREE', other.dir);
    vi.stubEnv('GIT_EXTERNAL_DIFF', 'false');
    vi.stubEnv('GIT_DIFF_OPTS', '--unified=9');
    vi.stubEnv('GIT_CONFIG_PARAMETERS', "'diff.renames=copies'");
    vi.stubEnv('GIT_LITERAL_PATHSPECS', '1');
    const repo = await open(project.dir);
    expect(await readChanges(repo, 'HEAD~1', 'HEAD')).toMatchObject({
      files: [{ status: 'modified', path: 'ä/a.go' }],
      lines: new Map([['ä/a.go', [{ start: 1, end: 1 }]]]),
    });
  });

  it('keeps how the work tree was written: a checkout with CRLF has not changed', async () => {
    await using home = await createProject({ '.gitconfig': '[core]\nautocrlf = true\n' });
    await using project = await createProject({ 'a.go': 'a\nb\n' }, { git: true });
    await project.write({ 'a.go': 'a\r\nb\r\n' });
    vi.stubEnv('HOME', home.dir);
    vi.stubEnv('XDG_CONFIG_HOME', home.dir);
    expect(await readChanges(await open(project.dir), 'HEAD')).toMatchObject({ lines: new Map() });
  });

  it('gets no variable of the job but those that a program needs', async () => {
    await using project = await createProject({ 'a.go': 'a\n' }, { git: true });
    await using bin = await createProject({
      git: `#!/bin/sh\nenv >> ${project.path('seen')}\nexec /usr/bin/env PATH="$REAL" git "$@"\n`,
    });
    chmodSync(bin.path('git'), 0o755);
    vi.stubEnv('GH_TOKEN', 'ghs_secret');
    vi.stubEnv('MY_SECRET', 'hunter2');
    vi.stubEnv('GIT_SSH_COMMAND', 'evil');
    const path = process.env.PATH ?? '';
    await bin.write({ git: `#!/bin/sh\nenv >> ${project.path('seen')}\nPATH='${path}' exec git "$@"\n` });
    vi.stubEnv('PATH', `${bin.dir}${delimiter}${path}`);
    await readChangedFiles(await open(project.dir), 'HEAD');
    const seen = await project.read('seen');
    expect(seen).toContain('GIT_NO_REPLACE_OBJECTS=1');
    expect(seen).not.toMatch(/ghs_secret|hunter2|GIT_SSH_COMMAND/);
  });
});

describe('platform/03: three sentences for three troubles', () => {
  it('case platform/03: an old git and a checkout of another user do not matter', async () => {
    await using project = await createProject({ 'a.go': 'a\n' }, { git: true });
    await project.commit('feat: more', { 'a.go': 'b\n' });
    const path = process.env.PATH ?? '';
    await using bin = await createProject({});
    await writeOldGit(bin.dir, path);
    vi.stubEnv('PATH', `${bin.dir}${delimiter}${path}`);
    const repo = await open(project.dir);
    expect(await readChanges(repo, 'HEAD~1', 'HEAD')).toMatchObject({
      known: true,
      files: [{ path: 'a.go' }],
    });
    expect(await withWorktree(repo, 'HEAD', (dir) => readFile(`${dir}/a.go`, 'utf8'))).toBe('b\n');
  });

  const rows = [
    {
      name: 'not yours',
      says: "fatal: detected dubious ownership in repository at '/x'",
      problem: 'not-yours',
    },
    { name: 'not yours either', says: 'fatal: unsafe repository', problem: 'not-yours' },
    { name: 'failed', says: 'fatal: bad object HEAD', problem: 'failed' },
  ];
  it.each(rows)('$name: $says', async ({ says, problem }) => {
    await using project = await createProject({ 'a.go': 'a\n' }, { git: true });
    await using bin = await createProject({ git: `#!/bin/sh\necho "${says}" >&2\nexit 128\n` });
    chmodSync(bin.path('git'), 0o755);
    vi.stubEnv('PATH', `${bin.dir}${delimiter}${process.env.PATH}`);
    expect(await problemOf(openRepository(project.dir))).toBe(problem);
  });

  it('git is not installed', async () => {
    await using project = await createProject({ 'a.go': 'a\n' }, { git: true });
    vi.stubEnv('PATH', project.dir);
    expect(await problemOf(openRepository(project.dir))).toBe('no-program');
  });
});

describe('a partial clone', () => {
  it('case lint-coverage/45: a diff that cannot be had is an answer, not an exception', async () => {
    await using origin = await createProject({ 'a.go': 'a\n' }, { git: true });
    await origin.commit('feat: more', { 'a.go': 'b\n' });
    await origin.git('config', 'uploadpack.allowFilter', 'true');
    await using clones = await createProject({});
    await clones.git('clone', '--quiet', '--filter=blob:none', `file://${origin.dir}`, 'clone');
    await clones.git('-C', 'clone', 'remote', 'set-url', 'origin', 'file:///nowhere');
    const repo = await open(clones.path('clone'));
    expect(repo.partial).toBe(true);
    const changes = await readChanges(repo, 'HEAD~1');
    expect(changes).toMatchObject({ known: false, reason: expect.stringContaining('git diff') });
    await expect(readChangedFiles(repo, 'HEAD~9')).rejects.toThrow(GitError);
  });
});

it('a link to the workspace is the workspace', async () => {
  await using project = await createProject({ 'real/app/a.go': 'a\n' });
  await project.git('init', '--quiet', 'real');
  symlinkSync(project.path('real'), project.path('link'));
  mkdirSync(project.path('elsewhere'));
  expect((await open(project.path('link/app'), project.path('link'))).root).toBe(project.path('real'));
});
