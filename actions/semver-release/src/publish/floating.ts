import { parseTag, type Tag } from '../version/tag.ts';
import { compareVersions, isStable } from '../version/version.ts';

/** The floating tags that a release takes with it: those of the lines (`v1`, `v1.2`) in which no published version is higher. */
export function planFloating(
  level: 'none' | 'major' | 'minor',
  { dir, version }: Tag,
  published: readonly string[],
): string[] {
  if (level === 'none' || !isStable(version)) return [];
  const others = published
    .flatMap((name) => parseTag(name) ?? [])
    .filter((tag) => tag.dir === dir && isStable(tag.version));
  const isHighest = (sameLine: (tag: Tag) => boolean) =>
    others.filter(sameLine).every((tag) => compareVersions(tag.version, version) <= 0);
  const prefix = dir === '.' ? '' : `${dir}/`;
  const sameMajor = (tag: Tag) => tag.version.major === version.major;
  const sameMinor = (tag: Tag) => sameMajor(tag) && tag.version.minor === version.minor;
  return [
    ...(isHighest(sameMajor) ? [`${prefix}v${version.major}`] : []),
    ...(level === 'minor' && isHighest(sameMinor) ? [`${prefix}v${version.major}.${version.minor}`] : []),
  ];
}
