import { compareVersions, coreOf, type Version } from '../version/version.ts';
import { type Change, type Commit, parseCommit } from './conventional.ts';
import { cancelReverts, isRevert } from './reverts.ts';

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

export type Requirement = {
  readonly bump: Bump;
  /** The commits that ask for this bump and no smaller one. */
  readonly because: readonly { readonly sha: string; readonly subject: string }[];
};

export type Reading = {
  readonly changes: readonly Change[];
  readonly requirement: Requirement;
  /** Commits that say nothing about the release: no conventional title. */
  readonly silent: number;
};

/** Reads the commits of a release, newest first: reverts cancel, the largest bump counts. */
export function readCommits(commits: readonly Commit[]): Reading {
  const changes: Change[] = [];
  const asking: { bump: Bump; sha: string; subject: string }[] = [];
  let silent = 0;
  for (const commit of cancelReverts(commits)) {
    const subject = commit.message.split('\n', 1)[0] ?? '';
    const change = parseCommit(commit) ?? (isRevert(commit) ? plainRevert(commit, subject) : undefined);
    if (!change) {
      silent += 1;
      continue;
    }
    changes.push(change);
    asking.push({ bump: bumpOf(change), sha: change.sha, subject });
  }
  const bump = asking.reduce<Bump>((largest, { bump }) => larger(largest, bump), 'none');
  const because =
    bump === 'none'
      ? []
      : asking.filter((each) => each.bump === bump).map(({ sha, subject }) => ({ sha, subject }));
  return { changes, requirement: { bump, because }, silent };
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

function bumpOf({ type, breaking }: Change): Bump {
  return breaking === undefined ? (BUMP_OF_TYPE[type] ?? 'none') : 'major';
}

function larger(a: Bump, b: Bump): Bump {
  return ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b;
}

/** `Revert "feat: a"`, as git and GitHub write it, whose target is not in the range. */
function plainRevert({ sha, author }: Commit, subject: string): Change {
  return { sha, author, type: 'revert', scope: undefined, description: subject, breaking: undefined };
}

function core(major: number, minor: number, patch: number): Version {
  return { major, minor, patch, prerelease: [], build: '' };
}
