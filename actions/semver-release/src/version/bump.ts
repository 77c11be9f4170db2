import {
  type Commit,
  type ConventionalCommit,
  cancelReverts,
  describeRevert,
  expandSquash,
  findReleaseAs,
  isFolded,
  isRevert,
  parseCommit,
  type SquashMode,
} from '@go-actions/git-history';
import { compareVersions, coreOf, type Version } from './version.ts';

export type Bump = 'major' | 'minor' | 'patch' | 'none';

/** What a breaking change does to 0.x: SemVer promises nothing there, Go users expect the minor number to move. */
export type V0Policy = 'minor' | 'major';

const ORDER: readonly Bump[] = ['none', 'patch', 'minor', 'major'];
/** Types that release something (rules 2 and 3; `perf` and `revert` change what users get). All others release nothing. */
const BUMP_OF_TYPE: Readonly<Record<string, Bump>> = {
  feat: 'minor',
  fix: 'patch',
  perf: 'patch',
  revert: 'patch',
};

export type BumpRequirement = {
  readonly bump: Bump;
  /** The commits that ask for this bump and no smaller one. */
  readonly because: readonly { readonly sha: string; readonly subject: string }[];
};

/** A commit that follows no convention: it says nothing about the version, and is named in the notes. */
export type OtherCommit = { readonly sha: string; readonly author: string; readonly subject: string };

export type Reading = {
  readonly changes: readonly ConventionalCommit[];
  readonly others: readonly OtherCommit[];
  readonly requirement: BumpRequirement;
  /** What the newest `Release-As:` footer asks for, as it is written. */
  readonly releaseAs: string | undefined;
};

export type ReadingOptions = {
  readonly squash?: SquashMode;
  /** Which commits are of the module; reverts are looked for among all of them. Default: every one. */
  readonly counts?: (sha: string) => boolean;
};

/** Reads the commits of a release, newest first: reverts cancel, the largest bump counts. */
export function readCommits(
  commits: readonly Commit[],
  { squash = 'title', counts = () => true }: ReadingOptions = {},
): Reading {
  const changes: ConventionalCommit[] = [];
  const others: OtherCommit[] = [];
  const asking: { bump: Bump; sha: string; subject: string }[] = [];
  let releaseAs: string | undefined;
  for (const commit of cancelReverts(commits)) {
    if (!counts(commit.sha)) continue;
    releaseAs ??= findReleaseAs(commit);
    const parts = expandSquash(commit, squash);
    let silent = true;
    for (const part of parts) {
      const change = parseCommit(part) ?? (isRevert(part) ? describeRevert(part) : undefined);
      if (!change) continue;
      silent = false;
      changes.push(change);
      asking.push({ bump: bumpOf(change), sha: change.sha, subject: subjectOf(part) });
    }
    const subject = subjectOf(commit).trim();
    if (silent && commit.parents.length < 2 && subject !== '' && !isFolded(commit))
      others.push({ sha: commit.sha, author: commit.author, subject });
  }
  const bump = asking.reduce<Bump>((largest, { bump }) => largerBump(largest, bump), 'none');
  const because =
    bump === 'none'
      ? []
      : asking.filter((each) => each.bump === bump).map(({ sha, subject }) => ({ sha, subject }));
  return { changes, others, requirement: { bump, because }, releaseAs };
}

/** The smallest stable version that `bump` allows after `previous`. */
export function nextVersion(previous: Version, bump: Bump, v0: V0Policy): Version {
  const { major, minor, patch } = previous;
  const own = bump === 'major' && major === 0 && v0 === 'minor' ? 'minor' : bump;
  if (own === 'major') return core(major + 1, 0, 0);
  if (own === 'minor') return core(major, minor + 1, 0);
  return own === 'patch' ? core(major, minor, patch + 1) : coreOf(previous);
}

/** Whether `declared` moves on from `previous` by at least `bump`; a prerelease is judged by the version that it leads to. */
export function isEnough(declared: Version, previous: Version, bump: Bump, v0: V0Policy): boolean {
  return compareVersions(coreOf(declared), nextVersion(previous, bump, v0)) >= 0;
}

export function largerBump(a: Bump, b: Bump): Bump {
  return ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b;
}

function bumpOf({ type, breaking }: ConventionalCommit): Bump {
  return breaking === undefined ? (BUMP_OF_TYPE[type] ?? 'none') : 'major';
}

function subjectOf({ message }: Commit): string {
  return message.split('\n', 1)[0] ?? '';
}

function core(major: number, minor: number, patch: number): Version {
  return { major, minor, patch, prerelease: [], build: '' };
}
