import { execFileSync } from 'node:child_process';
import {
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolderBelow, readCheckoutFile, writeBelow } from '@go-actions/action-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let base = '';
let root = '';
const at = (path: string) => join(root, path);
const put = async (path: string, text: string) => {
  await mkdir(join(base, path, '..'), { recursive: true });
  await writeFile(join(base, path), text);
};

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'go-actions-kit-')));
  root = join(base, 'work');
  await put('work/a/b.go', 'package b');
  await put('outside/secret', 'tok3n');
  await put('work/.git/config', 'extraheader = tok3n');
  await put('work/sub/.git', 'gitdir: elsewhere');
  await symlink('a/b.go', at('inner.go'));
  await symlink('../outside/secret', at('outer.go'));
  await symlink('../outside', at('out'));
  await symlink('.git/config', at('git.go'));
  await symlink('/proc/self/environ', at('environ.go'));
  await symlink('/dev/zero', at('zero.go'));
  await symlink('dangling-target', at('dangling'));
});
afterEach(() => rm(base, { recursive: true }));

const LIMIT = { maxBytes: 100 };

describe('case security/09: a source of the checkout', () => {
  it.each([
    { name: 'a regular file', path: 'a/b.go', want: 'package b' },
    { name: 'a link that stays inside', path: 'inner.go', want: 'package b' },
    { name: 'a way out and in again', path: 'a/../../work/a/b.go', want: 'package b' },
    { name: 'a file that is missing', path: 'a/c.go', want: undefined },
    { name: 'a file below a file', path: 'a/b.go/c', want: undefined },
    { name: 'a link to nothing', path: 'dangling', want: undefined },
    { name: 'a link that leads out', path: 'outer.go', throws: 'leads out of the checkout' },
    { name: 'a file behind a linked folder', path: 'out/secret', throws: 'leads out of the checkout' },
    { name: 'a path that leads out', path: '../outside/secret', throws: 'leads out of the checkout' },
    { name: 'an absolute path outside', path: '/etc/passwd', throws: 'leads out of the checkout' },
    { name: 'the environment of the process', path: 'environ.go', throws: 'leads out of the checkout' },
    { name: 'a device', path: 'zero.go', throws: 'leads out of the checkout' },
    { name: "git's own data through a link", path: 'git.go', throws: 'leads into `.git`' },
    { name: "git's own data", path: '.git/config', throws: 'leads into `.git`' },
    { name: 'the git file of a nested repository', path: 'sub/.git', throws: 'leads into `.git`' },
    { name: 'a folder', path: 'a', throws: 'is not a regular file' },
  ])('$name', async (row) => {
    const read = readCheckoutFile(root, row.path, LIMIT);
    if ('throws' in row) await expect(read).rejects.toThrow(row.throws);
    else expect((await read)?.toString()).toBe(row.want);
  });

  it('is refused as a FIFO, which nobody writes to, at once', async () => {
    execFileSync('mkfifo', [at('pipe.go')]);
    await expect(readCheckoutFile(root, 'pipe.go', LIMIT)).rejects.toThrow('is not a regular file');
  });

  it.each([
    { size: 100, fits: true },
    { size: 101, fits: false },
    { size: 0, fits: true },
  ])('of $size bytes fits into 100: $fits', async ({ size, fits }) => {
    await put('work/big', 'x'.repeat(size));
    const read = readCheckoutFile(root, 'big', LIMIT);
    if (fits) expect(await read).toHaveLength(size);
    else await expect(read).rejects.toThrow('larger than 100 bytes');
  });

  it.runIf(process.platform === 'linux')(
    'is bounded although it claims to be empty, as files of /proc do',
    async () => {
      await expect(readCheckoutFile('/proc', 'self/smaps', LIMIT)).rejects.toThrow('larger than 100 bytes');
    },
  );
});

describe('case security/09: a report of ours', () => {
  it('is written as a whole, with its folders', async () => {
    expect(await writeBelow(root, 'reports/deep/r.html', 'one')).toBe(at('reports/deep/r.html'));
    await writeBelow(root, 'reports/deep/r.html', 'two');
    expect(await readFile(at('reports/deep/r.html'), 'utf8')).toBe('two');
    expect(await readdir(at('reports/deep'))).toEqual(['r.html']);
  });

  it('is written below a root that is itself reached through a link', async () => {
    await symlink(root, join(base, 'checkout'));
    await writeBelow(join(base, 'checkout'), 'r.txt', 'x');
    await writeBelow(join(base, 'checkout'), join(base, 'checkout', 's.txt'), 'y');
    expect((await readFile(at('r.txt'), 'utf8')) + (await readFile(at('s.txt'), 'utf8'))).toBe('xy');
  });

  it.each([
    { name: 'at a link', path: 'outer.go' },
    { name: 'at a link that stays inside', path: 'inner.go' },
    { name: 'at a link to nothing', path: 'dangling' },
    { name: 'behind a linked folder', path: 'out/new.txt' },
    { name: 'behind new folders of a linked folder', path: 'out/x/y/new.txt' },
    { name: 'outside', path: '../outside/new.txt' },
    { name: 'at an absolute path outside', path: '/tmp/go-actions-never-written' },
    { name: "among git's hooks", path: '.git/hooks/pre-commit' },
    { name: 'at a folder', path: 'a' },
    { name: 'below a file', path: 'a/b.go/x' },
  ])('is never written $name', async ({ path }) => {
    await expect(writeBelow(root, path, 'gone')).rejects.toThrow('Nothing is written to');
    expect(await readFile(join(base, 'outside/secret'), 'utf8')).toBe('tok3n');
    expect(await readdir(join(base, 'outside'))).toEqual(['secret']);
    expect(await readFile(at('a/b.go'), 'utf8')).toBe('package b');
    expect(await readdir(root)).toEqual(expect.not.arrayContaining([expect.stringMatching(/^\.[^g]/)]));
  });

  it('leaves another name of a file alone', async () => {
    await link(join(base, 'outside/secret'), at('hard.txt'));
    await writeBelow(root, 'hard.txt', 'report');
    expect(await readFile(join(base, 'outside/secret'), 'utf8')).toBe('tok3n');
  });

  it('has a folder of its own, through no link', async () => {
    expect(await makeFolderBelow(root, 'dist/linux')).toBe(at('dist/linux'));
    expect((await lstat(at('dist/linux'))).isDirectory()).toBe(true);
    expect(await makeFolderBelow(root, '.')).toBe(root);
    await expect(makeFolderBelow(root, 'out')).rejects.toThrow('which is not a directory');
    await expect(makeFolderBelow(root, '..')).rejects.toThrow('is outside of');
  });
});
