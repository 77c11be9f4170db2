import { ActionError, describeRequest, fetchHttp, type HttpRequest } from '@go-actions/action-kit';
import { GitHubError } from '../errors.ts';
import { PER_PAGE } from '../limits.ts';
import { fetchFor, type GitHubOptions } from './fetch.ts';
import { loadOctokit } from './octokit.ts';

/** The API of one repository: whatever is sent carries the token and waits out rate limits; every refusal is a GitHubError. */
export type Api = {
  /** `path` stands below the repository. */
  get(path: string): Promise<unknown>;
  /** All entries of a list; `field` names it where the answer is an object. */
  list(path: string, field?: string): Promise<unknown[]>;
  write(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
  /** Sends bytes to an address that GitHub named; one on a foreign host is refused. */
  upload(url: string, bytes: Uint8Array, timeoutMs: number): Promise<unknown>;
  /** The bytes behind an address that GitHub redirects to its storage, which must not see the token. */
  download(path: string, options?: { accept?: string; maxBytes?: number }): Promise<Buffer>;
  /** The `data` of a GraphQL answer; one with errors is refused as a whole. */
  graphql(query: string, variables: Readonly<Record<string, unknown>>): Promise<unknown>;
};

const MOST_PAGES = 100;

export function openApi(options: GitHubOptions): Api {
  const base = `${options.apiUrl.replace(/\/+$/, '')}/repos/${options.repository}`;
  let loading: ReturnType<typeof loadOctokit> | undefined;
  const load = () => (loading ??= loadOctokit(options));

  return {
    get: async (path) => (await plain((await load()).request({ method: 'GET', url: base + path }))).data,
    list: async (path, field) => {
      const { paginate } = await load();
      const url = `${base}${path}${path.includes('?') ? '&' : '?'}per_page=${PER_PAGE}`;
      const entries: unknown[] = [];
      let pages = 0;
      for await (const { data } of plainPages(paginate.iterator({ method: 'GET', url }), url)) {
        const page: unknown =
          Array.isArray(data) || field === undefined
            ? data
            : (data as Readonly<Record<string, unknown>> | null)?.[field];
        if (!Array.isArray(page)) throw noList(url);
        entries.push(...page);
        if (++pages === MOST_PAGES) break;
      }
      return entries;
    },
    write: async (method, path, body) =>
      (
        await plain(
          (await load()).request({ method, url: base + path, ...(body !== undefined && { data: body }) }),
        )
      ).data,
    upload: async (url, bytes, timeoutMs) => {
      const headers = { 'content-type': 'application/octet-stream' };
      const request = { fetch: fetchFor(options, { timeoutMs }) };
      return (await plain((await load()).request({ method: 'POST', url, headers, data: bytes, request })))
        .data;
    },
    download: async (path, { accept, maxBytes } = {}) => {
      const limits: Pick<HttpRequest, 'maxBytes'> = maxBytes === undefined ? {} : { maxBytes };
      const request = { fetch: fetchFor(options, limits), parseSuccessResponseBody: false };
      const headers = accept === undefined ? {} : { accept };
      const url = base + path;
      const {
        status,
        headers: answered,
        data,
      } = await plain((await load()).request({ method: 'GET', url, headers, request }));
      if (status !== 302)
        return Buffer.from(
          await new Response(data as ConstructorParameters<typeof Response>[0]).arrayBuffer(),
        );
      const stored = await fetchHttp({
        url: answered.location ?? '',
        followRedirects: true,
        ...limits,
        ...(options.signal && { signal: options.signal }),
      });
      if (stored.status !== 200)
        throw new GitHubError(describeRequest({ url }), stored.status, stored.body.toString('utf8'));
      return stored.body;
    },
    graphql: async (query, variables) => {
      const { graphql } = await load();
      try {
        const request = { fetch: fetchFor(options, {}, /^\s*query\b/.test(query)) };
        const data: unknown = await plain(graphql(query, { ...variables, request }));
        if (!data) throw new ActionError('GitHub refused a GraphQL request: no data');
        return data;
      } catch (error) {
        const errors = (error as { errors?: { message?: unknown; type?: unknown }[] }).errors;
        if (!Array.isArray(errors)) throw error;
        const said = errors.map(({ message }) => String(message)).join('; ');
        if (errors.length > 0 && errors.every(({ type }) => type === 'NOT_FOUND'))
          throw new GitHubError('a GraphQL request', 404, said);
        throw new ActionError(`GitHub refused a GraphQL request: ${said.slice(0, 1_000) || 'no data'}`);
      }
    },
  };
}

/** The toolkit wraps what its `fetch` throws into an error with status 500; ours is what says what happened. */
async function plain<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw unwrap(error);
  }
}

/** The toolkit looks into a page before we can, and falls over one that is neither a list nor an object. */
async function* plainPages<T>(pages: AsyncIterable<T>, url: string): AsyncGenerator<T> {
  try {
    yield* pages;
  } catch (error) {
    const plain = unwrap(error);
    throw plain instanceof TypeError ? noList(url) : plain;
  }
}

const noList = (url: string) =>
  new ActionError(`GitHub answered ${describeRequest({ url })} with something that is not a list.`);

function unwrap(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? error.cause : error;
}
