import { createServer, type RequestListener } from 'node:http';
import { connectGitHub, GitHubError, openApi } from '@go-actions/github';
import { type GitHubApiOptions, listen, startGitHubApi } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';

const COMMIT = 'a'.repeat(40);

async function connect(options: GitHubApiOptions = {}) {
  const api = await startGitHubApi(options);
  const github = connectGitHub({
    apiUrl: api.url,
    repository: 'octo/app',
    token: 'secret-token',
    retry: false,
  });
  return { api, github, [Symbol.asyncDispose]: () => api[Symbol.asyncDispose]() };
}

describe('connectGitHub', () => {
  it('takes a release from draft to published, with assets that GitHub has digests of', async () => {
    await using peer = await connect({ token: 'secret-token' });
    const draft = await peer.github.createRelease({
      tag_name: 'v1.0.0',
      target_commitish: COMMIT,
      draft: true,
      body: 'notes',
    });
    expect(draft).toMatchObject({ tag: 'v1.0.0', draft: true, assets: [], immutable: false });
    const asset = await peer.github.uploadAsset(draft, 'app.tar.gz', Buffer.from('bytes'));
    expect(asset).toMatchObject({
      name: 'app.tar.gz',
      size: 5,
      state: 'uploaded',
      digest: expect.stringMatching(/^sha256:277089d9/),
    });
    expect((await peer.github.downloadAsset(asset.id)).toString()).toBe('bytes');
    await peer.github.createTag('v1.0.0', COMMIT);
    expect(await peer.github.getTagCommit('v1.0.0')).toBe(COMMIT);
    expect(await peer.github.getTagCommit('v2.0.0')).toBeUndefined();
    await peer.github.updateRelease(draft.id, { draft: false });
    expect(await peer.github.getLatestRelease()).toMatchObject({ id: draft.id, draft: false });
  });

  it('reads every page of releases, drafts included', async () => {
    await using peer = await connect();
    for (let index = 0; index < 105; index++)
      await peer.github.createRelease({ tag_name: `v0.0.${index}`, draft: true });
    expect(await peer.github.listReleases()).toHaveLength(105);
    expect(peer.api.requests.filter(({ method }) => method === 'GET')).toHaveLength(2);
  });

  it('moves a floating tag, and makes it when it is not there', async () => {
    await using peer = await connect();
    await peer.github.moveTag('v1', COMMIT);
    await peer.github.moveTag('v1', 'b'.repeat(40));
    expect(await peer.api.tag('v1')).toBe('b'.repeat(40));
  });

  const refusals: {
    name: string;
    options: GitHubApiOptions;
    call: (peer: Awaited<ReturnType<typeof connect>>) => Promise<unknown>;
    kind: string;
    says: RegExp;
  }[] = [
    {
      name: 'a tag that is there',
      options: { tags: { v1: COMMIT } },
      call: ({ github }) => github.createTag('v1', COMMIT),
      kind: 'already-exists',
      says: /422: Reference already exists/,
    },
    {
      name: 'a wrong token',
      options: { token: 'other' },
      call: ({ github }) => github.listReleases(),
      kind: 'unauthorized',
      says: /401: Bad credentials/,
    },
    {
      name: 'a missing permission',
      options: answer(403, { message: 'Resource not accessible by integration' }),
      call: ({ github }) => github.createTag('v1', COMMIT),
      kind: 'forbidden',
      says: /contents: write/,
    },
    {
      name: 'a ruleset',
      options: answer(422, { message: 'Repository rule violations found' }),
      call: ({ github }) => github.createTag('v1', COMMIT),
      kind: 'ruleset',
      says: /bypass/,
    },
    {
      name: 'the workflow-file trap',
      options: answer(403, {
        message: 'refusing to allow an app to create a workflow without `workflows` permission',
      }),
      call: ({ github }) => github.createTag('v1', COMMIT),
      kind: 'workflow-file',
      says: /\.github\/workflows/,
    },
    {
      name: "a load balancer's page",
      options: answer(502, '<html><h1>Bad Gateway</h1></html>'),
      call: ({ github }) => github.createTag('v1', COMMIT),
      kind: 'unavailable',
      says: /Run the job again/,
    },
  ];
  it.each(refusals)('names $name', async ({ options, call, kind, says }) => {
    await using peer = await connect(options);
    const error = await call(peer).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(GitHubError);
    const refusal = error as GitHubError;
    expect(refusal.kind).toBe(kind);
    expect(`${refusal.message}\n${refusal.remedy}`).toMatch(says);
    expect(refusal.message).not.toContain('secret-token');
  });

  it('waits out a secondary rate limit, for writes too', async () => {
    await using peer = await connect({
      fault: ({ index }) =>
        index < 2
          ? {
              when: 'before',
              answer: {
                status: 403,
                body: { message: 'You have exceeded a secondary rate limit' },
                headers: { 'retry-after': '0' },
              },
            }
          : undefined,
    });
    await peer.github.createTag('v1', COMMIT);
    expect(peer.api.requests.map(({ status }) => status)).toEqual([403, 403, 201]);
  });

  it('sends a write once, although the server fails', async () => {
    await using peer = await connect({ fault: () => ({ when: 'after', answer: { status: 502 } }) });
    await expect(peer.github.createRelease({ tag_name: 'v1.0.0', draft: true })).rejects.toThrow(/502/);
    expect(peer.api.releases()).toHaveLength(1);
  });

  it('does not send the token to an upload address elsewhere', async () => {
    await using peer = await connect();
    const draft = await peer.github.createRelease({ tag_name: 'v1.0.0', draft: true });
    const elsewhere = { ...draft, uploadUrl: 'http://uploads.example.com/x' };
    await expect(peer.github.uploadAsset(elsewhere, 'a', Buffer.from('a'))).rejects.toThrow(
      /does not belong to/,
    );
  });
});

function answer(status: number, body: unknown): GitHubApiOptions {
  return { fault: () => ({ when: 'before', answer: { status, body } }) };
}

describe('openApi', () => {
  const serve = (listener: RequestListener) => listen(createServer(listener));
  const open = (apiUrl: string) =>
    openApi({ apiUrl, repository: 'o/r', token: 'secret-token', retry: false });

  it('sends the token to no page on another host', async () => {
    const seen: unknown[] = [];
    await using other = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end('[]');
    });
    await using server = await serve((_, response) => {
      const link = `<${other.url}/repos/o/r/tags?page=2>; rel="next"`;
      response.writeHead(200, { 'content-type': 'application/json', link }).end('[{"name":"v1"}]');
    });
    await expect(open(server.url).list('/tags')).rejects.toThrow('does not belong to');
    expect(seen).toEqual([]);
  });

  it.each(['true', '{}', '"a"', '7', '{"artifacts":{"0":1}}', ''])(
    'refuses %s where a list has to be',
    async (answer) => {
      await using server = await serve((_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
      });
      for (const field of [undefined, 'artifacts'])
        await expect(open(server.url).list('/x', field)).rejects.toThrow(
          answer === '' ? 'with nothing' : 'is not a list',
        );
    },
  );

  it('follows a repository that was renamed, and no circle, no other host and with no write', async () => {
    await using other = await serve((_, response) => response.end('[{"name":"stolen"}]'));
    const seen: string[] = [];
    await using server = await serve(({ method, url = '' }, response) => {
      seen.push(`${method} ${url}`);
      const to = /old/.test(url) ? '/repositories/7/tags' : /away/.test(url) ? `${other.url}/tags` : url;
      const moved = !url.startsWith('/repositories/');
      response.writeHead(moved ? 301 : 200, { 'content-type': 'application/json', location: to });
      response.end(moved ? '{"message":"Moved Permanently"}' : '[{"name":"v1"}]');
    });
    const api = open(server.url);
    expect(await api.list('/old')).toEqual([{ name: 'v1' }]);
    expect(await api.get('/old')).toEqual([{ name: 'v1' }]);
    await expect(api.list('/away')).rejects.toThrow('does not belong to');
    await expect(api.list('/circle')).rejects.toThrow('301');
    seen.length = 0;
    await expect(api.write('POST', '/old', {})).rejects.toThrow('301');
    expect(seen).toEqual(['POST /repos/o/r/old']);
  });

  it('reads lists that stand in an object, over all pages', async () => {
    await using server = await serve((request, response) => {
      const page = new URL(request.url ?? '', 'http://x').searchParams.get('page');
      const next = `<http://${request.headers.host}/repos/o/r/actions/artifacts?page=2>; rel="next"`;
      response.writeHead(200, { 'content-type': 'application/json', ...(page !== '2' && { link: next }) });
      response.end(JSON.stringify({ total_count: 2, artifacts: [{ id: page === '2' ? 2 : 1 }] }));
    });
    expect(await open(server.url).list('/actions/artifacts', 'artifacts')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('does not hand the token to the storage that a download is redirected to', async () => {
    const seen: unknown[] = [];
    await using storage = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end('bytes');
    });
    await using server = await serve((_, response) => {
      response.writeHead(302, { location: `${storage.url}/blob?sig=x` }).end();
    });
    expect((await open(server.url).download('/releases/assets/1')).toString()).toBe('bytes');
    expect(seen).toEqual([undefined]);
  });

  it.each([
    { path: '/api/v3', asked: '/api/graphql' },
    { path: '', asked: '/graphql' },
  ])('asks GraphQL at $asked', async ({ path, asked }) => {
    const seen: unknown[] = [];
    await using server = await serve((request, response) => {
      seen.push(request.url);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ data: null, errors: [{ message: 'no such node' }] }));
    });
    await expect(open(server.url + path).graphql('query { viewer { login } }', {})).rejects.toThrow(
      'GitHub refused a GraphQL request: no such node',
    );
    expect(seen).toEqual([asked]);
  });
});
