import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProject } from '@go-actions/test-kit';
import { planTar, unpackArchive } from '@go-actions/tool-install';
import { describe, expect, it } from 'vitest';

describe('case platform/13: tar', () => {
  const ARGS = ['-x', '-f', 'C:\\t\\go.zip', '-C', 'C:\\t\\into'];
  it.each([
    { platform: 'win32', systemRoot: 'C:\\Windows', program: 'C:\\Windows\\System32\\tar.exe' },
    { platform: 'win32', systemRoot: 'D:\\WINNT\\', program: 'D:\\WINNT\\System32\\tar.exe' },
    { platform: 'win32', systemRoot: undefined, program: 'C:\\Windows\\System32\\tar.exe' },
    { platform: 'linux', systemRoot: undefined, program: 'tar' },
    { platform: 'darwin', systemRoot: '/odd', program: 'tar' },
  ])('on $platform with $systemRoot is $program', ({ platform, systemRoot, program }) => {
    const call = planTar({ platform, systemRoot }, 'C:\\t\\go.zip', 'C:\\t\\into', ['go/bin/go']);
    expect(call).toEqual({ program, args: [...ARGS, 'go/bin/go'] });
  });
});

describe('unpackArchive', () => {
  it('unpacks the members that are asked for, and says what tar says otherwise', async () => {
    await using project = await createProject({
      'pack/a': 'one',
      'pack/b': 'two',
      'broken.tar.gz': 'no archive',
    });
    await project.exec('tar', ['-czf', 'all.tar.gz', '-C', 'pack', 'a', 'b']);
    const into = await mkdtemp(join(tmpdir(), 'go-actions-unpack-'));
    try {
      await unpackArchive(project.path('all.tar.gz'), into, { members: ['b'] });
      expect(await readFile(join(into, 'b'), 'utf8')).toBe('two');
      await expect(readFile(join(into, 'a'))).rejects.toThrow('ENOENT');
      await expect(unpackArchive(project.path('broken.tar.gz'), into)).rejects.toThrow(
        /^tar exited with code \d+ when it unpacked .*broken\.tar\.gz: /,
      );
    } finally {
      await rm(into, { recursive: true });
    }
  });
});
