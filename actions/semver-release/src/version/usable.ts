import type { Retract } from '@go-actions/go-project';
import { isRetracted } from './retractions.ts';
import type { KnownTag } from './tag.ts';

/**
 * Tags of a folder that Go sees for a module and that are not retracted, for computing a version. `pathMajor` is that of the
 * module path: one without ends with v1, also where a `v2` folder shares its tags, and one with a major version goes on from
 * lower ones. `undefined` for what is no Go module.
 */
export function listUsableTags(
  tags: readonly KnownTag[],
  dir: string,
  pathMajor: number | 'none' | undefined,
  retractions: readonly Retract[],
): KnownTag[] {
  const most = pathMajor === undefined ? Number.POSITIVE_INFINITY : pathMajor === 'none' ? 1 : pathMajor;
  return tags.filter(
    (tag) =>
      tag.dir === dir &&
      tag.version.major <= most &&
      tag.version.build === '' &&
      !isRetracted(tag.version, retractions),
  );
}
