import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ActionError, type RunResult, run, runChecked } from '@go-actions/action-kit';
import {
  type ActionResult,
  type CacheService,
  createProject,
  type Job,
  type Project,
  startJob,
} from '@go-actions/test-kit';
import { inRoot } from '../../root.ts';
import type { Place } from './model.ts';
import { LINKS, MODULE, PROXY, writeModel } from './sources.ts';

export type Toolchain = { readonly version: string; readonly goroot: string };

/** An installed Go of that version, by Go's own toolchain switch. */
export async function findToolchain(version: string): Promise<Toolchain> {
  const env = { GOTOOLCHAIN: version, GOROOT: undefined };
  const { stdout } = await runChecked('go', ['env', 'GOROOT', 'GOVERSION'], { env });
  const [goroot = '', found = ''] = stdout.trim().split('\n');
  return { version: found, goroot };
}

/** The repository of the model on disk, with its module proxy; `commit` writes a new state of it. */
export type Model = AsyncDisposable & {
  readonly source: Project;
  readonly env: Readonly<Record<string, string>>;
  commit(tokens: ReadonlyMap<Place, string>): Promise<void>;
};

export async function createModel(tokens: ReadonlyMap<Place, string>): Promise<Model> {
  const proxy = await createProject(PROXY);
  const env = { GOPROXY: `file://${proxy.dir}`, GOSUMDB: 'off', GOFLAGS: '', GOWORK: 'off' };
  const source = await createProject(writeModel(tokens), { git: true });
  for (const [link, target] of Object.entries(LINKS)) {
    await mkdir(dirname(source.path(link)), { recursive: true });
    await symlink(target, source.path(link));
  }
  const tidied = { ...env, GOMODCACHE: proxy.path('modcache') };
  for (const dir of ['.', 'sib'])
    await source.exec('go', ['mod', 'tidy'], { env: tidied, cwd: source.path(dir) });
  await source.commit('build: go.sum, links');
  const tidy = await readFile(source.path('sib/go.mod'), 'utf8');
  await buildLibrary(source.dir);
  return {
    source,
    env,
    commit: async (next) =>
      void (await source.commit('feat: an edit', { ...writeModel(next), 'sib/go.mod': tidy })),
    [Symbol.asyncDispose]: async () => {
      await source[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
    },
  };
}

/** Jobs of one Go version, always in the same folder, as on hosted runners. */
export type Runner = AsyncDisposable & {
  readonly dir: string;
  readonly work: string;
  readonly home: string;
  /** A new checkout on a new disk; `keep` leaves HOME and temp of the job before (a self-hosted runner). */
  start(options?: { keep?: boolean }): Promise<Job>;
  /** The action's main phase, with the proof's Go. */
  setUp(job: Job, inputs?: Record<string, string>): Promise<ActionResult>;
};

export async function createRunner(model: Model, go: Toolchain, service: CacheService): Promise<Runner> {
  const disk = await createProject({});
  const [work, folder] = [disk.path('work'), disk.path('runner')];
  const env = { ...model.env, ...service.env(), ImageOS: 'proof', GOTOOLCHAIN: 'local' };
  return {
    dir: disk.dir,
    work,
    home: join(folder, 'home'),
    start: async ({ keep } = {}) => {
      await disk.exec('chmod', ['-R', 'u+w', disk.dir]);
      await disk.exec('rm', ['-rf', 'work', ...(keep ? [] : ['runner'])]);
      await disk.exec('git', ['clone', '--quiet', model.source.dir, work]);
      await buildLibrary(work);
      const job = await startJob({ workspace: work, folder, env });
      await offerToolchain(join(folder, 'temp', 'tool-cache'), go);
      return job;
    },
    setUp: async (job, inputs = {}) => {
      const version = go.version.replace(/^go/, '');
      const main = await job.uses('setup-go-cache', {
        ...inputs,
        'go-version': version,
        'cache-scope': 'proof',
        'test-results': 'true',
      });
      if (main.code !== 0) throw new ActionError(`setup-go-cache is red:\n${main.stdout.slice(-3_000)}`);
      return main;
    },
    [Symbol.asyncDispose]: () => disk[Symbol.asyncDispose](),
  };
}

/** A step before all others builds the C library that `library` links. */
async function buildLibrary(work: string): Promise<void> {
  const cwd = join(work, 'clib');
  await runChecked('cc', ['-c', 'clib.c', '-o', 'clib.o'], { cwd });
  await runChecked('ar', ['rcsD', 'libclib.a', 'clib.o'], { cwd });
}

/** Where a runner image has its versions of Go. */
export async function offerToolchain(toolCache: string, { version, goroot }: Toolchain): Promise<void> {
  const home = join(toolCache, 'go', version.replace(/^go/, ''));
  const arch = process.arch === 'arm64' ? 'arm64' : 'x64';
  await mkdir(home, { recursive: true });
  await symlink(goroot, join(home, arch)).catch(() => undefined); // there since the job before
  await writeFile(join(home, `${arch}.complete`), '');
}

/** Copies the standard library, compiled once for each Go, into the build cache of a first job. */
export async function warmUp(
  model: Model,
  go: Toolchain,
  gocache: string,
  more: readonly string[] = [],
): Promise<void> {
  const warm = await buildCacheOf(go.version);
  const env = { ...model.env, GOTOOLCHAIN: go.version, GOCACHE: warm };
  for (const args of [
    ['build', './...', ...more],
    ['vet', './...'],
    ['test', '-run', '^$', './...'],
  ])
    await runChecked('go', args, { cwd: model.source.dir, env, timeoutMs: 900_000 });
  await copyBuildCache(warm, gocache);
}

/** The build cache of one Go that all proofs and tests share, so that its standard library is compiled once. */
export async function buildCacheOf(version: string): Promise<string> {
  const folder = inRoot('.prove', `go-build-${version}`);
  await mkdir(folder, { recursive: true });
  return folder;
}

/** With `cp`: the `cp` of node:fs takes fifteen times as long for thousands of files. */
export async function copyBuildCache(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await runChecked('cp', ['-R', `${from}/.`, to]);
}

/** What the job's commands say: the tests (with what they show), and the program. */
export async function testAndBuild(job: Job): Promise<{ tests: RunResult; program: string }> {
  const own = await job.run('go', ['test', '-v', './...']);
  const siblings = await job.run('go', ['-C', 'sib', 'test', '-v', './...']);
  const program = await job.run('go', ['run', './cmd/model']);
  return {
    tests: { ...own, stdout: own.stdout + siblings.stdout, stderr: own.stderr + siblings.stderr },
    program: program.stdout + program.stderr,
  };
}

/** Packages whose tests ran in fact, and those whose results were taken from the cache. */
export function readRuns(output: string): { readonly ran: string[]; readonly cached: string[] } {
  const lines = [...output.matchAll(/^(?:ok|FAIL)\s+(\S+)\s+(.*)$/gm)].map(([, path = '', rest = '']) => ({
    name: path.slice(MODULE.length + 1),
    cached: rest.includes('(cached)'),
  }));
  const names = (cached: boolean) =>
    lines
      .filter((line) => line.cached === cached)
      .map(({ name }) => name)
      .sort();
  return { ran: names(false), cached: names(true) };
}

export const runIn = (cwd: string, env: Record<string, string | undefined>, ...argv: [string, ...string[]]) =>
  run(argv[0], argv.slice(1), { cwd, env, timeoutMs: 900_000 });
