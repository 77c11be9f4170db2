import { createHash } from 'node:crypto';
import type { Asset, Release } from '@go-actions/github';
import { parseTag } from '../version/tag.ts';
import { compareVersions, isStable } from '../version/version.ts';
import { readMarker } from './marker.ts';

export type PlannedAsset = { readonly name: string; readonly size: number; readonly sha256: string };

/** What should be on GitHub in the end. */
export type Desired = {
  readonly tag: string;
  readonly commit: string;
  readonly prerelease: boolean;
  readonly assets: readonly PlannedAsset[];
  /** `auto`: the highest stable version of the root. */
  readonly latest: 'auto' | 'true' | 'false';
};

/** What is there: read anew before every step, never remembered from an earlier run. */
export type Observed = {
  readonly tagCommit: string | undefined;
  /** Every release and draft of the repository. */
  readonly releases: readonly Release[];
  readonly latestId: number | undefined;
  /** Whether this run has set `latest` already: GitHub sometimes ignores it, and asking once more is enough. */
  readonly latestWasSet: boolean;
};

export type Step =
  | { readonly do: 'finish'; readonly release: Release; readonly warning?: string }
  | { readonly do: 'refuse'; readonly reason: string; readonly remedy: string }
  | { readonly do: 'create-draft' }
  | { readonly do: 'mark-draft'; readonly release: Release }
  | { readonly do: 'drop-drafts'; readonly releases: readonly Release[] }
  | {
      readonly do: 'assets';
      readonly release: Release;
      readonly remove: readonly Asset[];
      readonly upload: readonly PlannedAsset[];
    }
  | { readonly do: 'tag' }
  | { readonly do: 'publish'; readonly release: Release; readonly makeLatest: boolean }
  | { readonly do: 'set-latest'; readonly release: Release };

/** The same for every run that would publish the same bytes under the same tag. */
export function planId({ tag, commit, assets }: Desired): string {
  const lines = assets.map(({ name, sha256 }) => `${sha256}  ${name}`).toSorted();
  return createHash('sha256')
    .update([tag, commit, ...lines].join('\n'))
    .digest('hex')
    .slice(0, 16);
}

/**
 * The next step from what is there to what should be; every state that a crash can leave has one. A published byte is never
 * replaced and a tag never moved: where that would be needed, the answer is a refusal.
 */
export function planNextStep(desired: Desired, observed: Observed): Step {
  const { tag, commit } = desired;
  const own = observed.releases.filter((release) => release.tag === tag);
  if (observed.tagCommit !== undefined && observed.tagCommit !== commit) {
    return {
      do: 'refuse',
      reason: `${tag} is at ${observed.tagCommit.slice(0, 12)} on GitHub, not at ${commit.slice(0, 12)}.`,
      remedy: 'A tag is never moved: module mirrors keep what it named first. Release the next version.',
    };
  }
  const published = own.find((release) => !release.draft);
  const ours = own
    .filter((release) => release.draft && readMarker(release.body).marker)
    .toSorted((a, b) => a.id - b.id);
  if (published) return planPublished(desired, observed, published, ours);

  // Two runs at once, or a lost answer, may leave twins: all runs go on with the oldest, and the others are dropped at the end.
  const [draft] = ours;
  if (!draft) return planForeign(desired, own);
  if (readMarker(draft.body).marker?.plan !== planId(desired)) return { do: 'mark-draft', release: draft };
  const { missing, wrong, extra } = compareAssets(draft.assets, desired.assets);
  const remove = [...wrong, ...extra];
  if (missing.length + remove.length > 0) return { do: 'assets', release: draft, remove, upload: missing };
  if (observed.tagCommit === undefined) return { do: 'tag' };
  return { do: 'publish', release: draft, makeLatest: shouldBeLatest(desired, observed) };
}

function planPublished(
  desired: Desired,
  observed: Observed,
  release: Release,
  leftovers: readonly Release[],
): Step {
  const { missing, wrong } = compareAssets(release.assets, desired.assets);
  const unfinished = wrong.filter((asset) => asset.state !== 'uploaded');
  const different = wrong.filter((asset) => asset.state === 'uploaded').map((asset) => asset.name);
  if (observed.tagCommit === undefined) {
    return {
      do: 'refuse',
      reason: `${desired.tag} is published, but the tag is gone.`,
      remedy: 'Restore the tag, or release the next version.',
    };
  }
  if (different.length > 0) {
    return {
      do: 'refuse',
      reason: `${desired.tag} is published with other bytes: ${different.join(', ')}.`,
      remedy: 'What is published is never replaced. If this build is right, release the next version.',
    };
  }
  if (missing.length > 0 && release.immutable) {
    return {
      do: 'refuse',
      reason: `${desired.tag} is published and immutable, and lacks ${missing.map((asset) => asset.name).join(', ')}.`,
      remedy: `The version is spent: release the next one, with \`retract ${desired.tag.split('/').at(-1)}\` in go.mod.`,
    };
  }
  if (missing.length > 0) return { do: 'assets', release, remove: unfinished, upload: missing };
  if (leftovers.length > 0) return { do: 'drop-drafts', releases: leftovers };
  const latest = planLatest(desired, observed, release);
  return latest ? { do: 'set-latest', release: latest } : { do: 'finish', release };
}

/** Drafts that we did not write: a person's single one is filled, anything else is asked about. */
function planForeign(desired: Desired, drafts: readonly Release[]): Step {
  const [draft, ...more] = drafts;
  if (!draft) return { do: 'create-draft' };
  const extra = compareAssets(draft.assets, desired.assets).extra.map((asset) => asset.name);
  if (more.length === 0 && extra.length === 0) return { do: 'mark-draft', release: draft };
  const found =
    more.length > 0
      ? `${drafts.length} drafts that somebody else made`
      : `a draft that somebody else made, with ${extra.join(', ')}`;
  return {
    do: 'refuse',
    reason: `${desired.tag} has ${found}.`,
    remedy: 'Delete what is not to be published (under Releases), and run the job again.',
  };
}

/**
 * `wrong` assets have a planned name and other content, or are what a failed upload left behind; their plan is `missing` too.
 * Servers without digests are compared by size.
 */
function compareAssets(
  there: readonly Asset[],
  planned: readonly PlannedAsset[],
): { missing: PlannedAsset[]; wrong: Asset[]; extra: Asset[] } {
  const isEqual = (asset: Asset, plan: PlannedAsset) =>
    asset.state === 'uploaded' &&
    asset.size === plan.size &&
    (asset.digest === undefined || asset.digest === `sha256:${plan.sha256}`);
  const plans = new Map(planned.map((plan) => [plan.name, plan]));
  const known = there.filter((asset) => plans.has(asset.name));
  const right = new Set(
    known.filter((asset) => isEqual(asset, plans.get(asset.name) as PlannedAsset)).map((asset) => asset.name),
  );
  return {
    missing: planned.filter((plan) => !right.has(plan.name)),
    wrong: known.filter((asset) => !right.has(asset.name)),
    extra: there.filter((asset) => !plans.has(asset.name)),
  };
}

function shouldBeLatest(desired: Desired, observed: Observed): boolean {
  if (desired.latest !== 'auto') return desired.latest === 'true' && !desired.prerelease;
  const highest = highestStableRoot([
    ...observed.releases.filter((release) => !release.draft).map((release) => release.tag),
    desired.tag,
  ]);
  return highest === desired.tag;
}

/** The release that must be made latest: this one, or the one that this one has pushed aside. */
function planLatest(desired: Desired, observed: Observed, release: Release): Release | undefined {
  if (observed.latestWasSet) return undefined;
  const wanted = shouldBeLatest(desired, observed);
  if (wanted === (observed.latestId === release.id)) return undefined;
  if (wanted) return release;
  const published = observed.releases.filter((each) => !each.draft && !each.prerelease);
  const highest = highestStableRoot(published.map((each) => each.tag));
  return published.find((each) => each.tag === highest && each.id !== release.id);
}

function highestStableRoot(tags: readonly string[]): string | undefined {
  return tags
    .flatMap((tag) => parseTag(tag) ?? [])
    .filter((tag) => tag.dir === '.' && isStable(tag.version))
    .toSorted((a, b) => compareVersions(b.version, a.version))[0]?.name;
}
