import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveWorkingDirectory } from '@go-actions/action-kit';
import { afterAll, describe, expect, it } from 'vitest';

const base = await realpath(await mkdtemp(join(tmpdir(), 'go-actions-kit-')));

const root = join(base, 'work');

await mkdir(join(root, 'api/v2'), { recursive: true });

await mkdir(join(root, '..odd'), { recursive: true });

await mkdir(join(base, 'outside'));

await writeFile(join(root, 'go.mod'), '');

await symlink('api', join(root, 'inner'));

await symlink('../outside', join(root, 'outer'));

await symlink('loop', join(root, 'loop'));

await symlink(root, join(base, 'checkout'));

afterAll(() => rm(base, { recursive: true }));

describe('resolveWorkingDirectory', () => {
  it.each([
    { name: 'the root', input: '', want: root },
    { name: 'the root by its dot', input: '.', want: root },
    { name: 'a folder', input: 'api/v2', want: join(root, 'api/v2') },
    { name: 'a folder with two dots in its name', input: '..odd', want: join(root, '..odd') },
    { name: 'a way out and in again', input: 'api/../../work/api', want: join(root, 'api') },
    { name: 'an absolute path inside', input: join(root, 'api'), want: join(root, 'api') },
    { name: 'a link that stays inside', input: 'inner', want: join(root, 'api') },
    { name: 'a link that leads out', input: 'outer', throws: true },
    { name: 'a link to itself', input: 'loop', throws: true },
    { name: 'a folder above', input: '..', throws: true },
    { name: 'a folder that is missing', input: 'nowhere', throws: true },
    { name: 'a file', input: 'go.mod', throws: true },
    { name: 'a name with a zero byte', input: 'a\0b', throws: true },
  ])('$name', async (row) => {
    for (const workspace of [root, join(base, 'checkout')]) {
      const found = resolveWorkingDirectory(workspace, row.input);
      if ('throws' in row) await expect(found).rejects.toThrow('is not a directory in the checkout');
      else expect(await found).toBe(row.want);
    }
  });
});
