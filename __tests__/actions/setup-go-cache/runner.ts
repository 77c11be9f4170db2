import { lutimes, readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { runChecked } from '@go-actions/action-kit';
import {
  type ActionResult,
  type CacheService,
  createProject,
  type Files,
  type Project,
  runAction,
} from '@go-actions/test-kit';
import { buildCacheOf, copyBuildCache, findToolchain } from '@go-actions/tools/prove/cache/runner';

/** A module whose only test reads a file of the repository: without content-derived times it can never be `(cached)`. */
export const MODULE = {
  'go.mod': 'module example.com/app\n\ngo 1.24\n',
  'app.go': 'package app\n\nimport "strings"\n\nfunc Shout(s string) string { return strings.ToUpper(s) }\n',
  'app_test.go': `package app

import (
	"os"
	"testing"
)

func TestShout(t *testing.T) {
	want, err := os.ReadFile("testdata/want.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got := Shout("go"); got != string(want) {
		t.Fatalf("got %q, want %q", got, want)
	}
}
`,
  'testdata/want.txt': 'GO',
};

/** A run of a pull request, whose jobs may take results of earlier runs. */
export const PULL_REQUEST = {
  GITHUB_EVENT_NAME: 'pull_request',
  GITHUB_REF: 'refs/pull/7/merge',
  GITHUB_REF_NAME: '7/merge',
};

export type JobResult = { readonly main: ActionResult; readonly post: ActionResult; readonly output: string };

export type JobOptions = {
  readonly inputs?: Record<string, string>;
  readonly env?: Record<string, string>;
  readonly event?: unknown;
  /** What a job finds compiled where nothing is restored; by default what MODULE needs. */
  readonly warm?: () => Promise<string>;
  /** Between checkout and the first step. */
  readonly before?: (work: string, home: string) => Promise<void>;
  /** Between the last command and the post phase, with the job's environment. */
  readonly after?: (work: string, env: Record<string, string | undefined>) => Promise<void>;
};

export type Runner = Awaited<ReturnType<typeof createRunner>>;

/** Jobs on fresh runners: each finds an empty HOME, a new checkout at the usual place, and what the cache service has. */
export async function createRunner(service: CacheService) {
  const disk = await createProject({});
  const work = disk.path('work');
  const env = {
    HOME: disk.path('home'),
    GOCACHE: undefined,
    GOMODCACHE: undefined,
    GOPATH: undefined,
    ...service.env(),
  };
  /** A job that is cancelled: its post phase does not run. */
  const begin = async (source: Project, commands: string[][], options: JobOptions = {}) => {
    await disk.exec('chmod', ['-R', 'u+w', disk.dir]);
    await disk.exec('rm', ['-rf', 'work', 'home', 'temp']);
    await disk.exec('mkdir', ['home', 'temp']);
    await disk.exec('git', ['clone', '--quiet', source.dir, work]);
    await age(work);
    await options.before?.(work, disk.path('home'));
    const inputs = { 'go-version': '>=1.24', ...options.inputs };
    const { event } = options;
    const step = { workspace: work, temp: disk.path('temp'), env: { ...env, ...options.env }, inputs, event };
    const main = await runAction('setup-go-cache', step);
    const home = options.env?.HOME ?? disk.path('home');
    if (main.outputs['build-hit'] === '0')
      await copyBuildCache(
        await (options.warm ?? warmCache)(),
        main.exported.GOCACHE ?? join(home, '.cache/go-build'),
      );
    let output = '';
    const PATH = [...main.paths.toReversed(), process.env.PATH].join(delimiter);
    for (const [command = '', ...args] of commands) {
      output += await disk.exec(command, args, {
        cwd: work,
        env: { ...env, HOME: home, PATH, ...main.exported },
      });
    }
    return { main, output, step };
  };
  const job = async (source: Project, commands: string[][], options: JobOptions = {}): Promise<JobResult> => {
    const { main, output, step } = await begin(source, commands, options);
    await options.after?.(work, { ...env, ...main.exported });
    const post = await runAction('setup-go-cache', { ...step, state: main.state });
    return { main, post, output };
  };
  return { begin, job, work, [Symbol.asyncDispose]: () => disk[Symbol.asyncDispose]() };
}

/** A checkout is some seconds old when a test reads it: Go keeps no result that read a file of the last two seconds. */
async function age(work: string): Promise<void> {
  // Not at a whole second, which no clock gives.
  const past = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 30_000 + 123);
  const paths = await readdir(work, { recursive: true });
  for (const path of ['.', ...paths.filter((name) => !/^\.git\b/.test(name))])
    await lutimes(join(work, path), past, past);
}

const warm = new Map<string, Promise<string>>();

/** Compiled once per checkout: the standard library as far as MODULE needs it. The first job of a test starts with it. */
export const warmCache = (): Promise<string> =>
  compileOnce('module', MODULE, ['test', '-run', '^$', './...']);

/** The same for a test that is not vetted, which is half of it. */
export const warmTests = (): Promise<string> =>
  compileOnce('tests', MODULE, ['test', '-vet=off', '-run', '^$', './...']);

/** As far as a program with C in it needs it, which is a sixth of that. */
export const warmC = (): Promise<string> =>
  compileOnce('c', { 'go.mod': MODULE['go.mod'], 'c.go': 'package main\n\nimport "C"\n\nfunc main() {}\n' }, [
    'build',
    '-o',
    '/dev/null',
    '.',
  ]);

function compileOnce(name: string, files: Files, command: readonly string[]): Promise<string> {
  const known = warm.get(name) ?? compile(name, files, command);
  warm.set(name, known);
  return known;
}

async function compile(name: string, files: Files, command: readonly string[]): Promise<string> {
  await using module = await createProject(files);
  const cache = await buildCacheOf(`${(await findToolchain('local')).version}-${name}`);
  await runChecked('go', command, { cwd: module.dir, env: { GOCACHE: cache, GOFLAGS: '' } });
  return cache;
}
