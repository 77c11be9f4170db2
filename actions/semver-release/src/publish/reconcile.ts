import { createHash } from 'node:crypto';
import type { Asset, Release, ReleaseFields } from '@go-actions/github';
import type { Retract } from '@go-actions/go-project';
import { isRetracted } from '../version/retractions.ts';
import { parseTag } from '../version/tag.ts';
import { highestOf, isStable } from '../version/version.ts';
import { readMarker } from './marker.ts';

export type PlannedAsset = { readonly name: string; readonly size: number; readonly sha256: string };

/** What should be on GitHub in the end. */
export type Desired = {
  readonly tag: string;
  readonly commit: string;
  /** Whether somebody pushed the tag for this release, which otherwise makes its own. */
  readonly wasPushed: boolean;
  readonly prerelease: boolean;
  readonly assets: readonly PlannedAsset[];
  /** The body; one that somebody else wrote is kept. */
  readonly notes: string;
  /** `auto`: the highest stable version of the root. */
  readonly latest: 'auto' | 'true' | 'false';
  /** Versions that Go hides, which are never the latest. */
  readonly retractions: readonly Retract[];
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
  | { readonly do: 'finish'; readonly release: Release; readonly warning: string | undefined }
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
  | { readonly do: 'mend'; readonly release: Release; readonly fields: ReleaseFields }
  | { readonly do: 'tag' }
  | { readonly do: 'publish'; readonly release: Release; readonly makeLatest: boolean }
  | { readonly do: 'set-latest'; readonly release: Release };

/** The same for every run that would publish the same bytes under the same tag. */
export function planId({ tag, commit, assets }: Pick<Desired, 'tag' | 'commit' | 'assets'>): string {
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
      remedy:
        'A tag is never moved: module mirrors keep what it named first. Release the next version; a version that is computed from commits is computed anew when the run is started again.',
    };
  }
  const published = own.find((release) => !release.draft);
  const ours = own
    .filter((release) => release.draft && readMarker(release.body).marker)
    .toSorted((a, b) => a.id - b.id);
  if (published) return planPublished(desired, observed, published, ours);
  if (desired.wasPushed && observed.tagCommit === undefined) {
    return {
      do: 'refuse',
      reason: `${tag} was pushed, and is not on GitHub any more: somebody has taken it back.`,
      remedy: 'Push the tag again if it is to be released after all.',
    };
  }

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
  const { missing, wrong, extra } = compareAssets(release.assets, desired.assets);
  const unfinished = wrong.filter((asset) => asset.state !== 'uploaded');
  const different = wrong.filter((asset) => asset.state === 'uploaded').map((asset) => asset.name);
  if (observed.tagCommit === undefined) {
    return {
      do: 'refuse',
      reason: `${desired.tag} is published, but the tag is gone.`,
      remedy: 'Restore the tag, or release the next version.',
    };
  }
  // GitHub keeps what the release was made for; a branch's name says nothing about the commit.
  if (isCommit(release.target) && release.target !== desired.commit) {
    return {
      do: 'refuse',
      reason: `${desired.tag} was published for the commit ${release.target.slice(0, 12)}, and the tag is now at ${desired.commit.slice(0, 12)}.`,
      remedy: `Move the tag back (\`git push --force origin ${release.target.slice(0, 12)}:refs/tags/${desired.tag}\`) and release the next version: whoever has the old one keeps it, and checksums would not match.`,
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
  const fields = planMending(desired, release);
  if (fields.prerelease !== undefined && release.immutable) {
    return {
      do: 'refuse',
      reason: `${desired.tag} is published and immutable, and is ${release.prerelease ? 'wrongly' : 'not'} marked as a prerelease.`,
      remedy: 'An immutable release keeps its flags: release the next version.',
    };
  }
  if (Object.keys(fields).length > 0) return { do: 'mend', release, fields };
  if (leftovers.length > 0) return { do: 'drop-drafts', releases: leftovers };
  const latest = planLatest(desired, observed, release);
  if (latest) return { do: 'set-latest', release: latest };
  const warning =
    extra.length > 0
      ? `${desired.tag} has files that this release did not make: ${extra.map(({ name }) => name).join(', ')}.`
      : undefined;
  return { do: 'finish', release, warning };
}

/** What may still be changed of a published release and is not as planned; a body is written only where there is none. */
function planMending(desired: Desired, release: Release): ReleaseFields {
  return {
    ...(release.prerelease !== desired.prerelease && {
      prerelease: desired.prerelease,
      ...(desired.prerelease && { make_latest: 'false' as const }),
    }),
    ...(release.body.trim() === '' && desired.notes.trim() !== '' && { body: desired.notes }),
  };
}

function isCommit(target: string): boolean {
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(target);
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
  const published = observed.releases.filter((release) => !release.draft && !release.prerelease);
  return highestStableRoot([...published.map(({ tag }) => tag), desired.tag], desired) === desired.tag;
}

/** The release that must be made latest: this one, or the one that this one has pushed aside. */
function planLatest(desired: Desired, observed: Observed, release: Release): Release | undefined {
  if (observed.latestWasSet) return undefined;
  const wanted = shouldBeLatest(desired, observed);
  if (wanted === (observed.latestId === release.id)) return undefined;
  if (wanted) return release;
  const published = observed.releases.filter((each) => !each.draft && !each.prerelease);
  const highest = highestStableRoot(
    published.map(({ tag }) => tag),
    desired,
  );
  return published.find((each) => each.tag === highest && each.id !== release.id);
}

function highestStableRoot(tags: readonly string[], { retractions }: Desired): string | undefined {
  const stable = tags
    .flatMap((tag) => parseTag(tag) ?? [])
    .filter(({ dir, version }) => dir === '.' && isStable(version) && !isRetracted(version, retractions));
  return highestOf(stable)?.name;
}
