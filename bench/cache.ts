import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { ActionError, formatBytes, run, runChecked } from '@go-actions/action-kit';
import { type CacheService, type Job, startCacheService, startJob } from '@go-actions/test-kit';
import { inRoot } from '@go-actions/tools';

/** What a hosted runner sees of the cache service, roughly. */
const SERVICE = { latencyMs: 5, bytesPerSecond: 250e6 };
const KEEP_TIMES = { recursive: true, force: true, preserveTimestamps: true };
const DEFAULT_REPOSITORY = 'https://github.com/go-chi/chi';

const COMMANDS: readonly (readonly string[])[] = [
  ['gofmt', '-l', '.'],
  ['go', 'vet', './...'],
  ['go', 'test', '-race', '-coverprofile', 'cover.out', './...'],
  ['go', 'build', './...'],
];

/** How a job gets its caches: an action with inputs, or nothing. */
type Contender = {
  readonly name: string;
  readonly action?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Keeps its checkout and its GOCACHE between the jobs: what a developer's own computer does. */
  readonly persistent?: boolean;
};

type Round = {
  readonly name: string;
  readonly mainMs: number;
  readonly commandsMs: number;
  readonly postMs: number;
  readonly cached: number;
  readonly packages: number;
  readonly down: number;
  readonly up: number;
};

/**
 * `npm run bench -- cache [repository …] [--rounds 5] [--replay 20] [--only a,b]`: fmt, vet, race tests with coverage and build on a fresh
 * runner (new checkout, empty HOME), for each way to have a cache, all over the same kind of local cache service. Without
 * `--replay` every round is the same commit; with it the rounds are the newest commits, oldest first. PEER_SETUP_GO names a
 * checkout of actions/setup-go whose published bundle runs beside; `--seed` a GOCACHE that spares the first compile.
 */
export async function command(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      replay: { type: 'string' },
      only: { type: 'string' },
      seed: { type: 'string' },
    },
  });
  const repositories = positionals.length > 0 ? positionals : [DEFAULT_REPOSITORY];
  for (const repository of repositories) {
    const scratch = await mkdtemp(join(tmpdir(), 'go-actions-bench-'));
    try {
      const source = join(scratch, 'source');
      await runChecked('git', ['clone', '--quiet', repository, source]);
      const commits = await listCommits(
        source,
        values.replay === undefined ? undefined : Number(values.replay),
      );
      const rounds =
        values.replay === undefined
          ? Array.from({ length: Number(values.rounds) }, () => commits[0] ?? '')
          : commits;
      console.log(
        `## ${basename(repository)}: ${values.replay === undefined ? 'no change' : `${rounds.length} commits`}\n`,
      );
      const contenders = (await listContenders(scratch)).filter(
        ({ name }) => values.only?.split(',').includes(name) ?? true,
      );
      if (values.seed)
        await cp(values.seed, join(scratch, 'persistent/runner/home/.cache/go-build'), KEEP_TIMES);
      await new Bench(scratch, source, contenders).run(rounds);
    } finally {
      await runChecked('chmod', ['-R', 'u+w', scratch]);
      await rm(scratch, { recursive: true, force: true });
    }
  }
}

async function listContenders(scratch: string): Promise<Contender[]> {
  const { stdout } = await runChecked('go', ['env', 'GOVERSION'], { cwd: scratch });
  const version = stdout.trim().replace(/^go/, '');
  const peer = process.env.PEER_SETUP_GO;
  if (!peer) console.log('PEER_SETUP_GO is not set: setup-go does not run.\n');
  return [
    { name: 'persistent', persistent: true },
    { name: 'ours', action: 'setup-go-cache', inputs: { 'go-version': version, 'cache-scope': 'bench' } },
    ...(peer ? [{ name: 'setup-go', action: peer, inputs: { 'go-version': version } }] : []),
    { name: 'rolling tar', action: await writeRollingTar(join(scratch, 'rolling-tar')) },
    { name: 'no cache' },
  ];
}

/** The newest commit, or the newest `count` on the first-parent line that change Go code, oldest first. */
async function listCommits(source: string, count: number | undefined): Promise<string[]> {
  const limit = count === undefined ? ['-1'] : [`-${count}`, '--first-parent'];
  const paths = count === undefined ? [] : ['--', '*.go'];
  const { stdout } = await runChecked('git', ['log', '--format=%H', ...limit, ...paths], { cwd: source });
  return stdout.trim().split('\n').reverse();
}

/** What composite actions do by hand: actions/cache with a key per run and a prefix to restore from. */
async function writeRollingTar(folder: string): Promise<string> {
  const client = pathToFileURL(inRoot('node_modules/@actions/cache/lib/cache.js')).href;
  await mkdir(folder);
  await writeFile(
    join(folder, 'action.yml'),
    'name: rolling tar\nruns: { using: node24, main: main.mjs, post: main.mjs }\n',
  );
  await writeFile(
    join(folder, 'main.mjs'),
    `import * as cache from ${JSON.stringify(client)};
import { appendFileSync } from 'node:fs';
const paths = [process.env.HOME + '/.cache/go-build', process.env.HOME + '/go/pkg/mod'];
if (process.env.STATE_main) await cache.saveCache(paths, 'tar-' + Date.now());
else {
  appendFileSync(process.env.GITHUB_STATE, 'main=1\\n');
  await cache.restoreCache(paths, 'tar-newest', ['tar-']);
}
process.exit();
`,
  );
  return folder;
}

class Bench {
  readonly #scratch: string;
  readonly #source: string;
  readonly #contenders: readonly Contender[];
  readonly #services = new Map<string, CacheService>();
  readonly #rounds: Round[] = [];

  constructor(scratch: string, source: string, contenders: readonly Contender[]) {
    this.#scratch = scratch;
    this.#source = source;
    this.#contenders = contenders;
  }

  async run(commits: readonly string[]): Promise<void> {
    try {
      for (const { name } of this.#contenders) this.#services.set(name, await startCacheService(SERVICE));
      for (const [number, commit] of [commits[0] ?? '', ...commits].entries()) {
        for (const contender of this.#contenders) {
          if (number === 0 && !contender.action && !contender.persistent) continue;
          const round = await this.#round(contender, commit, number === 0);
          if (number > 0) this.#rounds.push(round);
          console.log(
            `${number === 0 ? 'fill' : `#${number}`.padEnd(4)} ${commit.slice(0, 9)} ${describe(round)}`,
          );
        }
      }
      this.#report();
    } finally {
      for (const service of this.#services.values()) await service[Symbol.asyncDispose]();
    }
  }

  async #round(contender: Contender, commit: string, first: boolean): Promise<Round> {
    const own = contender.persistent ? 'persistent' : 'fresh';
    const workspace = join(this.#scratch, own, 'work');
    const folder = join(this.#scratch, own, 'runner');
    if (!contender.persistent) await this.#wipe(join(this.#scratch, own));
    if (!contender.persistent || first)
      await runChecked('git', ['clone', '--quiet', this.#source, workspace]);
    await runChecked('git', ['checkout', '--quiet', '--detach', commit], { cwd: workspace });
    const service = this.#services.get(contender.name) as CacheService;
    service.forget();
    const job = await startJob({ workspace, folder, env: { ...service.env(), ImageOS: 'bench' } });
    await this.#offerToolchain(folder);
    if (first) console.log(`     ${contender.name} fills its cache ...`);
    const mainMs = await timed(async () => {
      if (!contender.action) return;
      const { code, stdout } = await job.uses(contender.action, contender.inputs);
      if (code !== 0) throw new ActionError(`${contender.name} is red:\n${stdout.slice(-2_000)}`);
    });
    if (first && !contender.persistent) await this.#shareStandardLibrary(job);
    let output = '';
    const commandsMs = await timed(async () => {
      for (const [program = '', ...args] of COMMANDS) output += (await job.run(program, args)).stdout;
    });
    const postMs = await timed(async () => void (await job.finish()));
    if (contender.persistent) await rm(join(workspace, 'cover.out'), { force: true });
    return {
      name: contender.name,
      mainMs,
      commandsMs,
      postMs,
      cached: output.match(/^ok .*\(cached\)/gm)?.length ?? 0,
      packages: output.match(/^(ok|FAIL)\s+\S+\s/gm)?.length ?? 0,
      down: service.bytes('download'),
      up: service.bytes('upload'),
    };
  }

  /** The compiler's work of the first job is the same for all: done once by the persistent contender, then copied. */
  async #shareStandardLibrary(job: Job): Promise<void> {
    const from = join(this.#scratch, 'persistent', 'runner', 'home', '.cache', 'go-build');
    await cp(from, join(job.home, '.cache', 'go-build'), KEEP_TIMES);
  }

  /** The installed Go, where the runner image would have it. */
  async #offerToolchain(folder: string): Promise<void> {
    const { stdout } = await runChecked('go', ['env', 'GOROOT', 'GOVERSION'], { cwd: this.#scratch });
    const [goroot = '', version = ''] = stdout.trim().split('\n');
    const home = join(folder, 'temp', 'tool-cache', 'go', version.replace(/^go/, ''));
    await mkdir(home, { recursive: true });
    const arch = process.arch === 'arm64' ? 'arm64' : 'x64';
    await symlink(goroot, join(home, arch)).catch(() => undefined); // there since the last round
    await writeFile(join(home, `${arch}.complete`), '');
  }

  async #wipe(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    await run('chmod', ['-R', 'u+w', folder]); // module caches hold read-only folders
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
  }

  #report(): void {
    const base = this.#totals('setup-go') ?? this.#totals('no cache');
    console.log(
      `\n${'contender'.padEnd(12)} ${'median'.padStart(8)} ${'min - max'.padStart(17)} ${'sum'.padStart(9)}   ratio  stored`,
    );
    for (const { name } of this.#contenders) {
      const totals = this.#totals(name) ?? [];
      const sorted = [...totals].sort((a, b) => a - b);
      const at = (share: number) => seconds(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
      const sum = totals.reduce((a, b) => a + b, 0);
      const ratio = base ? (sum / base.reduce((a, b) => a + b, 0)).toFixed(2) : '';
      const stored = formatBytes(this.#services.get(name)?.stored() ?? 0);
      console.log(
        `${name.padEnd(12)} ${at(0.5).padStart(8)} ${`${at(0)} - ${at(1)}`.padStart(17)} ${seconds(sum).padStart(9)}  ${ratio.padStart(6)}  ${stored}`,
      );
    }
    console.log('');
  }

  #totals(name: string): number[] | undefined {
    const mine = this.#rounds.filter((round) => round.name === name);
    return mine.length === 0
      ? undefined
      : mine.map(({ mainMs, commandsMs, postMs }) => mainMs + commandsMs + postMs);
  }
}

function describe({ name, mainMs, commandsMs, postMs, cached, packages, down, up }: Round): string {
  const total = seconds(mainMs + commandsMs + postMs).padStart(8);
  const parts = `main ${seconds(mainMs)}, commands ${seconds(commandsMs)}, post ${seconds(postMs)}`;
  return `${name.padEnd(12)} ${total}  (${parts}; ${cached} of ${packages} cached; ${formatBytes(down)} down, ${formatBytes(up)} up)`;
}

async function timed(body: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await body();
  return performance.now() - started;
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;
