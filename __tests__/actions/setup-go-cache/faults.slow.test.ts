import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openCacheService } from '@go-actions/cache-service';
import {
  type CacheEntry,
  type CacheService,
  type CacheWeather,
  createProject,
  type Project,
  runAction,
  startCacheService,
  wantsPost,
} from '@go-actions/test-kit';
import { beforeAll, describe, expect, it } from 'vitest';
import { withDeadline } from '../../../actions/setup-go-cache/src/io/deadline.ts';
import { ENTRY_FORMAT } from '../../../actions/setup-go-cache/src/keys.ts';
import { hashModule } from '../../../actions/setup-go-cache/src/module-cache/sums.ts';

const SUM = 'h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

/** A runner whose GOCACHE is filled by hand: what these tests are about needs no compiler. */
async function createFakeRunner() {
  const disk = await createProject({ 'work/go.mod': 'module example.com/app\n\ngo 1.24\n' });
  const step = (service: CacheService, env: Record<string, string> = {}, state?: Record<string, string>) =>
    runAction('setup-go-cache', {
      workspace: disk.path('work'),
      temp: disk.path('temp'),
      env: {
        HOME: disk.path('home'),
        GOCACHE: disk.path('home/gocache'),
        GOMODCACHE: disk.path('home/gomodcache'),
        ...service.env(),
        ...env,
      },
      inputs: { 'go-version': '>=1.24', 'test-results': 'false', 'cache-scope': 'faults' },
      ...(state && { state }),
    });
  const fresh = async () => {
    await disk.exec('rm', ['-rf', 'home', 'temp']);
    await disk.exec('mkdir', ['-p', 'home', 'temp']);
  };
  return { disk, step, fresh, [Symbol.asyncDispose]: () => disk[Symbol.asyncDispose]() };
}

/** Writes `count` entries of 2 kB, which do not compress, as Go would. */
function writeEntries(disk: Project, seed: string, count = 300): void {
  for (let i = 0; i < count; i++) {
    const digests = Array.from({ length: 64 }, (_, part) =>
      createHash('sha256').update(`${seed} ${i} ${part}`).digest(),
    );
    const content = Buffer.concat(digests);
    const object = createHash('sha256').update(content).digest('hex');
    const action = createHash('sha256').update(`action ${seed} ${i}`).digest('hex');
    const at = (id: string) => disk.path('home/gocache', id.slice(0, 2));
    for (const id of [object, action]) mkdirSync(at(id), { recursive: true });
    writeFileSync(join(at(object), `${object}-d`), content);
    const record = `v1 ${action} ${object} ${String(content.length).padStart(20)} ${'1'.padStart(20)}\n`;
    writeFileSync(join(at(action), `${action}-a`), record);
  }
}

const listFiles = async (dir: string): Promise<string[]> =>
  (await readdir(dir, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1));

/** What one good job has saved; every test starts with it on a service of its own. */
let saved: readonly CacheEntry[];
beforeAll(async () => {
  await using runner = await createFakeRunner();
  await using service = await startCacheService();
  await runner.fresh();
  const { state } = await runner.step(service);
  writeEntries(runner.disk, 'base');
  await runner.step(service, {}, state);
  saved = service.entries();
});

/** A new runner, and the service as it is after that job. */
async function filled(runner: Awaited<ReturnType<typeof createFakeRunner>>): Promise<CacheService> {
  await runner.fresh();
  return startCacheService({}, saved);
}

const flipBytes = (bytes: Buffer) => {
  for (let at = 100; at < bytes.length; at += 997) bytes[at] = (bytes[at] ?? 0) ^ 0x55;
  return bytes;
};

describe('a cache service in trouble', () => {
  const rows: { name: string; weather: Partial<CacheWeather> }[] = [
    { name: 'answers look-ups with 500', weather: { failures: [{ kind: 'lookup', status: 500 }] } },
    { name: 'answers look-ups with 429', weather: { failures: [{ kind: 'lookup', status: 429 }] } },
    { name: 'answers downloads with 503', weather: { failures: [{ kind: 'download', status: 503 }] } },
    { name: 'cuts downloads', weather: { truncateAfter: 700 } },
    { name: 'sends damaged bytes', weather: { corrupt: flipBytes } },
    {
      name: 'sends something else',
      weather: { corrupt: () => Buffer.from('<html>not a pack, but long enough</html>') },
    },
    { name: 'sends nothing', weather: { corrupt: () => Buffer.alloc(0) } },
  ];
  it.each(rows)('that $name means a miss with one warning', async ({ weather }) => {
    await using runner = await createFakeRunner();
    await using service = await filled(runner);
    Object.assign(service.weather, weather);
    const main = await runner.step(service);
    expect(main.code).toBe(0);
    expect(main.outputs['cache-hit']).toBe('false');
    expect(main.annotations.map(({ level }) => level)).toEqual(['warning']);
    const written = (await listFiles(runner.disk.path('home'))).filter(
      (file) => !file.startsWith('gocache/'),
    );
    expect(written.filter((file) => !file.startsWith('.config/go/'))).toEqual([]);
    const post = await runner.step(service, {}, main.state);
    expect([post.code, post.annotations.filter(({ level }) => level === 'error')]).toEqual([0, []]);
  });

  it('that fails for a moment is asked again', async () => {
    await using runner = await createFakeRunner();
    await using service = await filled(runner);
    service.weather.failures.push(
      { kind: 'lookup', status: 502, times: 1 },
      { kind: 'download', status: 500, times: 1 },
    );
    const main = await runner.step(service);
    expect(main.outputs['build-hit']).toBe('1');
    expect(main.annotations).toEqual([]);
  });

  it('that ignores Range is read whole', async () => {
    await using runner = await createFakeRunner();
    await using service = await filled(runner);
    service.weather.ranges = false;
    expect((await runner.step(service)).outputs['build-hit']).toBe('1');
  });

  it('that refuses uploads costs one warning', async () => {
    await using runner = await createFakeRunner();
    await using service = await startCacheService({ failures: [{ kind: 'upload', status: 500 }] });
    await runner.fresh();
    const { state } = await runner.step(service);
    writeEntries(runner.disk, 'base', 80);
    const post = await runner.step(service, {}, state);
    expect([post.code, post.annotations.length]).toEqual([0, 1]);
  });
});

describe('the life of an entry', () => {
  it('goes on with deltas that name older packs; an evicted pack loses only its own objects', async () => {
    await using runner = await createFakeRunner();
    await using service = await filled(runner);
    const second = await runner.step(service);
    expect(await wantsPost('setup-go-cache', second)).toBe(true);
    writeEntries(runner.disk, 'second', 100);
    await runner.step(service, {}, second.state);
    const [base, delta] = service.entries();
    expect((delta?.bytes?.length ?? 0) * 2).toBeLessThan(base?.bytes?.length ?? 0);

    await runner.fresh();
    const whole = await runner.step(service);
    expect(whole.outputs).toMatchObject({ 'build-hit': '1', 'cache-hit': 'true' });
    const entries = await listFiles(runner.disk.path('home/gocache'));
    expect(entries.filter((file) => /-[ad]$/.test(file)).length).toBe(800);

    service.evict((entry) => entry.id === base?.id);
    await runner.fresh();
    const part = await runner.step(service);
    expect(part.outputs['build-hit']).toBe('0.25');
    expect(part.annotations[0]?.message).toContain('a pack that the newest one refers to is gone');

    // What came back after that is packed again: the next job is whole.
    writeEntries(runner.disk, 'base');
    await runner.step(service, {}, part.state);
    await runner.fresh();
    expect((await runner.step(service)).outputs['build-hit']).toBe('1');
  });

  it('restores entries as old files, so that the used ones can be messages apart', async () => {
    await using runner = await createFakeRunner();
    await using service = await filled(runner);
    await runner.step(service);
    const [file = ''] = (await listFiles(runner.disk.path('home/gocache'))).filter((name) =>
      name.endsWith('-d'),
    );
    const age = Date.now() - (await lstat(runner.disk.path('home/gocache', file))).mtimeMs;
    expect(age).toBeGreaterThan(3_600_000);
  });

  it('leaves a GOCACHE alone that an earlier job of this runner has filled', async () => {
    await using runner = await createFakeRunner();
    await using service = await filled(runner);
    await runner.step(service);
    await runner.disk.exec('rm', ['-rf', 'temp']);
    await runner.disk.exec('mkdir', ['temp']);
    writeEntries(runner.disk, 'self-hosted', 100);
    const main = await runner.step(service);
    expect(main.summary).toContain('GOCACHE is warm already');
    service.forget();
    await runner.step(service, {}, main.state);
    expect(service.bytes('upload')).toBe(0);
  });

  it('case cache-plan/09: is restored beside what a step before this one has built, on a hosted runner, too', async () => {
    await using runner = await createFakeRunner();
    await using service = await filled(runner);
    writeEntries(runner.disk, 'a small program', 100);
    const main = await runner.step(service, { RUNNER_ENVIRONMENT: 'github-hosted' });
    expect(main.outputs['build-hit']).toBe('1');
  });

  it('case cache-plan/10: keeps the fuzz corpus', async () => {
    await using runner = await createFakeRunner();
    await using service = await filled(runner);
    const { state } = await runner.step(service);
    const corpus = 'home/gocache/fuzz/example.com/app/FuzzParse/0123456789abcdef';
    await runner.disk.write({ [corpus]: 'go test fuzz v1\nstring("x")\n' });
    await runner.step(service, {}, state);
    await runner.fresh();
    await runner.step(service);
    expect(await runner.disk.read(corpus)).toContain('string("x")');
  });

  it('case platform/01: is saved by post from its state alone, whatever its inputs are then', async () => {
    await using runner = await createFakeRunner();
    await using service = await startCacheService();
    await runner.fresh();
    const { state } = await runner.step(service);
    writeEntries(runner.disk, 'base', 80);
    const wrong = {
      'INPUT_CACHE-SCOPE': 'another',
      'INPUT_MAX-SIZE': 'nonsense',
      INPUT_OBJECTS: '',
      'INPUT_TEST-RESULTS': '?',
    };
    const post = await runner.step(service, wrong, state);
    expect(post.stdout).toContain('Build cache saved: 80 objects');
    await runner.fresh();
    expect((await runner.step(service)).outputs['build-hit']).toBe('1');
  });

  it.each([
    {
      name: 'a read-only token',
      env: (service: CacheService) => service.env({ scopes: [{ scope: 'refs/heads/main', permission: 1 }] }),
    },
    { name: 'cache mode read', env: () => ({ ACTIONS_CACHE_MODE: 'read' }) },
    { name: 'a tag', env: () => ({ GITHUB_REF_TYPE: 'tag', GITHUB_REF: 'refs/tags/v1.0.0' }) },
  ])('is read but not written with $name, quietly', async ({ env }) => {
    await using runner = await createFakeRunner();
    await using service = await filled(runner);
    service.forget();
    const main = await runner.step(service, env(service));
    writeEntries(runner.disk, 'more', 20);
    const post = await runner.step(service, env(service), main.state);
    expect(main.outputs['build-hit']).toBe('1');
    expect(await wantsPost('setup-go-cache', main)).toBe(false);
    expect([...main.annotations, ...post.annotations]).toEqual([]);
    expect(service.requests.map(({ kind }) => kind)).not.toContain('reserve');
    expect(main.summary).toContain('Saving');
  });

  it('works with the old service (v1: GHES, act)', async () => {
    await using runner = await createFakeRunner();
    await using service = await startCacheService();
    const v1 = { ACTIONS_RESULTS_URL: '', ACTIONS_CACHE_SERVICE_V2: '', ...service.env({ service: 'v1' }) };
    await runner.fresh();
    const { state } = await runner.step(service, v1);
    writeEntries(runner.disk, 'base');
    await runner.step(service, v1, state);
    await runner.fresh();
    expect((await runner.step(service, v1)).outputs['build-hit']).toBe('1');
  });
});

describe('modules', () => {
  it('that do not hash to what go.sum says are not written', async () => {
    await using runner = await createFakeRunner();
    await using service = await startCacheService();
    await runner.disk.write({ 'work/go.sum': `example.com/dep v1.0.0 ${SUM}\n` });
    await runner.fresh();
    const { state } = await runner.step(service);
    await runner.disk.write({
      'home/gomodcache/example.com/dep@v1.0.0/dep.go': 'package dep // poisoned\n',
      'home/gomodcache/cache/download/example.com/dep/@v/v1.0.0.ziphash': SUM,
    });
    await runner.step(service, {}, state);
    await runner.fresh();
    const main = await runner.step(service);
    expect(main.code).toBe(0);
    expect(main.annotations[0]?.message).toContain('example.com/dep@v1.0.0 does not match go.sum');
    expect(await listFiles(runner.disk.path('home/gomodcache')).catch(() => [])).toEqual([]);
  });

  it('that a killed job has left torn are left to Go, and a restored one appears as a whole', async () => {
    await using runner = await createFakeRunner();
    await using service = await startCacheService();
    const content = Buffer.from('package dep\n');
    const sum = hashModule('example.com/dep@v1.0.0', [{ path: 'dep.go', content }]);
    const tree = 'home/gomodcache/example.com/dep@v1.0.0';
    const marker = 'home/gomodcache/cache/download/example.com/dep/@v/v1.0.0.ziphash';
    await runner.disk.write({ 'work/go.sum': `example.com/dep v1.0.0 ${sum}\n` });
    await runner.fresh();
    const { state } = await runner.step(service);
    await runner.disk.write({ [`${tree}/dep.go`]: content, [marker]: sum });
    await runner.step(service, {}, state);

    await runner.fresh();
    await runner.step(service);
    expect((await listFiles(runner.disk.path('home/gomodcache'))).sort()).toEqual([
      'cache/download/example.com/dep/@v/v1.0.0.ziphash',
      'example.com/dep@v1.0.0/dep.go',
    ]);

    await runner.disk.exec('chmod', ['-R', 'u+w', 'home']);
    await runner.fresh();
    await runner.disk.write({ [`${tree}/dep.go`]: 'package d' });
    const main = await runner.step(service);
    expect(main.annotations).toEqual([]);
    expect(await runner.disk.read(`${tree}/dep.go`)).toBe('package d');
    expect(await listFiles(runner.disk.path('home/gomodcache'))).toEqual(['example.com/dep@v1.0.0/dep.go']);
  });
});

describe('a deadline', () => {
  it('ends downloads that trickle', async () => {
    await using runner = await createFakeRunner();
    await using service = await filled(runner);
    const { version } = service.entries()[0] ?? { version: '' };
    expect(version).not.toBe('');
    service.weather.bytesPerSecond = 1_000;
    const address = {
      resultsUrl: service.url,
      cacheUrl: undefined,
      token: service.env().ACTIONS_RUNTIME_TOKEN,
    };
    const client = openCacheService({ ...address, v2: true }, ENTRY_FORMAT);
    if (!client) throw new Error('expected a client');
    const entry = await withDeadline(client, 500).find('go-build-', ['go-build-']);
    await expect(entry?.read(0, 1_000_000)).rejects.toThrow('the cache took longer than 0.5 s');
  });
});
