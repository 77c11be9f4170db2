import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { formatBytes, runChecked } from '@go-actions/action-kit';
import {
  type CacheListing,
  type CacheService,
  type Job,
  startCacheListing,
  startCacheService,
} from '@go-actions/test-kit';
import { inRoot } from '@go-actions/tools';
import { Runner } from './fresh-runner/runner.ts';
import { seconds } from './fresh-runner/seconds.ts';
import { type Contender, listContenders } from './gate/contenders.ts';
import { type Lap, renderLaps } from './gate/laps.ts';

/** What a hosted runner sees of the cache service, roughly. */
const SERVICE = { latencyMs: 5, bytesPerSecond: 250e6 };

/**
 * `npm run bench -- gate [repository …] [--rounds 5]`: the promise on the box. The whole gate of a repository (gofmt, vet,
 * staticcheck, race tests with coverage, build), from the start of the first step to the verdict, on a fresh runner (new checkout,
 * empty HOME) whose caches are restored over a local cache service. Beside ours the same gate made of the published bundles
 * of actions/setup-go and golangci-lint-action (checkouts named by PEER_SETUP_GO and PEER_GOLANGCI_ACTION). Contenders
 * alternate; their first round fills the caches, and is told apart as the first run.
 */
export async function command(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { rounds: { type: 'string', default: '5' } },
  });
  await benchGate(positionals, Number(values.rounds));
}

/** The laps of each repository (of the example service, when none is given), printed as they come. */
export async function benchGate(paths: readonly string[], rounds: number): Promise<Map<string, Lap[]>> {
  const contenders = await listContenders(process.env.PEER_SETUP_GO, process.env.PEER_GOLANGCI_ACTION);
  const laps = new Map<string, Lap[]>();
  for (const path of paths.length > 0 ? paths : [inRoot('examples/go-service')]) {
    const repository = resolve(path);
    console.log(`## ${basename(repository)}, ${rounds} rounds\n`);
    laps.set(basename(repository), await benchRepository(repository, contenders, rounds));
  }
  return laps;
}

async function benchRepository(
  repository: string,
  contenders: readonly Contender[],
  rounds: number,
): Promise<Lap[]> {
  const scratch = await mkdtemp(join(tmpdir(), 'go-actions-bench-'));
  const services = new Map<string, CacheService>();
  const listings = new Map<string, CacheListing>();
  const laps: Lap[] = [];
  try {
    const source = await makeSource(repository, join(scratch, 'source'));
    const runner = new Runner(scratch, source);
    for (const { name } of contenders) {
      const service = await startCacheService(SERVICE);
      services.set(name, service);
      listings.set(name, await startCacheListing(service));
    }
    for (let round = 0; round <= rounds; round++) {
      for (const contender of contenders) {
        const service = services.get(contender.name) as CacheService;
        const api = listings.get(contender.name)?.url ?? '';
        const job = await runner.start({}, 'HEAD', service, await describeEvent(round, source, service, api));
        service.forget();
        const lap = await runLap(contender, job, round);
        laps.push(lap);
        const moved = `${formatBytes(service.bytes('download'))} down, ${formatBytes(service.bytes('upload'))} up`;
        const label = round === 0 ? 'first' : `#${round}`.padEnd(5);
        console.log(`${label} ${contender.name.padEnd(6)} ${seconds(lap.verdictMs)}  ${moved}`);
      }
    }
  } finally {
    for (const peer of [...listings.values(), ...services.values()]) await peer[Symbol.asyncDispose]();
    await runChecked('chmod', ['-R', 'u+w', scratch]); // module caches hold read-only folders
    await rm(scratch, { recursive: true, force: true });
  }
  console.log(`\n${renderLaps(laps)}\n`);
  return laps;
}

/** The first run is a push to the default branch; the later ones are pull requests, which restore what it saved. */
async function describeEvent(round: number, source: string, service: CacheService, api: string) {
  const { stdout } = await runChecked('git', ['rev-parse', 'HEAD'], { cwd: source });
  const sha = stdout.trim();
  const repository = { default_branch: 'main' };
  if (round === 0) return { env: { GITHUB_API_URL: api }, event: { repository, before: '0'.repeat(40) } };
  const ref = 'refs/pull/7/merge';
  const scopes = [
    { scope: ref, permission: 3 },
    { scope: 'refs/heads/main', permission: 1 },
  ] as const;
  return {
    env: {
      ...service.env({ scopes }),
      GITHUB_API_URL: api,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_REF: ref,
      GITHUB_REF_NAME: '7/merge',
    },
    event: { repository, pull_request: { number: 7, base: { sha, ref: 'main' }, head: { sha } } },
  };
}

async function runLap({ name, phases }: Contender, job: Job, round: number): Promise<Lap> {
  const times: Record<string, number> = {};
  const timed = async (title: string, body: () => Promise<unknown>) => {
    const started = performance.now();
    await body();
    times[title] = performance.now() - started;
  };
  for (const { title, execute } of phases) await timed(title, () => execute(job));
  const verdictMs = Object.values(times).reduce((sum, ms) => sum + ms, 0);
  await timed('(post)', () => job.finish());
  return { name, round, verdictMs, times };
}

/** A repository to clone from: the folder itself, or one made of the files of a folder inside of a repository. */
async function makeSource(repository: string, folder: string): Promise<string> {
  const git = (cwd: string, ...args: string[]) => runChecked('git', args, { cwd });
  const top = (await git(repository, 'rev-parse', '--show-toplevel')).stdout.trim();
  if (resolve(top) === repository) {
    await runChecked('git', ['clone', '--quiet', repository, folder]);
    return folder;
  }
  await cp(repository, folder, { recursive: true });
  await git(folder, 'init', '--quiet', '--initial-branch', 'main');
  await git(folder, 'add', '--all');
  const author = ['-c', 'user.name=Gopher', '-c', 'user.email=gopher@example.com'];
  await git(folder, ...author, 'commit', '--quiet', '--message', 'chore: import');
  return folder;
}
