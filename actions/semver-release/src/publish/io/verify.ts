import { ActionError, info } from '@go-actions/action-kit';
import type { GitHub, Release } from '@go-actions/github';
import { CHECKSUMS, parseChecksums } from '../../assets/archive/checksums.ts';

/**
 * Reads a published release back without knowing how it was built: the tag is at the commit, every asset is complete, and
 * the digests that GitHub computed are those of SHA256SUMS.
 */
export async function verifyRelease(github: GitHub, tag: string, commit: string): Promise<Release> {
  const [tagCommit, release] = await Promise.all([github.getTagCommit(tag), github.getReleaseByTag(tag)]);
  if (tagCommit !== commit)
    throw new ActionError(
      `${tag} is ${tagCommit ? `at ${tagCommit.slice(0, 12)}` : 'not'} on GitHub, expected at ${commit.slice(0, 12)}.`,
    );
  if (!release)
    throw new ActionError(`${tag} is not published.`, {
      remedy: 'Run the publishing job again: it goes on from what is there.',
    });
  const sums = release.assets.find((asset) => asset.name === CHECKSUMS);
  const digests = sums
    ? parseChecksums((await github.downloadAsset(sums.id)).toString('utf8'))
    : new Map<string, string>();
  const problems = [...judgeAssets(release, digests)];
  if (problems.length > 0)
    throw new ActionError(`${tag} is published, but ${problems.join('; ')}.`, {
      remedy: 'Release the next version.',
    });
  info(`${tag}: ${release.assets.length} assets, ${digests.size} digests checked.`);
  return release;
}

function* judgeAssets({ assets }: Release, digests: ReadonlyMap<string, string>): Generator<string> {
  for (const asset of assets) {
    const sha256 = digests.get(asset.name);
    if (asset.state !== 'uploaded') yield `${asset.name} was never completed`;
    else if (sha256 && asset.digest !== undefined && asset.digest !== `sha256:${sha256}`)
      yield `${asset.name} is not what ${CHECKSUMS} says`;
  }
  const names = new Set(assets.map((asset) => asset.name));
  for (const name of digests.keys()) if (!names.has(name)) yield `${name} is missing`;
}
