import {
  ActionError,
  describeRequest,
  fetchHttp,
  formatDuration,
  type HttpRequest,
  type HttpResponse,
  info,
  type RetryPolicy,
} from '@go-actions/action-kit';
import { GitHubError } from '../errors.ts';
import { PER_PAGE, planRateLimitWait } from '../limits.ts';
import { parseNextLink } from '../link.ts';

export type GitHubOptions = {
  readonly apiUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  /** Goes into the Authorization header and nowhere else. */
  readonly token: string;
  /** What the token must be allowed to, for the remedy of a refusal; default: what a release needs. */
  readonly permission?: string;
  /** For reads; a write is sent once, since its effect may be there although the answer is not. */
  readonly retry?: RetryPolicy | false;
  readonly signal?: AbortSignal;
};

export type Call = Pick<HttpRequest, 'method' | 'body' | 'timeoutMs' | 'maxBytes' | 'followRedirects'> & {
  readonly url: string;
  readonly headers?: Record<string, string>;
};

/** The API of one repository: whatever is sent carries the token and waits out rate limits; every refusal is a GitHubError. */
export type Api = {
  /** The repository's address, without a slash at its end. */
  readonly base: string;
  send(call: Call): Promise<HttpResponse>;
  /** `path` stands below the repository. */
  get(path: string): Promise<unknown>;
  /** All entries of a list; `field` names it where the answer is an object. */
  list(path: string, field?: string): Promise<unknown[]>;
  write(method: 'POST' | 'PATCH', path: string, body: unknown): Promise<unknown>;
  /** The bytes behind an address that GitHub redirects to its storage, which must not see the token. */
  download(path: string, options?: { accept?: string; maxBytes?: number }): Promise<Buffer>;
  /** The `data` of a GraphQL answer; one with errors is refused as a whole. */
  graphql(query: string, variables: Readonly<Record<string, unknown>>): Promise<unknown>;
};

const LONGEST_WAIT_MS = 90_000;
const WAITS = 3;
const MOST_PAGES = 100;

export function openApi(options: GitHubOptions): Api {
  const root = options.apiUrl.replace(/\/+$/, '');
  const base = `${root}/repos/${options.repository}`;

  const send = async (call: Call): Promise<HttpResponse> => {
    const request: HttpRequest = {
      ...call,
      headers: {
        accept: 'application/vnd.github+json',
        'x-github-api-version': '2022-11-28',
        authorization: `Bearer ${options.token}`,
        ...(call.body !== undefined && { 'content-type': 'application/json' }),
        ...call.headers,
      },
      ...((call.method ?? 'GET') !== 'GET'
        ? { retry: false }
        : options.retry !== undefined && { retry: options.retry }),
      ...(options.signal && { signal: options.signal }),
    };
    for (let waits = 0; ; waits++) {
      const response = await fetchHttp(request);
      if (response.status < 300 || response.status === 302) return response;
      const text = response.body.toString('utf8');
      const wait = planRateLimitWait({ ...response, text }, Date.now());
      if (wait === undefined || wait > LONGEST_WAIT_MS || waits === WAITS) {
        throw new GitHubError(describeRequest(request), response.status, text, options.permission);
      }
      info(`GitHub's rate limit asks for a pause of ${formatDuration(wait)}.`);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  };

  return {
    base,
    send,
    get: async (path) => toJson(await send({ url: base + path })),
    list: async (path, field) => {
      const entries: unknown[] = [];
      let url: string | undefined = `${base}${path}${path.includes('?') ? '&' : '?'}per_page=${PER_PAGE}`;
      for (let page = 0; url && page < MOST_PAGES; page++) {
        const response: HttpResponse = await send({ url });
        const body = toJson(response) as Record<string, unknown>;
        entries.push(...((field === undefined ? body : body[field]) as unknown[]));
        url = sameOrigin(parseNextLink(response.headers.link), base);
      }
      return entries;
    },
    write: async (method, path, body) =>
      toJson(await send({ method, url: base + path, body: JSON.stringify(body) })),
    download: async (path, { accept, maxBytes } = {}) => {
      const url = base + path;
      const limit = maxBytes === undefined ? {} : { maxBytes };
      const response = await send({ url, ...limit, ...(accept && { headers: { accept } }) });
      if (response.status !== 302) return response.body;
      const stored = await fetchHttp({
        url: response.headers.location ?? '',
        followRedirects: true,
        ...limit,
      });
      if (stored.status !== 200)
        throw new GitHubError(describeRequest({ url }), stored.status, stored.body.toString('utf8'));
      return stored.body;
    },
    graphql: async (query, variables) => {
      // GitHub Enterprise Server has its REST API below /api/v3 and GraphQL beside it.
      const url = `${root.replace(/\/v3$/, '')}/graphql`;
      const response = await send({ method: 'POST', url, body: JSON.stringify({ query, variables }) });
      const { data, errors } = toJson(response) as { data?: unknown; errors?: { message?: unknown }[] };
      if (errors?.length || !data) {
        const said = (errors ?? []).map(({ message }) => String(message)).join('; ');
        throw new ActionError(`GitHub refused a GraphQL request: ${said.slice(0, 1_000) || 'no data'}`);
      }
      return data;
    },
  };
}

export function toJson(response: HttpResponse): unknown {
  return JSON.parse(response.body.toString('utf8')) as unknown;
}

/** A next page on another host would carry the token there. */
function sameOrigin(url: string | undefined, base: string): string | undefined {
  return url && new URL(url).origin === new URL(base).origin ? url : undefined;
}
