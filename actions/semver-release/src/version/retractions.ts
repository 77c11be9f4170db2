import type { Retract } from '@go-actions/go-project';
import semver from 'semver';
import { formatVersion, isStable, type Version } from './version.ts';

/** Whether a version is taken back by a `retract` directive (go.dev/ref/mod#go-mod-file-retract; both ends included). */
export function isRetracted(version: Version, retractions: readonly Retract[]): boolean {
  const text = formatVersion({ ...version, build: '' });
  return retractions.some(({ low, high }) => {
    const [from, to] = [semver.parse(low), semver.parse(high)];
    return from !== null && to !== null && semver.compare(text, from) >= 0 && semver.compare(text, to) <= 0;
  });
}

/** Of the versions of a module the one whose go.mod Go asks for retractions: the highest release, else the highest of all. */
export function chooseRetractionSource<T extends { readonly version: Version }>(
  versions: readonly T[],
): T | undefined {
  const stable = versions.filter(({ version }) => isStable(version));
  const [first, ...more] = stable.length > 0 ? stable : versions;
  return more.reduce(
    (highest, each) =>
      highest && semver.compare(formatVersion(each.version), formatVersion(highest.version)) > 0
        ? each
        : highest,
    first,
  );
}
