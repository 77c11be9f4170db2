import { lstat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createProject, type Project } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { parseFiltered } from '../../../../../actions/setup-go-cache/src/work-tree/file-times.ts';
import {
  readWorkTrees,
  setContentTimes,
} from '../../../../../actions/setup-go-cache/src/work-tree/io/work-tree.ts';

const FILES = { 'go.mod': 'module example.com/app\n', 'data/large.bin': 'pointer\n', 'data/a.txt': 'a\n' };

/** Gives the files of the checkout their times, as if a test had read all of them. */
async function setAll(root: string) {
  const { trees, problem } = await readWorkTrees(root, root);
  const paths = ['go.mod', 'data', 'data/large.bin', 'data/a.txt'].map((path) => ({
    path: join(root, path),
    listed: false,
  }));
  return { ...(await setContentTimes(trees, paths)), problem };
}

const timeOf = async (project: Project, path: string) => (await lstat(project.path(path))).mtimeMs;

/** A clone whose files with `filter=store` come out of a program, as those of Git LFS do. */
async function cloneWith(source: Project, clone: Project, smudge: string): Promise<void> {
  const filter = [`filter.store.smudge=${smudge}`, 'filter.store.clean=printf "pointer\\n"'];
  const settings = filter.flatMap((setting) => ['-c', setting]);
  await clone.exec('git', [...settings, 'clone', '--quiet', source.dir, clone.path('work')]);
  for (const setting of filter) {
    const [name = '', value = ''] = setting.split(/=(.*)/s);
    await clone.exec('git', ['config', name, value], { cwd: clone.path('work') });
  }
}

describe('content-derived times on disk', () => {
  it('of a file behind a filter follow what lies on disk: git calls a pointer and its file the same blob', async () => {
    await using source = await createProject(
      { ...FILES, '.gitattributes': '*.bin filter=store\n' },
      { git: true },
    );
    await using one = await createProject({});
    await using two = await createProject({});
    // The configuration is part of every time, so it is the same in both; what the filter finds is not.
    for (const [clone, stored] of [
      [one, 'x'],
      [two, 'y'],
    ] as const) {
      await clone.write({ store: stored });
      await cloneWith(source, clone, 'cat >/dev/null; cat ../store');
      expect(await clone.read('work/data/large.bin')).toBe(stored);
      expect(await setAll(clone.path('work'))).toMatchObject({ files: 3, folders: 1 });
    }
    expect(await timeOf(one, 'work/data/a.txt')).toBe(await timeOf(two, 'work/data/a.txt'));
    expect(await timeOf(one, 'work/data/large.bin')).not.toBe(await timeOf(two, 'work/data/large.bin'));
  });

  it('depend on attributes that only this clone has, in a worktree of its own, too', async () => {
    await using source = await createProject(FILES, { git: true });
    await source.git('worktree', 'add', '--quiet', source.path('tree'));
    await setAll(source.path('tree'));
    const before = await timeOf(source, 'tree/data/a.txt');
    await source.write({ '.git/info/attributes': '*.txt eol=crlf\n' });
    await setAll(source.path('tree'));
    expect(await timeOf(source, 'tree/data/a.txt')).not.toBe(before);
  });

  it('case cache-plan/17: follow it in checkouts below the workspace, each by its own git', async () => {
    await using source = await createProject(FILES, { git: true });
    await using one = await createProject({ 'README.md': '' });
    await using two = await createProject({ 'README.md': '' });
    const paths = ['app', 'deep/er/libs'];
    for (const workspace of [one, two])
      for (const path of paths) await workspace.exec('git', ['clone', '--quiet', source.dir, path]);
    await two.write({ 'app/data/a.txt': 'b\n' });
    await two.exec('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '-am', 'b'], {
      cwd: two.path('app'),
    });
    const times = async (workspace: Project) => {
      const { trees, problem } = await readWorkTrees(workspace.dir, workspace.dir);
      const read = paths.map((path) => ({ path: workspace.path(path, 'data/a.txt'), listed: false }));
      expect({ roots: trees.length, problem }).toEqual({ roots: 2, problem: undefined });
      expect((await setContentTimes(trees, read)).files).toBe(2);
      return Promise.all(paths.map((path) => timeOf(workspace, `${path}/data/a.txt`)));
    };
    const [[app, libs], [changed, same]] = [await times(one), await times(two)];
    expect([changed === app, same === libs]).toEqual([false, true]);
  });

  it('never follow a link of the checkout to its attributes', async () => {
    await using source = await createProject(FILES, { git: true });
    await symlink('/dev/zero', source.path('.gitattributes'));
    await source.commit('feat: a trap');
    expect(await setAll(source.dir)).toMatchObject({ files: 3, folders: 1, problem: undefined });
  });

  it('read what git says of filters', () => {
    expect(parseFiltered('a\0filter\0lfs\0b c\0filter\0unspecified\0d\0filter\0unset\0')).toEqual(
      new Set(['a']),
    );
  });
});
