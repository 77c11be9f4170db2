import { readFile, rm, symlink } from 'node:fs/promises';
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

  it('a submodule that moved has changed as a whole, whatever .gitmodules wants ignored', async () => {
    await using library = await createProject({ 'lib.go': 'x\n', 'sub/y.go': 'y\n' }, { git: true });
    await using project = await createProject({ 'a.go': 'a\n' }, { git: true });
    await project.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.dir, 'lib');
    await project.git('config', 'diff.submodule', 'log');
    await project.git('config', '--file=.gitmodules', 'submodule.lib.ignore', 'all');
    await project.git('config', 'diff.ignoreSubmodules', 'all');
    await project.commit('feat: submodule');
    await project.git('add', '--force', 'lib');
    await project.commit('feat: recorded');
    await library.commit('feat: next', { 'lib.go': 'y\n' });
    await project.git('-C', 'lib', '-c', 'protocol.file.allow=always', 'pull', '--quiet');
    await project.write({ 'a.go': 'b\n' });
    await project.git('add', '--force', 'lib');
    await project.commit('feat: bump');
    const repo = await open(project.dir);
    for (const head of ['HEAD', undefined]) {
      const paths = (await readChangedFiles(repo, 'HEAD~1', head)).map((file) => file.path);
      expect(paths).toEqual(['a.go', 'lib', 'lib/lib.go', 'lib/sub/y.go']);
      const lines = await readChangedLines(repo, 'HEAD~1', head);
      expect(lines.get('a.go')).toEqual([{ start: 1, end: 1 }]);
      expect(lines.get('lib/sub/y.go')).toEqual([{ start: 1, end: Number.MAX_SAFE_INTEGER }]);
    }
  });

  it('flags of the index hide no file of the work tree, and stay', async () => {
    const files = { 'a.go': 'a\n', 'sub/ä b.go': 'b\n', 'c.go': 'c\n', 'gone.go': 'd\n' };
    await using project = await createProject(files, { git: true });
    await project.git('update-index', '--assume-unchanged', 'a.go', 'sub/ä b.go');
    await project.git('update-index', '--skip-worktree', 'sub/ä b.go', 'c.go', 'gone.go');
    await project.write({ 'a.go': 'a\nx\n', 'sub/ä b.go': 'x\n', 'c.go': 'x\n' });
    await rm(project.path('gone.go')); // as a sparse checkout leaves it out
    const repo = await open(project.dir);
    const flags = await project.git('ls-files', '-v');
    expect(await readChangedLines(repo, 'HEAD')).toEqual(
      new Map([
        ['a.go', [{ start: 2, end: 2 }]],
        ['c.go', [{ start: 1, end: 1 }]],
        ['sub/ä b.go', [{ start: 1, end: 1 }]],
      ]),
    );
    expect(await project.git('ls-files', '-v')).toBe(flags);
  });

  it('case security/01, case lint-coverage/06: attributes hide no file and no line', async () => {
    for (const attributes of [
      '*.go -diff',
      '*.go binary',
      '*.go diff=foo',
      '* -text -diff linguist-generated',
      '*.go filter=x',
    ]) {
      await using project = await createProject({ 'a.go': 'a\nb\n' }, { git: true });
      await project.commit('feat: more', {
        'a.go': 'a\nc\nd\n',
        '.gitattributes': `${attributes}\n`,
        'nul.go': 'x\0\ny\n',
      });
      const repo = await open(project.dir);
      for (const head of ['HEAD', undefined])
        expect(await readChangedLines(repo, 'HEAD~1', head), attributes).toEqual(
          new Map([
            ['.gitattributes', [{ start: 1, end: 1 }]],
            ['a.go', [{ start: 2, end: 3 }]],
            ['nul.go', [{ start: 1, end: 2 }]],
          ]),
        );
    }
  });

  it('encodings and line ends of the work tree change no line', async () => {
    await using project = await createProject(
      { 'a.go': 'a\n', '.gitattributes': '*.txt working-tree-encoding=UTF-16LE-BOM eol=crlf\n' },
      { git: true },
    );
    await project.write({ 'b.txt': Buffer.from('\uFEFFone\r\ntwo\r\n', 'utf16le') });
    await project.commit('feat: text');
    await project.write({ 'b.txt': Buffer.from('\uFEFFone\r\n2\r\n', 'utf16le') });
    const repo = await open(project.dir);
    expect(await readChangedLines(repo, 'HEAD')).toEqual(new Map([['b.txt', [{ start: 2, end: 2 }]]]));
  });

  it('a mode alone is a changed file', async () => {
    await using project = await createProject({ 'a.sh': 'a\n' }, { git: true });
    await project.exec('chmod', ['+x', 'a.sh']);
    await project.commit('chore: mode');
    const repo = await open(project.dir);
    expect(await readChangedFiles(repo, 'HEAD~1', 'HEAD')).toEqual([{ status: 'modified', path: 'a.sh' }]);
  });

  it("case security/11: a link's lines are its target's, through links to folders too", async () => {
    await using project = await createProject({ 'code.txt': 'a\nb\n', 'real/x.go': 'x\n' }, { git: true });
    await symlink('code.txt', project.path('b.go'));
    await symlink('real', project.path('pkg'));
    await project.commit('feat: links');
    await project.commit('feat: code', { 'code.txt': 'a\nc\n', 'real/x.go': 'y\n' });
    const repo = await open(project.dir);
    const lines = await readChangedLines(repo, 'HEAD~1');
    expect(lines.get('b.go')).toEqual([{ start: 2, end: 2 }]);
    expect(lines.get('pkg/x.go')).toEqual([{ start: 1, end: 1 }]);
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
