import { createHash } from 'node:crypto';
import { describeError } from '@go-actions/action-kit';
import { connectGitHub } from '@go-actions/github';
import {
  type ApiFault,
  createProject,
  type GitHubApi,
  type GitHubApiOptions,
  startGitHubApi,
} from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { publish } from '../../../../../actions/semver-release/src/publish/io/publish.ts';
import type { Desired } from '../../../../../actions/semver-release/src/publish/reconcile.ts';

const COMMIT = 'a'.repeat(40);
const FILES = { 'app.tar.gz': 'linux', 'app.zip': 'windows', SHA256SUMS: 'sums' };
const desired: Desired = {
  tag: 'v1.0.0',
  commit: COMMIT,
  prerelease: false,
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

async function countCalls(options: GitHubApiOptions, folder: string): Promise<number> {
  await using api = await startGitHubApi(options);
  expect(await runOnce(api, folder)).toBeUndefined();
  return api.requests.length;
}

describe('publishing', () => {
  const worlds: { name: string; options: GitHubApiOptions }[] = [
    { name: 'a pushed tag', options: { tags: { 'v1.0.0': COMMIT } } },
    { name: 'no tag yet', options: {} },
    { name: 'immutable releases', options: { tags: { 'v1.0.0': COMMIT }, immutable: true } },
    { name: 'lists that lag', options: { listLag: 3 } },
  ];
  const accidents: { name: string; fault: ApiFault; forEver: boolean }[] = [
    { name: 'the runner dies after a call', fault: { when: 'after', answer: 'reset' }, forEver: true },
    {
      name: 'the connection breaks before a call',
      fault: { when: 'before', answer: 'reset' },
      forEver: false,
    },
    { name: 'an answer is lost', fault: { when: 'after', answer: { status: 502 } }, forEver: false },
    {
      name: 'an upload leaves a starter',
      fault: { when: 'starter', answer: { status: 502 } },
      forEver: false,
    },
    {
      name: 'a secondary limit strikes',
      fault: {
        when: 'before',
        answer: { status: 403, body: { message: 'secondary rate limit' }, headers: { 'retry-after': '0' } },
      },
      forEver: false,
    },
  ];
  const rows = worlds.flatMap((world, index) =>
    // The whole matrix is in `npm run prove release`.
    accidents
      .filter((_, which) => index === 0 || which % 3 === 0)
      .map((accident) => ({ world, accident, title: `${world.name}, and ${accident.name}` })),
  );

  it.each(rows)(
    'ends in one complete release with $title, whichever call it is',
    async ({ world, accident }) => {
      await using folder = await createProject(FILES);
      const calls = await countCalls(world.options, folder.dir);
      for (let at = 0; at < calls; at++) {
        await using api = await startGitHubApi(world.options);
        api.setFault(({ index }) =>
          index === at
            ? accident.fault
            : accident.forEver && index > at
              ? { when: 'before', answer: 'reset' }
              : undefined,
        );
        const first = await runOnce(api, folder.dir);
        if (!accident.forEver) expect(first, `of the run that a fault hit at call ${at}`).toBeUndefined();
        api.setFault(undefined);
        expect(await runOnce(api, folder.dir), `after a fault at call ${at}`).toBeUndefined();
        expectFinished(api);
        const writes = api.writes().length;
        expect(await runOnce(api, folder.dir)).toBeUndefined();
        expect(api.writes().length - writes, `writes to a finished release, fault at call ${at}`).toBe(0);
      }
    },
  );

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
