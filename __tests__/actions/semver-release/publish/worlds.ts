import { createHash } from 'node:crypto';
import type { GitHubApi, GitHubApiOptions } from '@go-actions/test-kit';
import { markBody } from '../../../../actions/semver-release/src/publish/marker.ts';
import type { Desired } from '../../../../actions/semver-release/src/publish/reconcile.ts';

/** What is on GitHub before the first run, and what shall be there after the last. */
export type PublishingWorld = {
  readonly name: string;
  readonly options: GitHubApiOptions;
  readonly desired: readonly Desired[];
  /** Made by hand or by an earlier run, as calls of the API. */
  readonly before?: readonly Readonly<Record<string, unknown>>[];
};

export const COMMIT = 'a'.repeat(40);
const TAG = 'v1.0.0';

/** The assets of every world: their names and contents. */
export const ASSETS: Readonly<Record<string, string>> = {
  'app.tar.gz': 'linux',
  'app.zip': 'windows',
  SHA256SUMS: sumsOf({ 'app.tar.gz': 'linux', 'app.zip': 'windows' }),
};

function sumsOf(files: Readonly<Record<string, string>>): string {
  return Object.entries(files)
    .map(([name, text]) => `${sha256(text)}  ${name}\n`)
    .join('');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function want(over: Partial<Desired> = {}): Desired {
  const assets = Object.entries(ASSETS).map(([name, text]) => ({
    name,
    size: text.length,
    sha256: sha256(text),
  }));
  const base = {
    tag: TAG,
    commit: COMMIT,
    wasPushed: false,
    prerelease: false,
    latest: 'auto',
    notes: 'notes',
  } as const;
  return { ...base, retractions: [], assets, ...over };
}

const PUSHED = { tags: { [TAG]: COMMIT } };
const draft = { tag_name: TAG, target_commitish: COMMIT, draft: true };

export const WORLDS: readonly PublishingWorld[] = [
  { name: 'a pushed tag', options: PUSHED, desired: [want()] },
  { name: 'no tag yet', options: {}, desired: [want()] },
  { name: 'immutable releases', options: { ...PUSHED, immutable: true }, desired: [want()] },
  { name: 'lagging lists', options: { listLag: 3 }, desired: [want()] },
  {
    name: 'a candidate',
    options: { tags: { 'v1.0.0-rc.1': COMMIT } },
    desired: [want({ tag: 'v1.0.0-rc.1', prerelease: true })],
  },
  { name: 'a library', options: {}, desired: [want({ assets: [] })] },
  {
    name: 'two modules',
    options: {},
    desired: [want({ tag: 'api/v0.1.0', assets: [] }), want()],
  },
  { name: "a person's draft", options: {}, desired: [want()], before: [{ ...draft, body: 'by hand' }] },
  {
    name: 'twin drafts of ours',
    options: {},
    desired: [want()],
    before: ['an earlier plan', 'another one'].map((plan) => ({
      ...draft,
      body: markBody('notes', { plan, commit: COMMIT }),
    })),
  },
  {
    name: 'published, no assets',
    options: PUSHED,
    desired: [want()],
    before: [{ ...draft, draft: false, body: 'by hand' }],
  },
];

/** Brings a world to its beginning. */
export async function prepareWorld(api: GitHubApi, { before = [] }: PublishingWorld): Promise<void> {
  for (const release of before) {
    const answer = await fetch(`${api.url}/repos/octo/app/releases`, {
      method: 'POST',
      headers: { authorization: 'Bearer t', 'content-type': 'application/json' },
      body: JSON.stringify(release),
    });
    if (answer.status !== 201) throw new Error(`The world could not be made: ${await answer.text()}`);
  }
}
