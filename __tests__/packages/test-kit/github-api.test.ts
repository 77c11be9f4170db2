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
