import { type GitHubApi, startGitHubApi } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';

const COMMIT = 'a'.repeat(40);

function call(api: GitHubApi, method: string, path: string, body?: unknown) {
  const raw = Buffer.isBuffer(body);
  return fetch(`${api.url}/repos/octo/app${path}`, {
    method,
    headers: {
      authorization: 'Bearer t',
      'content-type': raw ? 'application/octet-stream' : 'application/json',
    },
    ...(body !== undefined && { body: raw ? new Uint8Array(body) : JSON.stringify(body) }),
  });
}

describe('startGitHubApi', () => {
  it('keeps drafts out of lookups by tag, and makes the tag when one is published', async () => {
    await using api = await startGitHubApi();
    const { id } = (await (
      await call(api, 'POST', '/releases', { tag_name: 'v1.0.0', target_commitish: COMMIT, draft: true })
    ).json()) as { id: number };
    expect((await call(api, 'GET', '/releases/tags/v1.0.0')).status).toBe(404);
    expect(await api.tag('v1.0.0')).toBeUndefined();
    expect((await call(api, 'PATCH', `/releases/${id}`, { draft: false })).status).toBe(200);
    expect(await api.tag('v1.0.0')).toBe(COMMIT);
    expect((await call(api, 'GET', '/releases/tags/v1.0.0')).status).toBe(200);
  });

  it('refuses what GitHub refuses', async () => {
    await using api = await startGitHubApi({ immutable: true, tags: { 'v0.1.0': COMMIT } });
    const draft = async () =>
      (
        (await (await call(api, 'POST', '/releases', { tag_name: 'v1.0.0', draft: true })).json()) as {
          id: number;
        }
      ).id;
    const first = await draft();
    const second = await draft();
    const codes = [
      await call(api, 'POST', `/releases/${first}/assets?name=a.txt`, Buffer.from('a')),
      await call(api, 'POST', `/releases/${first}/assets?name=a.txt`, Buffer.from('b')),
      await call(api, 'POST', '/git/refs', { ref: 'refs/tags/v0.1.0', sha: COMMIT }),
      await call(api, 'PATCH', `/releases/${first}`, { draft: false }),
      await call(api, 'PATCH', `/releases/${second}`, { draft: false }),
      await call(api, 'POST', `/releases/${first}/assets?name=b.txt`, Buffer.from('b')),
      await call(api, 'PATCH', `/releases/${first}`, { prerelease: true }),
      await call(api, 'PATCH', `/releases/${first}`, { body: 'x'.repeat(125_001) }),
      await call(api, 'PATCH', `/releases/${first}`, { body: 'titles and notes may change' }),
      await call(api, 'DELETE', `/releases/${first}`),
      await call(api, 'PATCH', `/releases/${second}`, { draft: false }),
    ];
    expect(codes.map((response) => response.status)).toEqual([
      201, 422, 422, 200, 422, 422, 422, 422, 200, 204, 422,
    ]);
    expect(JSON.stringify(await codes.at(-1)?.json())).toContain('used by an immutable release');
  });

  it('leaves a starter behind, loses answers and lags, when it is told to', async () => {
    await using api = await startGitHubApi({ listLag: 1 });
    const { id } = (await (
      await call(api, 'POST', '/releases', { tag_name: 'v1.0.0', draft: true })
    ).json()) as { id: number };
    expect(await (await call(api, 'GET', '/releases')).json()).toEqual([]);
    api.setFault(({ index }) =>
      index === 0
        ? { when: 'starter', answer: { status: 502 } }
        : index === 1
          ? { when: 'after', answer: 'reset' }
          : undefined,
    );
    expect((await call(api, 'POST', `/releases/${id}/assets?name=a.txt`, Buffer.from('a'))).status).toBe(502);
    await expect(call(api, 'POST', '/releases', { tag_name: 'v2.0.0', draft: true })).rejects.toThrow();
    expect(api.releases().map(({ tag, assets }) => [tag, assets.map(({ state }) => state)])).toEqual([
      ['v1.0.0', ['starter']],
      ['v2.0.0', []],
    ]);
    expect(api.writes()).toHaveLength(3);
  });

  it('asks for a token', async () => {
    await using api = await startGitHubApi({ token: 'right' });
    expect((await call(api, 'GET', '/releases')).status).toBe(401);
  });

  it('leaves everything else to emulate', async () => {
    await using api = await startGitHubApi();
    expect(await (await call(api, 'GET', '')).json()).toMatchObject({ full_name: 'octo/app' });
  });
});

describe('startGitHubApi, of pull requests', () => {
  const sha = 'b'.repeat(40);
  const patch = '@@ -1,2 +1,3 @@\n package a\n+var x = 1\n+var y = 2\n@@ -9,0 +11,1 @@\n+var z = 3';
  const pullRequests = [
    {
      number: 7,
      base: 'main',
      head: { sha, ref: 'f', repository: 'octo/app', repositoryId: 1 },
      files: [{ filename: 'a.go', patch }],
    },
  ];
  const review = (comment: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
    commit_id: sha,
    event: 'COMMENT',
    comments: [{ path: 'a.go', side: 'RIGHT', body: 'x', ...comment }],
    ...more,
  });

  const rows: { name: string; path: string; body: unknown; status: number }[] = [
    { name: 'a comment', path: '/issues/7/comments', body: { body: 'x'.repeat(65_536) }, status: 201 },
    {
      name: 'a comment that is too long',
      path: '/issues/7/comments',
      body: { body: 'x'.repeat(65_537) },
      status: 422,
    },
    { name: 'a blank comment', path: '/issues/7/comments', body: { body: ' \n' }, status: 422 },
    { name: 'a comment elsewhere', path: '/issues/8/comments', body: { body: 'x' }, status: 404 },
    { name: 'a review', path: '/pulls/7/reviews', body: review({ line: 2 }), status: 200 },
    {
      name: 'lines of one hunk',
      path: '/pulls/7/reviews',
      body: review({ line: 3, start_line: 2, start_side: 'RIGHT' }),
      status: 200,
    },
    {
      name: 'lines of two hunks',
      path: '/pulls/7/reviews',
      body: review({ line: 11, start_line: 2, start_side: 'RIGHT' }),
      status: 422,
    },
    { name: 'a line outside of the diff', path: '/pulls/7/reviews', body: review({ line: 5 }), status: 422 },
    {
      name: 'a file outside of the diff',
      path: '/pulls/7/reviews',
      body: review({ path: 'b.go', line: 2 }),
      status: 422,
    },
    {
      name: 'an older commit',
      path: '/pulls/7/reviews',
      body: review({ line: 2 }, { commit_id: COMMIT }),
      status: 422,
    },
    {
      name: 'a review of nothing',
      path: '/pulls/7/reviews',
      body: review({}, { comments: [] }),
      status: 422,
    },
  ];
  it.each(rows)('answers as GitHub does: $name', async ({ path, body, status }) => {
    await using api = await startGitHubApi({ pullRequests });
    expect((await call(api, 'POST', path, body)).status).toBe(status);
  });

  it('refuses what the token was not granted, and a token at the storage', async () => {
    const artifacts = [{ id: 5, run: 1, name: 'a', zip: Buffer.from('zip') }];
    await using api = await startGitHubApi({ pullRequests, artifacts, grants: { actions: 'read' } });
    expect((await call(api, 'POST', '/issues/7/comments', { body: 'x' })).status).toBe(403);
    const followed = await call(api, 'GET', '/actions/artifacts/5/zip'); // fetch drops the header only between hosts
    expect(followed.status).toBe(400);
  });

  it('answers GraphQL by its schema', async () => {
    await using api = await startGitHubApi({ pullRequests });
    const ask = async (query: string) => {
      const body = JSON.stringify({ query });
      return (
        await fetch(`${api.url}/graphql`, { method: 'POST', headers: { authorization: 'Bearer t' }, body })
      ).json();
    };
    const comments = (inner: string) =>
      `{ repository(owner: "octo", name: "app") { pullRequest(number: 7) { comments${inner} } } }`;
    expect(await ask(comments('(first: 1) { nodes { id } }'))).toEqual({
      data: { repository: { pullRequest: { comments: { nodes: [] } } } },
    });
    const refused = { errors: [expect.objectContaining({ message: expect.any(String) })] };
    expect(await ask(comments(' { nodes { id } }'))).toMatchObject(refused);
    expect(await ask(comments('(first: 101) { nodes { id } }'))).toMatchObject(refused);
    expect(await ask(comments('(first: 1) { nodes { colour } }'))).toMatchObject(refused);
  });
});
