import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '@go-actions/action-kit';
import { createProject, startCacheService } from '@go-actions/test-kit';
import { expect, it } from 'vitest';
import { createRunner, MODULE, PULL_REQUEST } from './runner.ts';

const PROGRAM = {
  ...MODULE,
  'cmd/app/main.go': 'package main\n\nimport "example.com/app"\n\nfunc main() { println(app.Shout("go")) }\n',
};
const EXPORT_ONLY = { objects: 'export-only' };
const VET = ['go', 'vet', './...'];
const TEST = ['go', 'test', '-vet=off', './...'];

it('a job with `objects: export-only` vets and says (cached) from a fraction of the bytes; its links fail and say why', async () => {
  await using source = await createProject(PROGRAM, { git: true });
  await using service = await startCacheService();
  await using runner = await createRunner(service);
  const first = await runner.job(source, [VET, TEST], {
    inputs: EXPORT_ONLY,
    env: PULL_REQUEST,
  });
  expect(first.post.stdout).toContain('Build cache saved');

  let linker = '';
  const second = await runner.job(source, [VET, TEST], {
    inputs: EXPORT_ONLY,
    env: PULL_REQUEST,
    after: async (work, env) => {
      linker = (await run('go', ['build', './cmd/app'], { cwd: work, env })).stderr;
    },
  });
  expect(second.main.outputs).toMatchObject({ 'build-hit': '1', 'cache-hit': 'true' });
  expect(second.output).toContain('(cached)');
  expect(linker).toContain('this job links a program, so it needs `objects: full`');
  expect(second.post.stdout).toContain('set `objects: full`');
  const { GOCACHE = '', GOCACHE_FULL = '' } = second.main.exported;
  const cut = await measure(GOCACHE);
  expect(cut.holes).toBeGreaterThan(30);
  expect(Number(second.main.outputs['restored-bytes']) * 20).toBeLessThan(cut.size);
  expect(await measure(GOCACHE_FULL)).toEqual({ holes: 0, size: 0 });

  const full = await runner.begin(source, []);
  expect(full.main.outputs['build-hit']).toBe('0');
  expect(full.main.exported).not.toHaveProperty('GOCACHE');
});

/** Bytes of the files of a build cache, and how many of them are much larger than what they take on disk. */
async function measure(dir: string): Promise<{ size: number; holes: number }> {
  const files = await readdir(dir, { recursive: true }).catch(() => []); // a job that never links makes none
  const stats = await Promise.all(files.map((file) => lstat(join(dir, file))));
  const holes = stats.filter(({ size, blocks }) => size > 64 * 1024 && blocks * 512 < size / 2).length;
  return { holes, size: stats.reduce((sum, { size }) => sum + size, 0) };
}
