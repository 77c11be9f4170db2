import { isHigherStable, type ReleaseVersion } from '@go-actions/delivery';

export type TagPlan = {
  /** The version itself: with it the release is out. */
  readonly exact: string;
  /** Other spellings of the version that are asked for, such as `v1.5.0`: they never move either. */
  readonly aliases: readonly string[];
  /** What moves afterwards, in this order. */
  readonly floating: readonly string[];
  /** Asked for, or usual, and not written. */
  readonly leftOut: readonly { readonly tag: string; readonly reason: string }[];
};

/**
 * Plans the tags of an image. Tags of a line (`1.5`, `1`, `latest`) move only when the registry has no higher stable version of
 * that line, by numbers; there is no `0`, where every minor may break (docker/metadata-action#70); a prerelease has its exact
 * tag alone. Other names that are listed follow as they are.
 */
export function planTags(
  version: ReleaseVersion,
  asked: 'auto' | readonly string[],
  existing: readonly string[],
): TagPlan {
  const lines = [`${version.major}.${version.minor}`, String(version.major), 'latest'];
  const listed = asked === 'auto' ? lines : asked;
  const wanted = listed.filter((tag) => bare(tag) !== version.text);
  const judged = [...new Set(wanted)].map((tag) => ({ tag, reason: judgeTag(tag, version, existing) }));
  return {
    exact: version.text,
    aliases: listAliases(version, asked),
    floating: judged.filter(({ reason }) => reason === undefined).map(({ tag }) => tag),
    leftOut: judged.flatMap(({ tag, reason }) => (reason === undefined ? [] : [{ tag, reason }])),
  };
}

export function listAliases(version: ReleaseVersion, asked: 'auto' | readonly string[]): string[] {
  if (asked === 'auto') return [];
  return [...new Set(asked)].filter((tag) => tag !== version.text && bare(tag) === version.text);
}

/** What is wrong with listed tags, one sentence each: a number that is not the version's. */
export function judgeListedTags(tags: readonly string[], version: ReleaseVersion): string[] {
  return tags.flatMap((tag) => {
    const number = bare(tag);
    if (!/^\d+(\.\d+)*([-+].*)?$/.test(number) || number === version.text) return [];
    const { major, minor } = version;
    return number === `${major}.${minor}` || number === String(major)
      ? []
      : [`\`image-tags\` has ${JSON.stringify(tag)}, which is not of the version ${version.text}`];
  });
}

function judgeTag(tag: string, version: ReleaseVersion, existing: readonly string[]): string | undefined {
  const line = lineOf(tag, version);
  if (line === undefined) return undefined;
  if (version.prerelease) return `${version.text} is a prerelease`;
  if (bare(tag) === '0') return 'in 0.x every minor version may break';
  const higher = existing.find((other) => line(bare(other)) && isHigherStable(other, version));
  return higher === undefined ? undefined : `it would move backwards: ${higher} is higher`;
}

/** Which versions a tag that moves is about; `undefined` for a name that is about none. */
function lineOf(tag: string, { major, minor }: ReleaseVersion): ((other: string) => boolean) | undefined {
  if (tag === 'latest') return () => true;
  if (bare(tag) === String(major)) return (other) => other.startsWith(`${major}.`);
  if (bare(tag) === `${major}.${minor}`) return (other) => other.startsWith(`${major}.${minor}.`);
  return undefined;
}

const bare = (tag: string): string => tag.replace(/^v(?=\d)/, '');
