import { createServer } from 'node:http';
import { describeJob } from '@go-actions/action-kit';
import { explainDoubt } from '@go-actions/cache-service';
import { listen } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';

const KEY = 'record-1';
const MAIN = { key: KEY, ref: 'refs/heads/main' };
const EVENT = { repository: { default_branch: 'main' } };
const PULL = {
  GITHUB_EVENT_NAME: 'pull_request',
  GITHUB_REF: 'refs/pull/7/merge',
  GITHUB_REF_NAME: '7/merge',
  GITHUB_REF_TYPE: 'branch',
};
const BRANCH = {
  GITHUB_EVENT_NAME: 'push',
  GITHUB_REF: 'refs/heads/work',
  GITHUB_REF_NAME: 'work',
  GITHUB_REF_TYPE: 'branch',
};

async function ask(
  answer: { status?: number; body: unknown },
  env: Record<string, string> = PULL,
  event: object = EVENT,
) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization}`);
    response.writeHead(answer.status ?? 200).end(JSON.stringify(answer.body));
  });
  await using api = await listen(server);
  const job = describeJob({ ...env, GITHUB_API_URL: api.url, GITHUB_REPOSITORY: 'o/r' }, { ...event }, '/');
  return { doubt: await explainDoubt(KEY, job, 'secret'), asked };
}

const list = (...entries: object[]) => ({ body: { total_count: entries.length, actions_caches: entries } });

describe('an entry that decides', () => {
  it('is trusted when only the default branch has saved one of its key', async () => {
    const { doubt, asked } = await ask(list({ key: `${KEY}-more`, ref: 'refs/pull/7/merge' }, MAIN));
    expect(doubt).toBeUndefined();
    expect(asked).toEqual(['/repos/o/r/actions/caches?key=record-1&per_page=100 Bearer secret']);
  });

  it('needs no list in a job of the default branch', async () => {
    const env = { ...BRANCH, GITHUB_REF: 'refs/heads/main', GITHUB_REF_NAME: 'main' };
    expect(await ask({ status: 500, body: {} }, env)).toEqual({ doubt: undefined, asked: [] });
  });

  it.each([
    { name: 'its own pull request', env: PULL, ref: 'refs/pull/7/merge' },
    { name: 'a branch, which may be the base', env: PULL, ref: 'refs/heads/release-1' },
    { name: 'its own branch', env: BRANCH, ref: 'refs/heads/work' },
    {
      name: 'a pull request, and it is not known which one this is',
      env: { ...PULL, GITHUB_REF: '' },
      ref: 'refs/pull/9/merge',
    },
  ])('is planted when $name has the key too', async ({ env, ref }) => {
    const { doubt } = await ask(list(MAIN, { key: KEY, ref }), env);
    expect(doubt).toEqual({ reason: `a cache entry of ${ref} has its name`, planted: true });
  });

  it.each([PULL, BRANCH])('is not made doubtful by another pull request', async (env) => {
    const { doubt } = await ask(list({ key: KEY, ref: 'refs/pull/9/merge' }, MAIN), env);
    expect(doubt).toBeUndefined();
  });

  it('is planted when too many entries begin with its key to see them all', async () => {
    const { doubt } = await ask({ body: { total_count: 101, actions_caches: [MAIN] } });
    expect(doubt).toMatchObject({ planted: true });
  });

  it.each([
    { name: 'refused', answer: { status: 403, body: {} }, says: 'answered 403' },
    { name: 'empty', answer: list(), says: 'no cache entry of the default branch' },
    { name: 'no list', answer: { body: [] }, says: 'is none' },
    { name: 'null', answer: { body: null }, says: 'is none' },
    {
      name: 'about other keys',
      answer: list({ ...MAIN, key: 'record-10' }),
      says: 'no cache entry of the default',
    },
  ])('is not known when the list is $name', async ({ answer, says }) => {
    const { doubt } = await ask(answer);
    expect(doubt).toEqual({ reason: expect.stringContaining(says), planted: false });
  });

  it('is not known when the event does not name the default branch', async () => {
    const { doubt, asked } = await ask(list(MAIN), PULL, {});
    expect([doubt?.planted, asked]).toEqual([false, []]);
  });
});
