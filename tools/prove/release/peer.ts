import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunResult, run, runChecked } from '@go-actions/action-kit';
import { createProject, type GitHubApi, type Project, startGitHubApi } from '@go-actions/test-kit';
import {
  ACCIDENTS,
  type Accident,
  listCalls,
  row,
  silently,
  tryCell,
} from '../../../__tests__/actions/semver-release/publish/fault-matrix.ts';
import { ASSETS, WORLDS } from '../../../__tests__/actions/semver-release/publish/worlds.ts';

/** What a runner or the network does to a release; the accidents that need no second run beside the first. */
const CHOSEN = ['dies before', 'dies after', 'answer lost', '502, starter'];
const PEER = 'semantic-release@25.0.2';
/** Of the table: its cells tell what is left, and ours a reason. */
const WIDTHS = [40, 38] as const;
const REPOSITORY = 'https://github.com/octo/app.git';
const TAG = 'v1.0.0';

/**
 * The same accidents at each call of semantic-release, as npm publishes it, and of ours, in the world where the tag is not there
 * yet: what two further runs make of it. The peer is shown, not judged: only our cells can fail the proof. `peers` is a
 * node_modules with it; without one it is installed into a temporary folder.
 */
export async function provePeer({ peers }: { peers: string | undefined }): Promise<number> {
  const accidents = ACCIDENTS.filter(({ name }) => CHOSEN.includes(name));
  const world = WORLDS.find(({ name }) => name === 'no tag yet');
  if (!world) throw new Error('There is no world without a tag.');
  console.log('A cell: what is there after the run with the accident and two more.\n');

  await using folder = await createProject(ASSETS);
  const names = await silently(() => listCalls(world, folder.dir));
  let failures = 0;
  print('ours', accidents);
  for (const [at, name] of names.entries()) {
    const cells = [];
    for (const accident of accidents)
      cells.push(await silently(() => tryCell(world, accident, at, folder.dir)));
    failures += cells.filter(({ held }) => held.includes(false)).length;
    console.log(
      row(
        `${at} ${name}`,
        cells.map(({ why }) => (why === undefined ? 'as planned' : why)),
        WIDTHS,
      ),
    );
  }

  const installed = peers === undefined ? await install() : undefined;
  try {
    const modules = peers ?? join(installed ?? '', 'node_modules');
    const calls = await listPeerCalls(modules);
    print(PEER, accidents);
    for (const [at, name] of calls.entries()) {
      const cells: string[] = [];
      for (const accident of accidents) cells.push(await tryPeer(modules, accident, at));
      console.log(row(`${at} ${name}`, cells, WIDTHS));
    }
  } finally {
    if (installed !== undefined) await rm(installed, { recursive: true, force: true });
  }
  return failures;
}

async function install(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'go-actions-peer-'));
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', folder, PEER];
  await runChecked('npm', args, { cwd: folder });
  return folder;
}

type PeerStage = AsyncDisposable & { readonly api: GitHubApi; release(): Promise<RunResult> };

/** A repository with one feature, whose address leads to a folder; the API in front of which stands what it asks before. */
async function setPeerStage(modules: string): Promise<PeerStage> {
  const stack = new AsyncDisposableStack();
  const project: Project = stack.use(await createProject({ 'README.md': 'app\n' }, { git: true }));
  const origin = stack.use(await createProject({}));
  await origin.git('init', '--quiet', '--bare', '--initial-branch=main', '.');
  const api = stack.use(await startGitHubApi({ gitDir: origin.dir, token: 'secret-token' }));
  const front = stack.use(await startFront(api.url));
  const settings = { branches: ['main'], repositoryUrl: REPOSITORY, plugins: plugins(Object.keys(ASSETS)) };
  await project.commit('feat: a', { ...ASSETS, '.releaserc.json': JSON.stringify(settings) });
  await project.git('config', `url.file://${origin.dir}.insteadOf`, REPOSITORY);
  await project.git('push', '--quiet', REPOSITORY, 'main');
  return {
    api,
    release: async () => {
      const program = join(modules, 'semantic-release', 'bin', 'semantic-release.js');
      const env = { GITHUB_TOKEN: 'secret-token', GITHUB_API_URL: front.url, GITHUB_ACTIONS: undefined };
      return run(process.execPath, [program, '--no-ci'], { cwd: project.dir, env });
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const plugins = (assets: readonly string[]) => [
  '@semantic-release/commit-analyzer',
  ['@semantic-release/github', { assets, successComment: false, failComment: false, releasedLabels: false }],
];

/**
 * Passes everything on but what the API of the tests does not know: the repository itself, and `make_latest` of a draft, which
 * GitHub takes.
 */
async function startFront(target: string): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer(async (request, response) => {
    if (request.url === '/repos/octo/app') {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ full_name: 'octo/app', clone_url: REPOSITORY, permissions: { push: true } }),
      );
      return;
    }
    const {
      host: _,
      connection: __,
      'content-length': ___,
      ...headers
    } = request.headers as Record<string, string>;
    const sent = Buffer.concat(await request.toArray());
    const isDraft = request.method === 'POST' && request.url?.endsWith('/releases');
    const body = request.method === 'GET' ? null : isDraft ? withoutLatest(sent) : sent;
    try {
      const answer = await fetch(`${target}${request.url}`, {
        method: request.method ?? 'GET',
        headers,
        body,
      });
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
      response.end(Buffer.from(await answer.arrayBuffer()));
    } catch {
      response.destroy(); // the connection behind was cut
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function withoutLatest(body: Buffer): string {
  const { make_latest: _, ...fields } = JSON.parse(body.toString()) as Record<string, unknown>;
  return JSON.stringify(fields);
}

async function listPeerCalls(modules: string): Promise<string[]> {
  await using stage = await setPeerStage(modules);
  const { code, stdout, stderr } = await stage.release();
  if (code !== 0) throw new Error(`${PEER} fails without any accident:\n${stdout}${stderr}`);
  return stage.api.requests.map(({ method, path }) => `${method} ${path.replace(/^\/repos\/octo\/app/, '')}`);
}

async function tryPeer(modules: string, { fault, later }: Accident, at: number): Promise<string> {
  await using stage = await setPeerStage(modules);
  const { api } = stage;
  api.setFault(({ index }) => (index === at ? fault : index > at ? later : undefined));
  await stage.release();
  api.setFault(undefined);
  const ends = [await stage.release(), await stage.release()];
  const releases = api.releases().filter(({ tag }) => tag === TAG);
  const published = releases.filter(({ draft }) => !draft);
  const assets = published.flatMap((release) => release.assets.filter(({ state }) => state === 'uploaded'));
  const isWhole = published.length === 1 && assets.length === Object.keys(ASSETS).length;
  if (isWhole && releases.length === 1) return 'as planned';
  const green = ends.every(({ code }) => code === 0) ? 'green' : 'red';
  const tag = (await api.tag(TAG)) === undefined ? 'no tag' : 'tag';
  const extra = releases.length > published.length ? ', a draft' : '';
  const what = published.length === 0 ? 'no release' : `release, ${assets.length} assets`;
  return `${green}: ${tag}, ${what}${extra}`;
}

function print(name: string, accidents: readonly Accident[]): void {
  console.log(
    `\n${row(
      name,
      accidents.map((each) => each.name),
      WIDTHS,
    )}`,
  );
}
