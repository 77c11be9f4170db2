import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ActionError, formatBytes, runChecked } from '@go-actions/action-kit';
import { type CacheService, type Job, startCacheService, startJob } from '@go-actions/test-kit';
import { inRoot } from '@go-actions/tools';

/** One part of a contender's job: a title, and what it does; a red part ends the round. */
type Phase = { readonly title: string; readonly execute: (job: Job) => Promise<void> };
type Contender = { readonly name: string; readonly phases: readonly Phase[] };
type Timing = {
  readonly name: string;
  readonly totalMs: number;
  readonly phases: readonly { title: string; ms: number }[];
};

const ROUNDS = 5;
/** What a hosted runner sees of the cache service, roughly. */
const SERVICE = { latencyMs: 5, bytesPerSecond: 250e6 };

/**
 * `npm run bench -- gate [repository …]`: the whole gate of a repository (fmt, vet, staticcheck, race tests with coverage,
 * build) from the start of the first step to the verdict, on a fresh runner (new checkout, empty HOME and temp) whose caches are
 * restored over a local cache service. Beside ours: the same gate made of the peers' published bundles, when PEER_SETUP_GO
 * names the folder of actions/setup-go. Rounds alternate between the contenders; the first round of each fills its cache.
 */
export async function command(args: string[]): Promise<void> {
  const repositories = args.length > 0 ? args.map((path) => resolve(path)) : [inRoot('examples/go-service')];
  for (const repository of repositories) await benchRepository(repository);
}

async function benchRepository(repository: string): Promise<void> {
  console.log(`## ${repository.split('/').at(-1)}, ${ROUNDS} rounds\n`);
  const contenders = [ours(), ...peers()];
  const timings: Timing[] = [];
  const services = new Map<string, CacheService>();
  try {
    for (const { name } of contenders) services.set(name, await startCacheService(SERVICE));
    for (let round = 0; round <= ROUNDS; round++) {
      for (const contender of contenders) {
        const service = services.get(contender.name) as CacheService;
        service.forget();
        const timing = await runRound(repository, contender, service);
        if (round > 0) timings.push(timing);
        const moved = `${formatBytes(service.bytes('download'))} down, ${formatBytes(service.bytes('upload'))} up`;
        console.log(
          `${round === 0 ? 'cold' : `#${round}  `} ${contender.name.padEnd(6)} ${seconds(timing.totalMs)}  ${moved}`,
        );
      }
    }
  } finally {
    for (const service of services.values()) await service[Symbol.asyncDispose]();
  }
  report(contenders, timings);
}

function ours(): Contender {
  const step = (action: string, inputs: Record<string, string> = {}): Phase => ({
    title: action,
    execute: async (job) => {
      const { code, stdout } = await job.uses(action, inputs);
      if (code !== 0) throw new ActionError(`${action} is red:\n${stdout.slice(-3_000)}`);
    },
  });
  return {
    name: 'ours',
    phases: [
      step('setup-go-cache', { 'cache-scope': 'gate' }),
      step('lint-gate', { preset: 'fast' }),
      step('coverage-gate', { 'min-total': '0', 'min-patch': '0' }),
      step('go-build'),
    ],
  };
}

/** What teams write by hand today: setup-go with its cache, then the commands. */
function peers(): Contender[] {
  const setupGo = process.env.PEER_SETUP_GO;
  if (!setupGo) {
    console.log('PEER_SETUP_GO is not set: ours only.\n');
    return [];
  }
  const go = (title: string, command: string, ...args: string[]): Phase => ({
    title,
    execute: async (job) => {
      const { code, stdout, stderr } = await job.run(command, args);
      if (code !== 0) throw new ActionError(`${title} is red:\n${(stdout + stderr).slice(-3_000)}`);
    },
  });
  return [
    {
      name: 'peers',
      phases: [
        {
          title: 'setup-go',
          execute: async (job) => void (await job.uses(setupGo, { 'go-version-file': 'go.mod' })),
        },
        go('gofmt', 'gofmt', '-l', '.'),
        go('vet', 'go', 'vet', './...'),
        go('staticcheck', 'go', 'run', 'honnef.co/go/tools/cmd/staticcheck@v0.8.1', './...'),
        go('test', 'go', 'test', '-race', '-coverprofile=cover.out', './...'),
        go('build', 'go', 'build', './...'),
      ],
    },
  ];
}

async function runRound(repository: string, contender: Contender, service: CacheService): Promise<Timing> {
  const workspace = await checkOut(repository);
  try {
    await using job = await startJob({ workspace, env: service.env() });
    const phases: Timing['phases'][number][] = [];
    for (const { title, execute } of contender.phases) {
      const started = performance.now();
      await execute(job);
      phases.push({ title, ms: performance.now() - started });
    }
    const totalMs = phases.reduce((sum, { ms }) => sum + ms, 0);
    const started = performance.now();
    await job.finish();
    return {
      name: contender.name,
      totalMs,
      phases: [...phases, { title: '(post)', ms: performance.now() - started }],
    };
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

/** A fresh checkout: a clone when the folder is a repository of its own, else a repository made of its files. */
async function checkOut(repository: string): Promise<string> {
  const workspace = await mkdtemp(join(tmpdir(), 'go-actions-checkout-'));
  const git = (...args: string[]) =>
    runChecked('git', ['-c', 'user.name=Gopher', '-c', 'user.email=gopher@example.com', ...args], {
      cwd: workspace,
    });
  const top = await runChecked('git', ['rev-parse', '--show-toplevel'], { cwd: repository });
  if (resolve(top.stdout.trim()) === repository) {
    await git('clone', '--quiet', '--depth', '1', `file://${repository}`, '.');
  } else {
    await cp(repository, workspace, { recursive: true });
    await git('init', '--quiet');
    await git('add', '--all');
    await git('commit', '--quiet', '--message', 'chore: import');
  }
  return workspace;
}

function report(contenders: readonly Contender[], timings: readonly Timing[]): void {
  for (const { name } of contenders) {
    const mine = timings.filter((timing) => timing.name === name);
    console.log(`\n${name}: start to verdict ${spread(mine.map(({ totalMs }) => totalMs))}`);
    for (const [index, { title }] of (mine[0]?.phases ?? []).entries()) {
      console.log(`  ${title.padEnd(16)} ${spread(mine.map(({ phases }) => phases[index]?.ms ?? 0))}`);
    }
  }
  const [first, second] = contenders.map(({ name }) => timings.filter((timing) => timing.name === name));
  if (first && second) {
    const ratios = first
      .map(({ totalMs }, round) => totalMs / (second[round]?.totalMs ?? Number.NaN))
      .sort((a, b) => a - b);
    console.log(`\nours / peers: ${ratios.map((ratio) => ratio.toFixed(2)).join(' ')} (sorted)\n`);
  }
}

function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number) => seconds(sorted[index] ?? 0);
  return `${at(0)} - ${at(Math.floor(sorted.length / 2))} - ${at(sorted.length - 1)}`;
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;
