import type { KnownTag, Tag } from './tag.ts';
import { compareVersions, isStable, type Version } from './version.ts';

/** A release tag and where it stands to the commit: `here` at the commit itself, as a candidate and its final version are. */
export type PlacedTag = Tag & { readonly place?: KnownTag['place'] };

export type Previous = {
  /** The highest stable version below: what the bump is measured from, and where the notes of a stable release start. */
  readonly stable: Tag | undefined;
  /** Where the notes start: the same for a stable release, the highest version of any kind below for a prerelease. */
  readonly notes: Tag | undefined;
  /** A tag that the release would fall behind, although it has all of its commits and more. */
  readonly ahead: Tag | undefined;
};

/**
 * Finds the versions before `version` among the release tags that are ancestors of its commit (a tag without a place is one).
 * Tags with build metadata do not count: Go cannot see them; nor do those that `isRetracted`. Majors share a prefix when `v2/`
 * is a folder, so a lower version of any major may come before. A prerelease falls behind a higher one of its core (`rc10` is
 * below `rc9`, `beta.1` below `next.1`). Where no stable version is an ancestor, as with tags on release branches or after the history was
 * rewritten, the highest one below that is elsewhere counts: it is what users come from.
 */
export function findPrevious(
  version: Version,
  folder: string,
  tags: readonly PlacedTag[],
  isRetracted: (version: Version) => boolean = () => false,
): Previous {
  const own = tags
    .filter((tag) => tag.dir === folder && tag.version.build === '' && !isRetracted(tag.version))
    .toSorted((a, b) => compareVersions(b.version, a.version));
  const isBelow = (tag: Tag) => compareVersions(tag.version, version) < 0;
  const ancestors = own.filter(({ place = 'ancestor' }) => place === 'ancestor' || place === 'here');
  const below = ancestors.filter(isBelow);
  const stable =
    below.find((tag) => isStable(tag.version)) ??
    own.find((tag) => tag.place === 'elsewhere' && isStable(tag.version) && isBelow(tag));
  const ahead = ancestors.findLast(
    (tag) =>
      tag.place !== 'here' &&
      tag.version.major === version.major &&
      (isStable(tag.version) || isSameCore(tag.version, version)) &&
      compareVersions(tag.version, version) > 0,
  );
  return { stable, notes: isStable(version) ? stable : (below[0] ?? stable), ahead };
}

function isSameCore(a: Version, b: Version): boolean {
  return a.major === b.major && a.minor === b.minor && a.patch === b.patch;
}
