import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import { digest, runChecked } from '@go-actions/action-kit';
import { openCacheService } from '@go-actions/cache-service';
import {
  type CacheService,
  createProject,
  type Project,
  runAction,
  startCacheListing,
  startCacheService,
  wantsPost,
} from '@go-actions/test-kit';
import { ensureGoTool } from '@go-actions/tools';
import { expect, it } from 'vitest';
import { packFiles } from '../../../actions/lint-gate/src/linters/archive.ts';
import { CACHE_FORMAT } from '../../../actions/lint-gate/src/linters/cache-keys.ts';
import { STATICCHECK } from '../../../actions/lint-gate/src/linters/versions.ts';
import { installFakeLinter, NO_RELEASES, SMALL, serveFakeLinter } from './fake-linter.ts';
import { CLEAN, lint, repository } from './gate.ts';

const INPUTS = { preset: 'fast', checks: '{ golangci: error, fmt: off, vet: off, staticcheck: off }' };
const UNUSED = 'package app\n\nfunc unused() {}\n';
const EVENT = { repository: { default_branch: 'main' } };

it('keeps the linter and what it learned for the next job, and only the default branch saves', async () => {
  await using tools = await createProject({});
  await using project = await repository({ 'app.go': CLEAN });
  await using service = await startCacheService();
  await using api = await startCacheListing(service);
  const proxy = await serveFakeLinter(tools, { main: SMALL });
  const gocache = (await runChecked('go', ['env', 'GOCACHE'])).stdout.trim();
  // No linter is on PATH and no release can be had: the first job builds one. Each job is a new runner, with an empty tool cache.
  const lintOnce = async (env: Record<string, string> = {}) => {
    await using runner = await createProject({});
    // Where the action compiles a linter: here with what other tests have compiled of the standard library.
    await symlink(gocache, runner.path('linter-build'), 'dir');
    const job = {
      workspace: project.dir,
      inputs: INPUTS,
      event: EVENT,
      temp: runner.dir,
      env: {
        ...service.env(),
        ...proxy,
        ...NO_RELEASES,
        GOMODCACHE: tools.path('modcache'),
        GOFLAGS: '-modcacherw',
        GITHUB_API_URL: api.url,
        ...env,
      },
    };
    const result = await runAction('lint-gate', job);
    const wanted = await wantsPost('lint-gate', result);
    const post = wanted ? (await runAction('lint-gate', { ...job, state: result.state })).stdout : '';
    return { ...result, wanted, post };
  };
  const first = await lintOnce();
  expect(first.stdout).toContain('golangci-lint v2.15.0 (go');
  expect(first.stdout).toContain('from go-install.');
  expect(first.post.match(/lint-gate-(tool|digest|facts)-golangci-lint-v2\.15\.0-\S+: saved/g)).toHaveLength(
    3,
  );

  const second = await lintOnce();
  expect(second.stdout).toContain('from restored.');
  expect(second.stdout).not.toContain('Building');
  expect(second.outputs.verdict).toBe('pass');
  expect(second.post).not.toContain('saved');
  expect(second.wanted).toBe(false);

  await project.commit('feat: more', { 'app.go': `${CLEAN}\n// More.\n` });
  const pullRequest = await lintOnce({ GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF_NAME: '7/merge' });
  expect(pullRequest.stdout).toContain('from restored.');
  expect(service.entries()).toHaveLength(3);

  const third = await lintOnce();
  expect(third.post).toMatch(/lint-gate-facts-\S+: saved/);
});

const PULL = { scope: 'refs/pull/7/merge', permission: 3 } as const;
const MAIN_READ = { scope: 'refs/heads/main', permission: 1 } as const;

/** Saves a program as the linter's, with a record that fits, with the powers of a pull request's own code. */
async function plant(service: CacheService, program: string, goMinor: string): Promise<void> {
  const env = service.env({ scopes: [PULL, MAIN_READ] });
  const address = { resultsUrl: env.ACTIONS_RESULTS_URL, token: env.ACTIONS_RUNTIME_TOKEN, v2: true };
  const own = openCacheService(address as Parameters<typeof openCacheService>[0], CACHE_FORMAT);
  const bytes = await readFile(program);
  const name = `golangci-lint-v2.15.0-${goMinor}-${process.platform}-${process.arch}`;
  for (const [key, content] of [
    [`lint-gate-tool-${name}`, bytes],
    [`lint-gate-digest-${name}`, Buffer.from(digest(bytes))],
  ] as const) {
    const packed = await promisify(zstdCompress)(packFiles([{ path: 'program', bytes: content }]));
    expect(await own?.save(key, [packed])).toBe('saved');
  }
}

/** A runner that keeps its tool cache: an earlier job has left a program there that looks finished. */
async function plantOnDisk(runner: Project, program: string, goMinor: string): Promise<void> {
  const folder = runner.path(`tool-cache/golangci-lint/2.15.0-${goMinor}/${process.arch}`);
  await mkdir(folder, { recursive: true });
  await cp(program, `${folder}/golangci-lint`);
  await writeFile(`${folder}.complete`, '');
}

it.each([
  {
    name: 'the cache of its pull request',
    inService: true,
    onDisk: false,
    status: 200,
    says: 'a cache entry of refs/pull/7/merge has its name',
  },
  {
    name: 'the cache, where nobody may ask whose it is',
    inService: true,
    onDisk: false,
    status: 403,
    says: 'answered 403',
  },
  {
    name: 'the tool cache of the runner',
    inService: false,
    onDisk: true,
    status: 200,
    says: 'no record says what it has to be',
  },
])(
  'case security/06: a planted linter in $name does not run',
  async ({ inService, onDisk, status, says }) => {
    await using tools = await createProject({});
    await using project = await repository({ 'app.go': CLEAN });
    await using service = await startCacheService();
    await using api = await startCacheListing(service, status);
    // The planted one has the right name, version and stamp, and finds nothing; the real one finds something.
    const planted = `${await installFakeLinter(tools)}/golangci-lint`;
    const version = (await runChecked('go', ['env', 'GOVERSION'])).stdout;
    const goMinor = /go\d+\.\d+/.exec(version)?.[0] ?? '';
    await using runner = await createProject({});
    if (inService) await plant(service, planted, goMinor);
    if (onDisk) await plantOnDisk(runner, planted, goMinor);
    await using other = await createProject({});
    const proxy = await serveFakeLinter(other, { main: FINDING });
    const gocache = (await runChecked('go', ['env', 'GOCACHE'])).stdout.trim();
    await symlink(gocache, runner.path('linter-build'), 'dir');
    const result = await runAction('lint-gate', {
      workspace: project.dir,
      inputs: INPUTS,
      event: EVENT,
      temp: runner.dir,
      env: {
        ...service.env({ scopes: [PULL, MAIN_READ] }),
        ...proxy,
        ...NO_RELEASES,
        FAKE_LINT: 'exit 0',
        GOMODCACHE: other.path('modcache'),
        GOFLAGS: '-modcacherw',
        GITHUB_API_URL: api.url,
        GITHUB_EVENT_NAME: 'pull_request',
        GITHUB_REF_NAME: '7/merge',
      },
    });
    expect(result.stdout).toContain(says);
    expect(result.stdout).toContain('from go-install.');
    expect(result.outputs).toMatchObject({ verdict: 'fail', issues: '1' });
  },
);

it.each([
  {
    name: 'its own pull request wrote',
    status: 200,
    says: 'a cache entry of refs/pull/7/merge has its name',
  },
  { name: 'anybody may have written', status: 403, says: 'answered 403' },
])(
  'case security/06: what a linter learned is not taken from an entry that $name',
  async ({ status, says }) => {
    await using project = await repository({ 'app.go': UNUSED });
    await using service = await startCacheService();
    await using api = await startCacheListing(service, status);
    const env = service.env({ scopes: [PULL, MAIN_READ] });
    const address = { resultsUrl: env.ACTIONS_RESULTS_URL, token: env.ACTIONS_RUNTIME_TOKEN, v2: true };
    const own = openCacheService(address as Parameters<typeof openCacheService>[0], CACHE_FORMAT);
    const version = (await runChecked('go', ['env', 'GOVERSION'])).stdout;
    const { stdout } = await runChecked('go', ['version', '-m', await ensureGoTool('staticcheck')]);
    const goMinor = /go\d+\.\d+/.exec(stdout.split('\n')[0] ?? version)?.[0];
    const key = `lint-gate-facts-staticcheck-${STATICCHECK.version}-${goMinor}-${process.platform}-${process.arch}-planted`;
    const packed = await promisify(zstdCompress)(packFiles([{ path: 'planted', bytes: Buffer.from('x') }]));
    expect(await own?.save(key, [packed])).toBe('saved');
    const result = await lint(project, {
      inputs: { preset: 'fast', checks: '{ fmt: off, vet: off }' },
      event: EVENT,
      env: { ...env, GITHUB_API_URL: api.url, GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF_NAME: '7/merge' },
    });
    expect(result.stdout).toContain(`${key} is not used: `);
    expect(result.stdout).toContain(says);
    expect(result.outputs).toMatchObject({ verdict: 'fail', issues: '1' });
  },
);

/** Finds one thing in whatever it is given. */
const FINDING = SMALL.replace(
  '{\\"Issues\\":[]}',
  '{\\"Issues\\":[{\\"FromLinter\\":\\"x\\",\\"Text\\":\\"found\\",\\"Pos\\":{\\"Filename\\":\\"app.go\\",\\"Line\\":3}}]}',
).replace('\t\t}\n\t}\n\tif dir', '\t\t\tdefer os.Exit(1)\n\t\t}\n\t}\n\tif dir');
