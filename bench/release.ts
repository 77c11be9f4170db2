import { createHash, randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { formatDuration, runChecked } from '@go-actions/action-kit';
import { LOG_FORMAT, parseLog } from '@go-actions/git-history';
import { connectGitHub } from '@go-actions/github';
import { findMains, planBuilds, runBuilds } from '@go-actions/go-build';
import { discoverModules, parseTarget } from '@go-actions/go-project';
import { createProject, startGitHubApi } from '@go-actions/test-kit';
import { inRoot } from '@go-actions/tools';
import { renderNotes } from '../actions/semver-release/src/notes/notes.ts';
import { uploadAssets } from '../actions/semver-release/src/publish/io/publish.ts';
import { readCommits } from '../actions/semver-release/src/version/bump.ts';

const ROUNDS = 5;
const PEER_PARSER = 'conventional-commits-parser@7.1.4';

/**
 * `npm run bench -- release [plan|upload|build …]`: reading 10,000 commits beside conventional-commits-parser; 12 assets of
 * 10 MB side by side and one after another; six targets of the example service beside one `go build` after another. PEER_GORELEASER
 * names a goreleaser that then builds the same targets.
 */
export async function command(args: string[]): Promise<void> {
  const wanted = args.length > 0 ? args : ['plan', 'upload', 'build'];
  if (wanted.includes('plan')) await benchPlan();
  if (wanted.includes('upload')) await benchUpload();
  if (wanted.includes('build')) await benchBuild();
}

/** Runs the contenders in turns and prints the median of each, and its ratio to the first. */
async function compare(
  title: string,
  contenders: Readonly<Record<string, () => Promise<void> | void>>,
  rounds = ROUNDS,
): Promise<void> {
  const times = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, work] of Object.entries(contenders)) {
      const started = performance.now();
      await work();
      times.set(name, [...(times.get(name) ?? []), performance.now() - started]);
    }
  }
  console.log(`${title} (median of ${rounds}, in turns)\n`);
  const median = (name: string) =>
    (times.get(name) ?? []).toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
  const first = median(Object.keys(contenders)[0] ?? '');
  for (const name of Object.keys(contenders)) {
    console.log(
      `  ${name.padEnd(44)} ${formatDuration(median(name)).padStart(9)}  ${(median(name) / first).toFixed(2)}`,
    );
  }
  console.log('');
}

async function benchPlan(): Promise<void> {
  const parser = await installPeer();
  for (const count of [10_000, 20_000]) {
    const log = makeLog(count);
    await compare(
      `Plan of ${count} commits (${(log.length / 1e6).toFixed(1)} MB of \`git log -z ${LOG_FORMAT}\`)`,
      {
        'ours: log, reverts, bump': () => void readCommits(parseLog(log)),
        'ours: the notes as well': () => {
          const { changes, others } = readCommits(parseLog(log));
          renderNotes({
            repositoryUrl: 'https://github.com/octo/app',
            tag: 'v1.1.0',
            previousTag: 'v1.0.0',
            changes,
            others,
            install: [],
            hasAssets: false,
          });
        },
        [PEER_PARSER]: () => {
          for (const { message } of parseLog(log)) if (message) parser(message);
        },
      },
    );
  }
}

/** Fetched once, beside the Go tools: a peer is no dependency of ours. */
async function installPeer(): Promise<(message: string) => unknown> {
  const folder = inRoot('.tools', 'bench-release');
  await mkdir(folder, { recursive: true });
  await runChecked(
    'npm',
    ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', PEER_PARSER],
    { cwd: folder },
  );
  const { CommitParser } = (await import(
    join(folder, 'node_modules/conventional-commits-parser/dist/index.js')
  )) as {
    CommitParser: new () => { parse(message: string): unknown };
  };
  const peer = new CommitParser();
  return (message) => peer.parse(message);
}

function makeLog(count: number): string {
  const records = Array.from({ length: count }, (_, index) => {
    const sha = createHash('sha1').update(String(index)).digest('hex');
    const type = [
      'feat',
      'fix',
      'docs',
      'chore',
      'refactor(api)',
      'fix(store)!',
      'Merge pull request #7 from a/b',
    ][index % 7];
    const body =
      index % 3 === 0
        ? `\n\n${'A line that explains what was done and why. '.repeat(8)}\n\nRefs: #${index}\nSigned-off-by: Gopher <g@example.com>`
        : '';
    return `${sha}\nGopher ${index % 40}\n${type}: change number ${index}${body}\n`;
  });
  return records.join('\0');
}

async function benchUpload(): Promise<void> {
  const files = Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => [`asset-${index}`, randomBytes(10e6)]),
  );
  await using folder = await createProject(files);
  const assets = Object.entries(files).map(([name, bytes]) => ({
    name,
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }));
  const upload = async (latencyMs: number, atOnce?: number) => {
    await using api = await startGitHubApi({ latencyMs });
    const github = connectGitHub({ apiUrl: api.url, repository: 'octo/app', token: 't' });
    const draft = await github.createRelease({ tag_name: 'v1.0.0', draft: true });
    await uploadAssets(github, draft, assets, folder.dir, atOnce);
  };
  for (const latencyMs of [0, 300]) {
    await compare(
      `12 assets of 10 MB to the local API, which answers after ${latencyMs} ms`,
      { 'ours: side by side': () => upload(latencyMs), 'one after another': () => upload(latencyMs, 1) },
      3,
    );
  }
}

async function benchBuild(): Promise<void> {
  const root = inRoot('examples/go-service');
  const targets = [
    'linux/amd64',
    'linux/arm64',
    'darwin/amd64',
    'darwin/arm64',
    'windows/amd64',
    'linux/arm/7',
  ].map(parseTarget);
  const { modules } = await discoverModules(root);
  const mains = await findMains({ root, modules, wanted: [], targets, tags: [], cgo: false });
  await using scratch = await createProject({});
  const output = scratch.path('out');
  const builds = planBuilds(
    mains,
    targets,
    { ldflags: '-s -w', tags: [], cgo: false, trimpath: true },
    output,
  );
  const prove = { expect: { static: true, cgo: false } };
  const fresh = () => rm(output, { recursive: true, force: true });
  await runBuilds(builds, prove);
  const goreleaser = process.env.PEER_GORELEASER;
  await scratch.write({
    'goreleaser.yml': goreleaserConfig(
      mains.map((main) => main.importPath),
      scratch.path('dist'),
    ),
  });
  await compare('Six targets of the example service, warm cache', {
    'ours: built side by side and proved': async () => {
      await fresh();
      await runBuilds(builds, prove);
    },
    'go build, one target after another': async () => {
      await fresh();
      for (const { args, cwd, env } of builds) await runChecked('go', args, { cwd, env });
    },
    ...(goreleaser && {
      goreleaser: async () =>
        void (await runChecked(
          goreleaser,
          ['build', '--snapshot', '--clean', '--config', scratch.path('goreleaser.yml')],
          { cwd: root },
        )),
    }),
  });
  if (!goreleaser) console.log('  goreleaser is left out: PEER_GORELEASER names none.\n');
}

/** The same targets and flags. */
function goreleaserConfig(mains: readonly string[], dist: string): string {
  const builds = mains.map((main) => ({
    id: main.split('/').at(-1),
    main,
    binary: main.split('/').at(-1),
    env: ['CGO_ENABLED=0'],
    flags: ['-trimpath'],
    ldflags: ['-s -w'],
    targets: ['linux_amd64', 'linux_arm64', 'darwin_amd64', 'darwin_arm64', 'windows_amd64', 'linux_arm_7'],
  }));
  return JSON.stringify({ version: 2, dist, builds });
}
