import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Emulator } from 'emulate';
import { listen } from '../loopback.ts';
import {
  DiscussionStore,
  type Grants,
  type PeerArtifact,
  type PeerPullRequest,
  type Talk,
} from './discussion.ts';
import { answerDiscussion, answerStorage } from './discussion-routes.ts';
import { gitRefs, memoryRefs } from './refs.ts';
import { Refusal } from './refusal.ts';
import { type Answer, type Asked, answerCall, type World } from './routes.ts';
import { type PeerRelease, ReleaseStore } from './store.ts';

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
  readonly pullRequests?: readonly PeerPullRequest[];
  readonly artifacts?: readonly PeerArtifact[];
  /** The newest attempt of each run; default 1. */
  readonly runAttempt?: number;
  /** Who the token is; default `github-actions[bot]`. */
  readonly viewer?: string;
  /** What the token may do about pull requests and runs; default: everything. */
  readonly grants?: Grants;
  /** Asked before each request; `index` counts from 0. */
  readonly fault?: (request: { index: number; method: string; path: string }) => ApiFault | undefined;
};

export type GitHubApi = AsyncDisposable & {
  /** `http://127.0.0.1:PORT`: the value of GITHUB_API_URL. */
  readonly url: string;
  readonly requests: readonly ApiRequest[];
  /** What is said in a pull request; tests may add what others say. */
  talk(pullRequest: number): Talk;
  /** The requests that could have changed something; GraphQL's by their mutation. */
  writes(): readonly ApiRequest[];
  releases(): readonly PeerRelease[];
  /** The commit (or tag object) of a tag. */
  tag(name: string): Promise<string | undefined>;
  /** Replaces the fault rule while it runs. */
  setFault(fault: GitHubApiOptions['fault']): void;
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
  const discussion = {
    store: new DiscussionStore(options.pullRequests ?? [], options.viewer ?? 'github-actions[bot]'),
    artifacts: options.artifacts ?? [],
    runAttempt: options.runAttempt ?? 1,
    grants: options.grants,
  };
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
    requests.push({ ...describe(asked), status: answer === 'reset' ? 0 : answer.status });
    send(response, answer);
  });
  const listening = await listen(server);
  const { url } = listening;
  const world: World = { store, discussion, refs, gitDir: options.gitDir, url, repository };

  async function handle(asked: Asked, starter: boolean): Promise<Answer> {
    const stored = answerStorage(world, asked);
    if (stored) return stored;
    checkToken(asked, options.token);
    const known = (await answerDiscussion(world, asked)) ?? answerCall(world, asked, starter);
    if (known) return known;
    emulator ??= startEmulator(repository);
    return forward(asked, (await emulator).url);
  }

  return {
    url,
    requests,
    talk: (number) => discussion.store.talk(number),
    writes: () => requests.filter(({ method, path }) => !/^(GET|HEAD)$/.test(method) && path !== '/graphql'),
    releases: () => store.releases,
    tag: (name) => refs.read(name),
    setFault: (rule) => {
      fault = rule;
      received = 0;
    },
    [Symbol.asyncDispose]: async () => {
      await listening[Symbol.asyncDispose]();
      await (await emulator)?.close();
    },
  };
}

/** A GraphQL mutation goes by its name, a query by its path alone. */
function describe({ method, path, body }: Asked): Pick<ApiRequest, 'method' | 'path'> {
  const name = path === '/graphql' ? /mutation\b[^{]*\{\s*(\w+)/.exec(body.toString('utf8'))?.[1] : undefined;
  return { method, path: name ? `${path} ${name}` : path };
}

function checkToken({ headers }: Asked, token: string | undefined): void {
  const given = /^(?:Bearer|token) (.+)$/.exec(headers.authorization ?? '')?.[1];
  if (!given) throw new Refusal(401, 'Requires authentication');
  if (token !== undefined && given !== token) throw new Refusal(401, 'Bad credentials');
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
