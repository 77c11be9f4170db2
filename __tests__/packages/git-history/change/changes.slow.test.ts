import { readFile } from 'node:fs/promises';
import {
  openRepository,
  readChangedFiles,
  readChangedLines,
  readFileAt,
  withWorktree,
} from '@go-actions/git-history';
import { createProject } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';

const open = async (dir: string) => {
  const repo = await openRepository(dir);
  if (!repo) throw new Error('no repository');
  return repo;
};

describe('changes', () => {
  it('is no repository outside of one', async () => {
    await using project = await createProject({ 'a.txt': '' });
    expect(await openRepository(project.dir)).toBeUndefined();
  });

  it('lists added, modified, deleted and renamed files under hostile names', async () => {
    const odd = [
      'a b.go',
      '::error::x.go',
      '%0A.go',
      'tab\there.go',
      'line\nbreak.go',
      '"quote".go',
      'ä.go',
      '-n.go',
    ];
    const text = Array.from({ length: 20 }, (_, i) => `line ${i}\n`).join('');
    await using project = await createProject(
      { 'old.go': text, 'gone.go': 'gone\n', 'mode.go': 'mode\n' },
      { git: true },
    );
    await project.commit('feat: more', {
      'old.go': null,
      'new.go': `${text}last\n`,
      'gone.go': null,
      'mode.go': 'y\n',
      ...Object.fromEntries(odd.map((name) => [name, 'x\n'])),
    });
    const repo = await open(project.dir);

    const files = await readChangedFiles(repo, 'HEAD~1', 'HEAD');
    const of = (status: string) =>
      files
        .filter((file) => file.status === status)
        .map((file) => file.path)
        .sort();
    expect(of('added')).toEqual([...odd].sort());
    expect(of('deleted')).toEqual(['gone.go']);
    expect(of('modified')).toEqual(['mode.go']);
    expect(files).toContainEqual({ status: 'renamed', path: 'new.go', oldPath: 'old.go' });

    const lines = await readChangedLines(repo, 'HEAD~1', 'HEAD');
    expect([...lines.keys()].sort()).toEqual([...odd, 'mode.go', 'new.go'].sort());
    expect(lines.get('new.go')).toEqual([{ start: 21, end: 21 }]);
  });

  it('runs neither hooks, nor diff programs, nor text converters', async () => {
    await using project = await createProject(
      { 'a.go': 'a\n', '.gitattributes': '*.go diff=evil\n' },
      { git: true },
    );
    const evil = `sh -c 'touch ${project.path('ran')}' --`;
    for (const key of ['diff.external', 'diff.evil.command', 'diff.evil.textconv', 'core.fsmonitor'])
      await project.git('config', key, evil);
    await project.git('config', 'diff.noprefix', 'true');
    await project.write({
      '.git/hooks/post-checkout': `#!/bin/sh\ntouch ${project.path('ran')}\n`,
      'a.go': 'b\n',
    });
    await project.exec('chmod', ['+x', '.git/hooks/post-checkout']);
    const repo = await open(project.dir);
    expect(await readChangedLines(repo, 'HEAD')).toEqual(new Map([['a.go', [{ start: 1, end: 1 }]]]));
    await withWorktree(repo, 'HEAD', async () => undefined);
    await expect(readFile(project.path('ran'))).rejects.toThrow('ENOENT');
  });

  it('passes over submodules', async () => {
    await using library = await createProject({ 'lib.go': 'x\n' }, { git: true });
    await using project = await createProject({ 'a.go': 'a\n' }, { git: true });
    await project.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.dir, 'lib');
    await project.git('config', 'diff.submodule', 'log');
    await project.commit('feat: submodule');
    await library.commit('feat: next', { 'lib.go': 'y\n' });
    await project.git('-C', 'lib', '-c', 'protocol.file.allow=always', 'pull', '--quiet');
    await project.commit('feat: bump', { 'a.go': 'b\n' });
    const repo = await open(project.dir);
    expect((await readChangedFiles(repo, 'HEAD~1', 'HEAD')).map((file) => file.path)).toEqual([
      'a.go',
      'lib',
    ]);
    expect((await readChangedLines(repo, 'HEAD~1', 'HEAD')).get('a.go')).toEqual([{ start: 1, end: 1 }]);
  });

  it('reads files and whole trees of a commit', async () => {
    await using project = await createProject({ 'd/a.go': 'old\n' }, { git: true });
    await project.commit('feat: new', { 'd/a.go': 'new\n' });
    const repo = await open(project.dir);
    expect(String(await readFileAt(repo, 'HEAD~1', 'd/a.go'))).toBe('old\n');
    expect(await readFileAt(repo, 'HEAD', 'd')).toBeUndefined();
    expect(await readFileAt(repo, 'HEAD', 'none')).toBeUndefined();
    let where = '';
    await withWorktree(repo, 'HEAD~1', async (dir) => {
      where = dir;
      expect(await readFile(`${dir}/d/a.go`, 'utf8')).toBe('old\n');
    });
    await expect(readFile(`${where}/d/a.go`)).rejects.toThrow('ENOENT');
    expect(await project.git('worktree', 'list')).not.toContain('go-actions-worktree');
  });

  it('finds exactly the + lines of git diff -U0, for random edits (seed 7)', async () => {
    const random = seeded(7);
    const lines = Array.from({ length: 80 }, (_, i) => `line ${i}`);
    await using project = await createProject({ 'f.txt': `${lines.join('\n')}\n` }, { git: true });
    const repo = await open(project.dir);
    for (let round = 0; round < 15; round++) {
      for (let edit = 0; edit < 6; edit++) {
        const where = Math.floor(random() * lines.length);
        const drop = Math.floor(random() * 3);
        const put = Array.from(
          { length: Math.floor(random() * 3) },
          () => ['+++ b/x', '@@ -1 +1 @@', '', `${random()}`][Math.floor(random() * 4)] ?? '',
        );
        lines.splice(where, drop, ...put);
      }
      await project.commit('chore: edit', { 'f.txt': lines.join('\n') + (random() < 0.5 ? '\n' : '') });
      const got = (await readChangedLines(repo, 'HEAD~1', 'HEAD')).get('f.txt') ?? [];
      const numbers = got.flatMap(({ start, end }) =>
        Array.from({ length: end - start + 1 }, (_, i) => start + i),
      );
      expect(numbers).toEqual(plusLines(await project.exec('git', ['diff', '-U100000', 'HEAD~1', 'HEAD'])));
    }
  });
});

/** The new-side numbers of `+` lines, counted one by one in a diff with all of its context: another way than ours. */
function plusLines(diff: string): number[] {
  const body = diff.split('\n').slice(diff.split('\n').findIndex((line) => line.startsWith('@@')) + 1);
  const found: number[] = [];
  let number = 0;
  for (const line of body) {
    if (line.startsWith('+') || line.startsWith(' ')) number += 1;
    if (line.startsWith('+')) found.push(number);
  }
  return found;
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}
