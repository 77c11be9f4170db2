import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runChecked } from '@go-actions/action-kit';
import { type Commit, LOG_FORMAT, parseLog } from '@go-actions/git-history';
import { type Bump, nextVersion, readCommits } from '../../../../actions/semver-release/src/version/bump.ts';
import {
  compareVersions,
  coreOf,
  formatVersion,
  isStable,
  parseVersion,
  type Version,
} from '../../../../actions/semver-release/src/version/version.ts';

/** Another tool's word on the commits between two tags. */
type Peer = { readonly name: string; ask(commits: readonly Commit[], from: Version): Promise<string> };

type Pair = { readonly from: Version; readonly to: Version; readonly commits: readonly Commit[] };

const LARGEST_LOG = 256 * 1024 * 1024;
const NOTHING = 'none';

/**
 * Reads real histories: for each two stable tags that follow each other on one line, what the commits between them ask for
 * by our rules and by those of other tools, beside the tag that people chose. `peers` is a node_modules with semantic-release's
 * analyzer and release-please. Prints one line a repository, then each kind of disagreement with its rule.
 */
export async function printHistories(
  repositories: readonly string[],
  peers: string | undefined,
): Promise<void> {
  const others = peers === undefined ? [] : await loadPeers(peers);
  const kinds = new Map<string, number>();
  const note = (kind: string) => kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const heads = ['ours', ...others.map(({ name }) => name)];
  console.log(`${'repository'.padEnd(32)} pairs  as the tag: ${heads.join(', ')}`);
  for (const repository of repositories) {
    const pairs = await listPairs(repository);
    const agreed = heads.map(() => 0);
    for (const { from, to, commits } of pairs) {
      const { requirement, changes, others: plain } = readCommits(commits);
      const ours = bumped(from, requirement.bump);
      const told = [ours, ...(await Promise.all(others.map((peer) => peer.ask(commits, from))))];
      for (const [index, version] of told.entries())
        if (version === formatVersion(to)) agreed[index] = (agreed[index] ?? 0) + 1;
      if (ours !== formatVersion(to))
        note(`the tag, not ours: ${explainTag(ours, to, requirement.bump, changes.length, plain.length)}`);
      for (const [index, peer] of others.entries())
        if (told[index + 1] !== ours)
          note(`${peer.name}, not ours: ${explainPeer(commits, from, requirement.bump)}`);
    }
    const name =
      repository
        .split('/')
        .filter((part) => part !== 'repo')
        .at(-1) ?? repository;
    console.log(`${name.padEnd(32)} ${String(pairs.length).padStart(5)}  ${agreed.join(', ')}`);
  }
  console.log('');
  for (const [kind, count] of [...kinds].toSorted(([, a], [, b]) => b - a))
    console.log(`${String(count).padStart(5)}  ${kind}`);
}

function bumped(from: Version, bump: Bump): string {
  return bump === 'none' ? NOTHING : formatVersion(nextVersion(from, bump, 'minor'));
}

function explainTag(ours: string, to: Version, bump: Bump, conventional: number, plain: number): string {
  if (ours === NOTHING && conventional === 0) return 'no commit follows the convention (rule 1)';
  const version = parseVersion(ours);
  if (version && compareVersions(version, to) > 0)
    return `the tag is too small for ${bump === 'major' ? 'a breaking change (rules 12, 13)' : 'a feature (rule 2)'}`;
  if (plain > 0) return 'larger than the commits ask, some of which follow no convention';
  return ours === NOTHING
    ? 'only commits that release nothing (rule 14)'
    : 'larger than the commits ask: a person may';
}

function explainPeer(commits: readonly Commit[], from: Version, bump: Bump): string {
  const some = (pattern: RegExp) => commits.some(({ message }) => pattern.test(message));
  if (from.major === 0) return 'on 0.x a breaking change moves the minor number (`v0: minor`)';
  if (some(/^(revert|reapply)\b/i)) return 'a revert cancels what its body names';
  if (some(/^\w+(\([^)]*\))?!:/)) return 'a ! is a breaking change (rule 13)';
  if (some(/^[^\n]*\n\n[\s\S]*^\w+(\([^)]*\))?: /m)) return 'a squashed body is read as its title';
  if (some(/^[A-Z]\w*(\([^)]*\))?!?: /)) return 'types in any case (rule 15)';
  return bump === 'none' ? 'types that release nothing (rule 14)' : 'another choice of types that release';
}

async function listPairs(repository: string): Promise<Pair[]> {
  const git = async (...args: string[]) =>
    (await runChecked('git', ['--git-dir', repository, ...args], { maxBytes: LARGEST_LOG })).stdout;
  const tags = (await git('tag', '--list', 'v*'))
    .split('\n')
    .flatMap((name) => parseVersion(name) ?? [])
    .filter((version) => isStable(version) && version.build === '')
    .toSorted(compareVersions);
  const pairs: Pair[] = [];
  for (const to of tags) {
    const merged = new Set((await git('tag', '--merged', formatVersion(to), '--list', 'v*')).split('\n'));
    const from = tags.findLast((tag) => compareVersions(tag, to) < 0 && merged.has(formatVersion(tag)));
    if (!from) continue;
    const log = await git('log', '-z', LOG_FORMAT, formatVersion(to), `^${formatVersion(from)}`, '--');
    pairs.push({ from: coreOf(from), to, commits: parseLog(log) });
  }
  return pairs;
}

async function loadPeers(folder: string): Promise<Peer[]> {
  const load = (path: string) => import(pathToFileURL(join(folder, path)).href);
  const { analyzeCommits } = await load('@semantic-release/commit-analyzer/index.js');
  const versioning = await load('release-please/build/src/versioning-strategies/default.js');
  const { parseConventionalCommits } = await load('release-please/build/src/commit.js');
  const { Version: PeerVersion } = await load('release-please/build/src/version.js');
  const levels = ['log', 'error', 'debug', 'trace', 'info', 'warn'];
  const silent = Object.fromEntries(levels.map((level) => [level, () => undefined]));
  return [
    {
      name: 'semantic-release',
      ask: async (commits, from) => {
        const list = commits.map(({ sha, message }) => ({ hash: sha, message }));
        const type: Bump | null = await analyzeCommits(
          {},
          { cwd: process.cwd(), commits: list, logger: silent },
        );
        return type === null ? NOTHING : formatVersion(nextVersion(from, type, 'major'));
      },
    },
    {
      name: 'release-please',
      ask: async (commits, from) => {
        const list = commits.map(({ sha, message }) => ({ sha, message, files: [] }));
        const parsed: { type: string; breaking: boolean }[] = parseConventionalCommits(list, silent);
        // It opens no pull request without a line for its changelog: these types have one by default.
        const shown = parsed.filter(
          ({ type, breaking }) => breaking || /^(feat|fix|perf|deps|revert)$/.test(type),
        );
        if (shown.length === 0) return NOTHING;
        const strategy = new versioning.DefaultVersioningStrategy({ logger: silent });
        return `v${strategy.bump(PeerVersion.parse(formatVersion(from).slice(1)), parsed).toString()}`;
      },
    },
  ];
}

if (import.meta.main) await printHistories(process.argv.slice(2), process.env.PEERS);
