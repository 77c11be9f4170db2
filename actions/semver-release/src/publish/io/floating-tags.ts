import { info } from '@go-actions/action-kit';
import type { GitHub, Release } from '@go-actions/github';
import type { Tag } from '../../version/tag.ts';
import { planFloating } from '../floating.ts';

/** Moves `v1` (and `v1.2`) to the release when it is the highest of its line; says whether a tag moved. */
export async function moveFloatingTags(
  github: GitHub,
  level: 'none' | 'major' | 'minor',
  tag: Tag,
  commit: string,
  releases: readonly Release[],
): Promise<boolean> {
  let moved = false;
  for (const name of planFloating(
    level,
    tag,
    releases.filter((release) => !release.draft).map((release) => release.tag),
  )) {
    if ((await github.getTagCommit(name)) === commit) continue;
    await github.moveTag(name, commit);
    info(`Moved ${name} to ${commit.slice(0, 12)}.`);
    moved = true;
  }
  return moved;
}
