import { isStable, type Version } from './version.ts';

export type ReleaseType = 'major' | 'minor' | 'patch' | 'prerelease' | 'none';

export type Policy = {
  readonly type: ReleaseType;
  /** A stable minor or major: worth an announcement. */
  readonly formal: boolean;
  readonly prerelease: boolean;
  /** Only fixes: the documentation has nothing new to say. */
  readonly skipDocs: boolean;
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
    skipDocs: type === 'patch',
    registry: prerelease ? 'staging' : 'prod',
  };
}

function typeOf(version: Version): ReleaseType {
  if (!isStable(version)) return 'prerelease';
  if (version.patch > 0) return 'patch';
  return version.minor > 0 || version.major === 0 ? 'minor' : 'major';
}
