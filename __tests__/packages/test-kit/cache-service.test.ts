import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from '@go-actions/action-kit';
import { type CacheService, startCacheService } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';

/** Saves or restores one file with the real toolkit client, in a process of its own as a step would. */
async function toolkit(service: CacheService, how: 'v1' | 'v2', script: string): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'go-actions-toolkit-'));
  try {
    const client = pathToFileURL(
      join(dirname(dirname(dirname(__dirname))), 'node_modules/@actions/cache/lib/cache.js'),
    );
    await mkdir(join(dir, 'data'));
    await writeFile(
      join(dir, 'run.mjs'),
      `import * as cache from ${JSON.stringify(client.href)};\n${script}`,
    );
    const result = await run(process.execPath, [join(dir, 'run.mjs')], {
      cwd: dir,
      env: {
        ACTIONS_RESULTS_URL: undefined,
        ...service.env({ service: how }),
        GITHUB_SERVER_URL: 'https://github.com',
        GITHUB_WORKSPACE: dir,
        RUNNER_TEMP: join(dir, 'temp'),
      },
    });
    const file = await readFile(join(dir, 'data/file'), 'utf8').catch(() => '');
    return `${result.code} ${result.stdout.trim().split('\n').at(-1)} ${file.length}`;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const SAVE = `import { writeFileSync } from 'node:fs';
writeFileSync('data/file', 'x'.repeat(200_000));
console.log((await cache.saveCache(['data'], 'key-1')) >= 0);`;
const RESTORE = `console.log(await cache.restoreCache(['data'], 'key-9', ['key-']));`;

describe.each(['v2', 'v1'] as const)('the cache service speaks %s with @actions/cache', (how) => {
  it('keeps what the toolkit saves and gives it back by prefix', async () => {
    await using service = await startCacheService();
    expect(await toolkit(service, how, SAVE)).toBe('0 true 200000');
    expect(await toolkit(service, how, RESTORE)).toBe('0 key-1 200000');
    expect(service.entries().map(({ key }) => key)).toEqual(['key-1']);
    expect(service.requests.map(({ kind }) => kind)).toEqual([
      'reserve',
      'upload',
      'finalize',
      'lookup',
      'download',
    ]);
  });

  it('keeps keys immutable and evicted entries gone', async () => {
    await using service = await startCacheService();
    await toolkit(service, how, SAVE);
    expect(await toolkit(service, how, SAVE)).toBe('0 false 200000');
    expect(service.evict(() => true)).toBe(1);
    expect(await toolkit(service, how, RESTORE)).toBe('0 undefined 0');
  });
});
