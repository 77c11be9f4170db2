import { createHash } from 'node:crypto';
import { describeError } from '@go-actions/action-kit';
import { connectGitHub } from '@go-actions/github';
import { createProject, type GitHubApi, startGitHubApi } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { publish } from '../../../../../actions/semver-release/src/publish/io/publish.ts';
import type { Desired } from '../../../../../actions/semver-release/src/publish/reconcile.ts';
import { ACCIDENTS, listCalls, tryCell } from '../fault-matrix.ts';
import { ASSETS, WORLDS } from '../worlds.ts';

const COMMIT = 'a'.repeat(40);
const FILES = { 'app.tar.gz': 'linux', 'app.zip': 'windows', SHA256SUMS: 'sums' };
const desired: Desired = {
  tag: 'v1.0.0',
  commit: COMMIT,
  prerelease: false,
  wasPushed: false,
  latest: 'auto',
  notes: 'notes',
  retractions: [],
  assets: Object.entries(FILES).map(([name, text]) => ({
    name,
    size: text.length,
    sha256: createHash('sha256').update(text).digest('hex'),
  })),
};

/** One run of the publisher, as a job would do it; the text of its error when it fails. */
async function runOnce(
  api: GitHubApi,
  folder: string,
  wanted: Desired = desired,
): Promise<string | undefined> {
  const github = connectGitHub({
    apiUrl: api.url,
    repository: 'octo/app',
    token: 't',
    retry: { attempts: 4, baseMs: 1, budgetMs: 1_000 },
  });
  return publish(github, wanted, { folder, title: wanted.tag, pauseMs: 1 }).then(
    () => undefined,
    (error: unknown) => describeError(error),
  );
}

function expectFinished(api: GitHubApi, wanted: Desired = desired): void {
  const own = api.releases().filter((release) => release.tag === wanted.tag);
  expect(own).toHaveLength(1);
  expect(own[0]).toMatchObject({ draft: false, body: 'notes' });
  const planned = wanted.assets.map(({ name, sha256 }) => [name, `sha256:${sha256}`]).sort();
  expect(own[0]?.assets.map(({ name, digest }) => [name, digest]).sort()).toEqual(planned);
}

const EVERY = 29;

describe('publishing', () => {
  it.each(WORLDS)('ends in the plan after any accident: $name', async (world) => {
    await using folder = await createProject(ASSETS);
    const calls = (await listCalls(world, folder.dir)).length;
    // The whole matrix is in `npm run prove -- release faults`.
    for (const [index, accident] of ACCIDENTS.entries()) {
      for (let at = (index * 7) % EVERY; at < calls; at += EVERY) {
        const { held, why } = await tryCell(world, accident, at, folder.dir);
        expect(held, `${accident.name} at call ${at}: ${why}`).toEqual([true, true, true, true]);
      }
    }
  });

  it('makes one draft, although the list does not show it yet', async () => {
    await using folder = await createProject(FILES);
    await using api = await startGitHubApi({ listLag: 5 });
    expect(await runOnce(api, folder.dir)).toBeUndefined();
    expect(
      api.writes().filter(({ method, path }) => method === 'POST' && path.endsWith('/releases')),
    ).toHaveLength(1);
    expect(api.writes().filter(({ method }) => method === 'DELETE')).toEqual([]);
  });

  it('ends in one release when three runs publish at once', async () => {
    await using folder = await createProject(FILES);
    await using api = await startGitHubApi({ tags: { 'v1.0.0': COMMIT }, latencyMs: 2 });
    const outcomes = await Promise.all([
      runOnce(api, folder.dir),
      runOnce(api, folder.dir),
      runOnce(api, folder.dir),
    ]);
    expect(outcomes.filter((outcome) => outcome === undefined).length).toBeGreaterThan(0);
    expect(await runOnce(api, folder.dir)).toBeUndefined();
    expectFinished(api);
  });
});
