import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Emulator } from 'emulate';
import { gitRefs, memoryRefs, readTagObject } from './refs.ts';
import { renderAsset, renderRelease } from './render.ts';
import { type Fields, notFound, type PeerRelease, Refusal, ReleaseStore } from './store.ts';

/** One request as it came, in order; `status` is 0 when the connection was cut instead of an answer. */
export type ApiRequest = { readonly method: string; readonly path: string; readonly status: number };

/**
 * What goes wrong with one request: `before` it has any effect, `after` its effect (the answer is lost), or, for an upload,
 * with a `starter` asset left behind.
 */
export type ApiFault = {
  readonly when: 'before' | 'after' | 'starter';
  readonly answer:
    | 'reset'
    | {
        readonly status: number;
        readonly body?: unknown;
        readonly headers?: Readonly<Record<string, string>>;
      };
};

export type GitHubApiOptions = {
  /** Default `octo/app`. */
  readonly repository?: string;
  /** A bare repository that holds the tags; default: `tags`, in memory. */
  readonly gitDir?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Whether publishing locks a release, its assets and its tag. */
  readonly immutable?: boolean;
  /** The only token that is let in; default: any. */
  readonly token?: string;
  /** How many listings a new release is missing from. */
  readonly listLag?: number;
  readonly latencyMs?: number;
  /** Asked before each request; `index` counts from 0. */
  readonly fault?: (request: { index: number; method: string; path: string }) => ApiFault | undefined;
};

export type GitHubApi = AsyncDisposable & {
  /** `http://127.0.0.1:PORT`: the value of GITHUB_API_URL. */
  readonly url: string;
  readonly requests: readonly ApiRequest[];
  /** The requests that could have changed something. */
  writes(): readonly ApiRequest[];
  releases(): readonly PeerRelease[];
  /** The commit (or tag object) of a tag. */
  tag(name: string): Promise<string | undefined>;
  /** Replaces the fault rule while it runs. */
  setFault(fault: GitHubApiOptions['fault']): void;
};

type Answer = { status: number; body?: unknown; headers?: Readonly<Record<string, string>> };
type Asked = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: Buffer;
};

/**
 * GitHub's REST API for the releases and tags of one repository, on loopback, as strict as the real one. What is not about
 * releases and tags is answered by `emulate`, which is started when it is first asked.
 */
export async function startGitHubApi(options: GitHubApiOptions = {}): Promise<GitHubApi> {
  const repository = options.repository ?? 'octo/app';
  const refs = options.gitDir ? gitRefs(options.gitDir) : memoryRefs(options.tags ?? {});
  const store = new ReleaseStore(refs, {
    immutable: options.immutable ?? false,
    listLag: options.listLag ?? 0,
  });
  const requests: ApiRequest[] = [];
  let fault = options.fault;
  let received = 0;
  let emulator: Promise<Emulator> | undefined;

  const server = createServer(async (incoming, response) => {
    const asked = await readRequest(incoming);
    const planned = fault?.({ index: received++, method: asked.method, path: asked.path });
    if (options.latencyMs) await new Promise((resolve) => setTimeout(resolve, options.latencyMs));
    let answer: Answer | 'reset';
    try {
      answer = planned?.when === 'before' ? planned.answer : await handle(asked, planned?.when === 'starter');
      if (planned && planned.when !== 'before') answer = planned.answer;
    } catch (error) {
      answer =
        error instanceof Refusal
          ? { status: error.status, body: error.body }
          : { status: 500, body: { message: String(error) } };
    }
    requests.push({ method: asked.method, path: asked.path, status: answer === 'reset' ? 0 : answer.status });
    send(response, answer);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const show = (release: PeerRelease) => renderRelease(release, url, repository);

  async function handle(asked: Asked, starter: boolean): Promise<Answer> {
    checkToken(asked, options.token);
    const inside = asked.path.startsWith(`/repos/${repository}/`)
      ? asked.path.slice(`/repos/${repository}`.length)
      : '';
    for (const [method, pattern, answer] of routes) {
      const match = asked.method === method ? pattern.exec(inside) : null;
      if (match) return answer(asked, match[1] ?? '', starter);
    }
    emulator ??= startEmulator(repository);
    return forward(asked, (await emulator).url);
  }

  const routes: [string, RegExp, (asked: Asked, id: string, starter: boolean) => Promise<Answer> | Answer][] =
    [
      [
        'GET',
        /^\/releases$/,
        ({ query }) => paged(store.list().map(show), query, `${url}/repos/${repository}/releases`),
      ],
      [
        'POST',
        /^\/releases$/,
        async ({ body }) => ({ status: 201, body: show(await store.create(toFields(body))) }),
      ],
      ['GET', /^\/releases\/latest$/, () => ({ status: 200, body: show(store.latest()) })],
      [
        'GET',
        /^\/releases\/tags\/(.+)$/,
        (_, tag) => ({ status: 200, body: show(store.findPublished(decodeURIComponent(tag))) }),
      ],
      ['GET', /^\/releases\/(\d+)$/, (_, id) => ({ status: 200, body: show(store.find(Number(id))) })],
      [
        'PATCH',
        /^\/releases\/(\d+)$/,
        async ({ body }, id) => ({ status: 200, body: show(await store.update(Number(id), toFields(body))) }),
      ],
      ['DELETE', /^\/releases\/(\d+)$/, (_, id) => removed(() => store.remove(Number(id)))],
      [
        'GET',
        /^\/releases\/(\d+)\/assets$/,
        ({ query }, id) =>
          paged(
            show(store.find(Number(id))).assets,
            query,
            `${url}/repos/${repository}/releases/${id}/assets`,
          ),
      ],
      [
        'POST',
        /^\/releases\/(\d+)\/assets$/,
        ({ query, headers, body }, id, starter) => {
          if (!headers['content-type']) throw new Refusal(400, 'Bad Content-Type');
          const asset = store.upload(
            Number(id),
            query.get('name') ?? '',
            headers['content-type'],
            body,
            starter ? 'starter' : 'uploaded',
          );
          return { status: 201, body: renderAsset(asset, store.find(Number(id)), url, repository) };
        },
      ],
      [
        'GET',
        /^\/releases\/assets\/(\d+)$/,
        ({ headers }, id) => {
          const { asset, release } = store.findAsset(Number(id));
          const raw = headers.accept === 'application/octet-stream';
          return { status: 200, body: raw ? asset.bytes : renderAsset(asset, release, url, repository) };
        },
      ],
      ['DELETE', /^\/releases\/assets\/(\d+)$/, (_, id) => removed(() => store.removeAsset(Number(id)))],
      [
        'GET',
        /^\/git\/ref\/tags\/(.+)$/,
        async (_, tag) => ({ status: 200, body: await showRef(decodeURIComponent(tag)) }),
      ],
      [
        'GET',
        /^\/git\/tags\/([0-9a-f]{40})$/,
        async (_, sha) => ({
          status: 200,
          body: { object: { type: 'commit', sha: (await readObject(sha)).target } },
        }),
      ],
      [
        'POST',
        /^\/git\/refs$/,
        async ({ body }) => {
          const fields = toFields(body);
          const tag = /^refs\/tags\/(.+)$/.exec(String(fields.ref))?.[1];
          if (!tag) throw new Refusal(422, 'Reference name is not valid here');
          if ((await refs.read(tag)) !== undefined) throw new Refusal(422, 'Reference already exists');
          await refs.create(tag, String(fields.sha));
          return { status: 201, body: await showRef(tag) };
        },
      ],
      [
        'PATCH',
        /^\/git\/refs\/tags\/(.+)$/,
        async ({ body }, encoded) => {
          const tag = decodeURIComponent(encoded);
          if ((await refs.read(tag)) === undefined) throw new Refusal(422, 'Reference does not exist');
          if (store.releases.some((release) => release.immutable && release.tag === tag))
            throw new Refusal(422, 'Cannot update a tag of an immutable release');
          await refs.move(tag, String(toFields(body).sha));
          return { status: 200, body: await showRef(tag) };
        },
      ],
    ];

  async function showRef(tag: string): Promise<unknown> {
    const sha = (await refs.read(tag)) ?? notFound();
    return { ref: `refs/tags/${tag}`, object: { type: (await readObject(sha)).type, sha } };
  }

  async function readObject(sha: string): Promise<{ type: string; target: string | undefined }> {
    return options.gitDir ? readTagObject(options.gitDir, sha) : { type: 'commit', target: undefined };
  }

  return {
    url,
    requests,
    writes: () => requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD'),
    releases: () => store.releases,
    tag: (name) => refs.read(name),
    setFault: (rule) => {
      fault = rule;
      received = 0;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await (await emulator)?.close();
    },
  };
}

function checkToken({ headers }: Asked, token: string | undefined): void {
  const given = /^(?:Bearer|token) (.+)$/.exec(headers.authorization ?? '')?.[1];
  if (!given) throw new Refusal(401, 'Requires authentication');
  if (token !== undefined && given !== token) throw new Refusal(401, 'Bad credentials');
}

function paged(items: readonly unknown[], query: URLSearchParams, path: string): Answer {
  const size = Math.min(100, Number(query.get('per_page') ?? 30));
  const page = Number(query.get('page') ?? 1);
  const next =
    page * size < items.length ? { link: `<${path}?per_page=${size}&page=${page + 1}>; rel="next"` } : {};
  return { status: 200, body: items.slice((page - 1) * size, page * size), headers: next };
}

function removed(remove: () => void): Answer {
  remove();
  return { status: 204 };
}

function toFields(body: Buffer): Fields {
  try {
    return JSON.parse(body.toString('utf8')) as Fields;
  } catch {
    throw new Refusal(400, 'Problems parsing JSON');
  }
}

async function startEmulator(repository: string): Promise<Emulator> {
  const { createEmulator } = await import('emulate'); // a megabyte that few tests need
  const [owner = '', name = ''] = repository.split('/');
  return createEmulator({
    service: 'github',
    seed: { github: { users: [{ login: owner }], repos: [{ owner, name, auto_init: true }] } },
  });
}

async function forward({ method, path, query, headers, body }: Asked, url: string): Promise<Answer> {
  const response = await fetch(`${url}${path}?${query}`, {
    method,
    headers: {
      authorization: headers.authorization ?? '',
      'content-type': headers['content-type'] ?? 'application/json',
    },
    ...(method !== 'GET' && method !== 'HEAD' && { body: new Uint8Array(body) }),
  });
  return { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
}

async function readRequest(incoming: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: Buffer.concat(chunks),
  };
}

function send(response: ServerResponse, answer: Answer | 'reset'): void {
  if (answer === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const { status, body, headers } = answer;
  const raw = Buffer.isBuffer(body);
  response.writeHead(status, {
    'content-type': raw ? 'application/octet-stream' : 'application/json',
    ...headers,
  });
  response.end(body === undefined ? undefined : raw ? body : JSON.stringify(body));
}
