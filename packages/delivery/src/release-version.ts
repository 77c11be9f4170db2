import { expected } from '@go-actions/action-kit';
import semver from 'semver';

/** A version of SemVer 2.0.0, without `v` in front. */
export type ReleaseVersion = {
  readonly text: string;
  readonly major: number;
  readonly minor: number;
  /** Such as `1.5.0-rc.1`. */
  readonly prerelease: boolean;
};

/** A leading `v` is dropped: tags have one, versions of images and charts do not. */
export function parseReleaseVersion(text: string): ReleaseVersion {
  const bare = text.replace(/^v/, '');
  const parsed = /^\d/.test(bare) ? semver.parse(bare) : null;
  if (!parsed || bare !== formatFull(parsed))
    return expected('a version of SemVer 2.0.0 such as "1.5.0" or "1.5.0-rc.1"');
  return { text: bare, major: parsed.major, minor: parsed.minor, prerelease: parsed.prerelease.length > 0 };
}

/** Whether `other` is a stable version above `version`; anything that is no version is not. */
export function isHigherStable(other: string, version: ReleaseVersion): boolean {
  const parsed = semver.parse(other.replace(/^v/, ''));
  return parsed !== null && parsed.prerelease.length === 0 && semver.compare(parsed, version.text) > 0;
}

const formatFull = ({ version, build }: semver.SemVer): string =>
  build.length > 0 ? `${version}+${build.join('.')}` : version;
