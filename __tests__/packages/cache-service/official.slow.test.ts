import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { run, runChecked } from '@go-actions/action-kit';
import { startCacheService } from '@go-actions/test-kit';
import { inRoot } from '@go-actions/tools';
import { expect, it } from 'vitest';

const CLIENT = pathToFileURL(inRoot('node_modules/@actions/cache/lib/cache.js')).href;
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/**
 * Why whole-file entries have our own client: the toolkit's hands every entry to `tar -P`, so that whoever can write an entry
 * writes any file of the job that restores it. On the day that this test fails, `@actions/cache` can take their place.
 */
it.runIf(process.platform === 'linux')(
  'the toolkit restores an entry to wherever the entry says',
  async () => {
    const dir = await mkdtemp(join(tmpdir(), 'go-actions-official-'));
    try {
      await using service = await startCacheService();
      await mkdir(join(dir, 'work/data'), { recursive: true });
      await writeFile(join(dir, 'work/data/record'), 'honest');
      const env = {
        ...service.env({ service: 'v2' }),
        GITHUB_SERVER_URL: 'https://github.com',
        GITHUB_WORKSPACE: join(dir, 'work'),
        RUNNER_TEMP: join(dir, 'temp'),
      };
      const step = async (script: string) => {
        await writeFile(
          join(dir, 'step.mjs'),
          `import * as cache from ${JSON.stringify(CLIENT)};\n${script}`,
        );
        return run(process.execPath, [join(dir, 'step.mjs')], { cwd: join(dir, 'work'), env });
      };
      await step(`await cache.saveCache(['data'], 'record-1');`);

      const victim = join(dir, 'home/.gitconfig');
      await mkdir(join(dir, 'home'));
      await writeFile(victim, 'theirs');
      await runChecked('tar', ['-P', '-cf', join(dir, 'evil.tar'), victim]);
      const evil = await readFile(join(dir, 'evil.tar'));
      await writeFile(victim, 'mine');
      service.weather.corrupt = (bytes) =>
        bytes.subarray(0, 4).equals(ZSTD) ? zstdCompressSync(evil) : gzipSync(evil);

      await step(`await cache.restoreCache(['data'], 'record-1');`);
      expect(await readFile(victim, 'utf8')).toBe('theirs');
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  },
);
