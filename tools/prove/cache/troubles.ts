import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '@go-actions/action-kit';
import { type CacheService, startCacheService } from '@go-actions/test-kit';
import { createRandom } from '../coverage/random.ts';
import { expectedWords, newToken, PLACES, readShown, TESTED } from './model.ts';
import {
  createModel,
  createRunner,
  findToolchain,
  type Model,
  type Runner,
  readRuns,
  type Toolchain,
  testAndBuild,
  warmUp,
} from './runner.ts';

export type Troubles = {
  readonly go: string;
  readonly rows: readonly string[];
  readonly problems: readonly string[];
};

type World = {
  readonly go: Toolchain;
  readonly model: Model;
  readonly runner: Runner;
  readonly service: CacheService;
  /** Fails the proof when the next job on a new disk does not show what the tree holds. */
  readonly check: (what: string) => Promise<void>;
  readonly complain: (what: string) => void;
};

type Trouble = { readonly name: string; readonly cause: (world: World) => Promise<string | undefined> };

/**
 * What can go wrong around a job, beside the service's own faults (`__tests__/actions/setup-go-cache/faults.test.ts`): each
 * is caused for real, costs a warning at most, and leaves the next job with the truth. A cause that this computer does not
 * allow is skipped, and said.
 */
export async function proveTroubles(
  version: string,
  { seed, say }: { readonly seed: number; readonly say?: (line: string) => void },
): Promise<Troubles> {
  const random = createRandom(seed);
  const go = await findToolchain(version);
  const tokens = new Map(PLACES.map((place) => [place, newToken(random)]));
  await using model = await createModel(tokens);
  await using service = await startCacheService();
  await using runner = await createRunner(model, go, service);
  const problems: string[] = [];
  const first = await runner.start();
  await runner.setUp(first);
  await warmUp(model, go, join(runner.home, '.cache', 'go-build'));
  await testAndBuild(first);
  await first.finish();

  const rows: string[] = [];
  for (const { name, cause } of TROUBLES) {
    const complain = (what: string) => problems.push(`${go.version} ${name}: ${what}`);
    const check = async (what: string) => {
      const job = await runner.start();
      await runner.setUp(job);
      const { tests, program } = await testAndBuild(job);
      const shown = readShown(tests.stdout + program);
      for (const who of [...TESTED, 'program'])
        if (shown.get(who)?.join() !== expectedWords(who, tokens).join())
          complain(`${what}: ${who} shows ${shown.get(who) ?? 'nothing'}: ${tests.stderr}${program}`);
      await job.finish();
    };
    const before = problems.length;
    const skipped = await cause({ go, model, runner, service, check, complain });
    rows.push(`${name}: ${skipped ?? (problems.length === before ? 'held' : 'FAILED')}`);
    say?.(`  ${go.version}: ${rows.at(-1)}`);
  }
  return { go: go.version, rows, problems };
}

const TROUBLES: readonly Trouble[] = [
  { name: 'two jobs save at once', cause: saveTwice },
  {
    name: 'an entry of the other kind under a key of the build cache',
    cause: (world) => plant(world, 'go-modules-'),
  },
  { name: 'an entry without object code under a key of whole ones', cause: plantExportOnly },
  { name: 'a full disk', cause: (world) => onSmallDisk(world, 'size=2m') },
  { name: 'a read-only disk', cause: (world) => onSmallDisk(world, 'size=2m,ro') },
];

async function saveTwice({ go, model, service, check, complain }: World): Promise<undefined> {
  await using left = await createRunner(model, go, service);
  await using right = await createRunner(model, go, service);
  const jobs = await Promise.all(
    [left, right].map(async (runner) => ({ runner, job: await runner.start() })),
  );
  for (const { runner, job } of jobs) await runner.setUp(job);
  // Other checkouts, so both have compiled something that is new.
  for (const { job } of jobs) await testAndBuild(job);
  const posts = (await Promise.all(jobs.map(({ job }) => job.finish()))).flat();
  for (const { code, annotations, stdout } of posts)
    if (code !== 0 || annotations.length > 0) complain(stdout.slice(-500));
  await check('after both');
  return undefined;
}

/** Saves the bytes of the newest entry of one kind as the newest of another, as somebody with a token could. */
async function plant({ runner, service, check, complain }: World, from: string): Promise<undefined> {
  const entries = service.entries();
  const key = entries.findLast((entry) => entry.key.startsWith('go-build-1-full-'))?.key ?? '';
  const foreign = entries.findLast((entry) => entry.key.startsWith(from));
  if (!foreign?.bytes) return void complain(`no entry begins with ${from}`);
  const planted = `${key.slice(0, key.lastIndexOf('-'))}-planted`;
  const { ACTIONS_RUNTIME_TOKEN: token = '' } = service.env();
  const call = async (method: string, body: object): Promise<Record<string, string>> => {
    const url = `${service.url}/twirp/github.actions.results.api.v1.CacheService/${method}`;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const text = JSON.stringify({ key: planted, version: foreign.version, ...body });
    return (await fetch(url, { method: 'POST', headers, body: text })).json() as never;
  };
  const { signed_upload_url: url = '' } = await call('CreateCacheEntry', {});
  const body = new Uint8Array(foreign.bytes);
  await fetch(url, { method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob' }, body });
  await call('FinalizeCacheEntryUpload', { size_bytes: String(body.length) });

  const job = await runner.start();
  const { outputs, annotations } = await runner.setUp(job);
  if (outputs['build-hit'] === '1') complain('it counts as a hit');
  if (annotations.map(({ level }) => level).join() !== 'warning')
    complain(`${annotations.length} annotations instead of one warning`);
  service.evict((entry) => entry.key === planted);
  await check('after it');
  return undefined;
}

async function plantExportOnly(world: World): Promise<undefined> {
  const { runner, model, go } = world;
  const job = await runner.start();
  const { exported } = await runner.setUp(job, { objects: 'export-only' });
  await warmUp(model, go, exported.GOCACHE ?? '');
  await job.finish();
  return plant(world, 'go-build-1-export-only-');
}

/** GOCACHE on a file system of its own, which holds less than is to be restored. */
async function onSmallDisk({ runner, check, complain }: World, options: string): Promise<string | undefined> {
  const job = await runner.start();
  const gocache = join(runner.home, '.cache', 'go-build');
  await mkdir(gocache, { recursive: true });
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', gocache]);
  if (mounted.code !== 0) return 'skipped: this user may not mount a file system';
  try {
    const { outputs, annotations } = await runner.setUp(job);
    if (outputs['build-hit'] === '1') complain('it counts as a hit');
    if (annotations.map(({ level }) => level).join() !== 'warning')
      complain(`${annotations.length} annotations instead of one warning`);
    const { stdout, stderr } = await job.run('go', ['test', './alone']);
    const { ran, cached } = readRuns(stdout);
    if (!options.includes('ro') && [...ran, ...cached].join() !== 'alone')
      complain(`the tests do not run: ${stderr.slice(-500)}`);
    await job.finish();
  } finally {
    await run('umount', [gocache]);
  }
  await check('after it');
  return undefined;
}
