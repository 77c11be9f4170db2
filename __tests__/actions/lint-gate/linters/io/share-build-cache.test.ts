import { runChecked } from '@go-actions/action-kit';
import { createProject } from '@go-actions/test-kit';
import { expect, it, vi } from 'vitest';
import { shareBuildCache } from '../../../../../actions/lint-gate/src/linters/io/share-build-cache.ts';

it('what the job compiled is not compiled again, and what is compiled there stays there', async () => {
  await using disk = await createProject({
    'go.mod': 'module example.com/m\n\ngo 1.24\n',
    'm.go': 'package m\n\nimport "unicode/utf8"\n\nconst M = utf8.UTFMax\n',
    'n/n.go': 'package n\n\nconst N = 1\n',
  });
  const compiled = async (GOCACHE: string, ...packages: string[]) => {
    const { stderr } = await runChecked('go', ['build', '-x', ...packages], {
      cwd: disk.dir,
      env: { GOCACHE },
    });
    return /\/compile /.test(stderr);
  };
  const [own, linters] = [disk.path('own'), disk.path('linters')];
  expect(await compiled(own, '.')).toBe(true);
  vi.stubEnv('GOCACHE', own);
  try {
    await shareBuildCache(linters, disk.dir);
  } finally {
    vi.unstubAllEnvs();
  }
  expect(await compiled(linters, '.')).toBe(false);
  expect(await compiled(linters, './n')).toBe(true);
  expect(await compiled(own, './n')).toBe(true);
});
