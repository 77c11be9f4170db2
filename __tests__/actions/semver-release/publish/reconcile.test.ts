import type { Release } from '@go-actions/github';
import { describe, expect, it } from 'vitest';
import { markBody } from '../../../../actions/semver-release/src/publish/marker.ts';
import {
  type Desired,
  type Observed,
  planId,
  planNextStep,
} from '../../../../actions/semver-release/src/publish/reconcile.ts';

const COMMIT = 'a'.repeat(40);
const ASSET = { name: 'app.zip', size: 3, sha256: 'e'.repeat(64) };
const DESIRED: Desired = {
  tag: 'v1.0.0',
  commit: COMMIT,
  wasPushed: false,
  prerelease: false,
  assets: [ASSET],
  notes: 'notes',
  latest: 'auto',
  retractions: [],
};
const UPLOADED = {
  id: 7,
  name: ASSET.name,
  size: 3,
  state: 'uploaded',
  digest: `sha256:${ASSET.sha256}`,
} as const;
const release = (changes: Partial<Release>): Release =>
  ({
    id: 1,
    tag: 'v1.0.0',
    target: COMMIT,
    draft: true,
    prerelease: false,
    immutable: false,
    body: markBody('notes', { plan: planId(DESIRED), commit: COMMIT }),
    assets: [UPLOADED],
    ...changes,
  }) as Release;
const published = (changes: Partial<Release> = {}) => release({ draft: false, body: 'notes', ...changes });

describe('planNextStep', () => {
  const rows: { name: string; seen: Partial<Observed>; want: string }[] = [
    { name: 'nothing', seen: {}, want: 'create-draft' },
    { name: "a person's draft", seen: { releases: [release({ body: 'mine' })] }, want: 'mark-draft' },
    { name: 'our draft without assets', seen: { releases: [release({ assets: [] })] }, want: 'assets' },
    { name: 'our complete draft', seen: { releases: [release({})] }, want: 'tag' },
    { name: 'and its tag', seen: { releases: [release({})], tagCommit: COMMIT }, want: 'publish' },
    {
      name: 'the tag elsewhere',
      seen: { releases: [release({})], tagCommit: 'b'.repeat(40) },
      want: 'refuse',
    },
    { name: 'published, the tag gone', seen: { releases: [published()] }, want: 'refuse' },
    {
      name: 'published, with other bytes',
      seen: {
        releases: [published({ assets: [{ ...UPLOADED, digest: `sha256:${'f'.repeat(64)}` }] })],
        tagCommit: COMMIT,
      },
      want: 'refuse',
    },
    {
      name: 'published and immutable, without its assets',
      seen: { releases: [published({ assets: [], immutable: true })], tagCommit: COMMIT },
      want: 'refuse',
    },
    {
      name: 'published without notes',
      seen: { releases: [published({ body: '' })], tagCommit: COMMIT },
      want: 'mend',
    },
    {
      name: 'published, beside a draft of ours',
      seen: { releases: [published(), release({ id: 2 })], tagCommit: COMMIT },
      want: 'drop-drafts',
    },
    {
      name: 'published, not the latest',
      seen: { releases: [published()], tagCommit: COMMIT },
      want: 'set-latest',
    },
    { name: 'all of it', seen: { releases: [published()], tagCommit: COMMIT, latestId: 1 }, want: 'finish' },
  ];
  it.each(rows)('$name: $want', ({ seen, want }) => {
    const observed = {
      tagCommit: undefined,
      releases: [],
      latestId: undefined,
      latestWasSet: false,
      ...seen,
    };
    expect(planNextStep(DESIRED, observed).do).toBe(want);
  });

  it.each([[], [release({})]])(
    'case release/11: a pushed tag that was taken back is not made again',
    (...releases) => {
      const observed = { tagCommit: undefined, releases, latestId: undefined, latestWasSet: false };
      expect(planNextStep({ ...DESIRED, wasPushed: true }, observed)).toMatchObject({
        do: 'refuse',
        reason: expect.stringContaining('v1.0.0 was pushed, and is not on GitHub any more'),
      });
    },
  );
});
