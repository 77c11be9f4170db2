import { run } from '@go-actions/action-kit';
import { isIgnored } from '@go-actions/go-project';
import { createProject } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';

/** Folders with a package each; what `go list ./...` leaves out is the answer. */
const FOLDERS = ['a', 'a/b', 'a/b/c', 'b', 'x/b', 'x/b/y', 'x/ab', 'web', 'web/node', 'x/web'];
const LINES = [
  './a',
  './a/b',
  'b',
  'a/b',
  'b/y',
  './x/b',
  'web',
  './web',
  'node',
  './b/',
  'x/b',
  './nothing',
];

describe('isIgnored', () => {
  it.each(LINES)('agrees with the go command on `ignore %s`', async (line) => {
    await using project = await createProject({
      'go.mod': `module example.com/m\n\ngo 1.25\n\nignore ${line}\n`,
      'm.go': 'package m\n',
      ...Object.fromEntries(FOLDERS.map((folder) => [`${folder}/p.go`, 'package p\n'])),
    });
    const { stdout, code } = await run('go', ['list', './...'], { cwd: project.dir, env: { GOFLAGS: '' } });
    expect(code).toBe(0);
    const listed = stdout
      .trim()
      .split('\n')
      .map((path) => path.replace(/^example\.com\/m\/?/, ''));
    const kept = FOLDERS.filter((folder) => !isIgnored(folder, [line]));
    expect(['', ...kept].sort()).toEqual(listed.sort());
  });

  it('takes all that is ignored together', () => {
    expect(FOLDERS.filter((folder) => isIgnored(folder, ['./a', 'web']))).toEqual([
      'a',
      'a/b',
      'a/b/c',
      'web',
      'web/node',
      'x/web',
    ]);
    expect(isIgnored('.', ['./a'])).toBe(false);
  });
});
