import type { ConventionalCommit } from '@go-actions/git-history';
import { isStable, type Version } from './version.ts';

export type ReleaseType = 'major' | 'minor' | 'patch' | 'prerelease' | 'none';

export type Policy = {
  readonly type: ReleaseType;
  /** A stable minor or major: worth an announcement. */
  readonly formal: boolean;
  readonly prerelease: boolean;
  /** Where images and charts of this version belong. */
  readonly registry: 'prod' | 'staging';
};

/** What kind of release a version is; told by the version alone, so that every job of a pipeline agrees. */
export function judgePolicy(version: Version): Policy {
  const type = typeOf(version);
  const prerelease = type === 'prerelease';
  return {
    type,
    formal: type === 'major' || type === 'minor',
    prerelease,
    registry: prerelease ? 'staging' : 'prod',
  };
}

/** Types that give neither the documentation nor its readers anything new. */
const NOTHING_NEW = new Set(['fix', 'chore', 'ci', 'build', 'test', 'style', 'refactor']);

/**
 * Whether there are only fixes, so that the documentation has nothing new to say: at least one, and beside them nothing but
 * maintenance. It is what the commits say, not the number; a commit that follows no convention could be anything.
 */
export function areOnlyFixes(changes: readonly ConventionalCommit[], unconventional: number): boolean {
  return (
    unconventional === 0 &&
    changes.some(({ type }) => type === 'fix') &&
    changes.every(({ type, breaking }) => breaking === undefined && NOTHING_NEW.has(type))
  );
}

function typeOf(version: Version): ReleaseType {
  if (!isStable(version)) return 'prerelease';
  if (version.patch > 0) return 'patch';
  return version.minor > 0 || version.major === 0 ? 'minor' : 'major';
}
