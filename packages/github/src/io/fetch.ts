import {
  ActionError,
  describeRequest,
  fetchHttp,
  formatDuration,
  type HttpRequest,
  info,
  pause,
  type RetryPolicy,
} from '@go-actions/action-kit';
import { GitHubError } from '../errors.ts';
import { planRateLimitWait } from '../limits.ts';
import { isUploadHost } from '../release.ts';

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

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A repository that was renamed answers under its new address (GitHub's REST documentation, "Follow redirects"). */
const MOVED = [301, 307, 308];
const MOST_MOVES = 5;
const LONGEST_WAIT_MS = 90_000;
const WAITS = 3;

/**
 * The `fetch` of one call, with its limits. A refusal is a GitHubError; a rate limit is waited out. `reads`: whatever its
 * method, it changes nothing.
 */
export function fetchFor(
  options: GitHubOptions,
  limits: Pick<HttpRequest, 'timeoutMs' | 'maxBytes'>,
  reads = false,
): Fetch {
  const send = async (url: string, init: RequestInit, moves: number): Promise<Response> => {
    if (!isUploadHost(url, options.apiUrl))
      throw new ActionError(
        `GitHub named an address on ${new URL(url).host}, which does not belong to ${options.apiUrl}.`,
      );
    const method = (init.method ?? 'GET') as NonNullable<HttpRequest['method']>;
    const retry = method === 'GET' || reads ? options.retry : false;
    const request: HttpRequest = {
      ...limits,
      url,
      method,
      headers: { ...(init.headers as Record<string, string>), 'x-github-api-version': '2022-11-28' },
      ...(init.body != null && { body: init.body as string | Uint8Array }),
      ...(retry !== undefined && { retry }),
      ...(options.signal && { signal: options.signal }),
    };
    for (let waits = 0; ; waits++) {
      const { status, headers, body } = await fetchHttp(request);
      if (MOVED.includes(status)) {
        const next = headers.location && URL.parse(headers.location, url);
        if (next && method === 'GET' && moves < MOST_MOVES) return send(next.href, init, moves + 1);
        throw new GitHubError(describeRequest(request), status, 'it was moved', options.permission);
      }
      // The toolkit takes a page without a byte for an empty list.
      if (status === 200 && body.length === 0 && /json/.test(request.headers?.accept ?? ''))
        throw new ActionError(`GitHub answered ${describeRequest(request)} with nothing.`);
      if (status < 400) {
        const empty = status === 204 || status === 304;
        const response = new Response(empty ? null : new Uint8Array(body), { status, headers });
        return Object.defineProperty(response, 'url', { value: url }); // pages are told apart by it
      }
      const text = body.toString('utf8');
      const wait = planRateLimitWait({ status, headers, text }, Date.now());
      if (wait === undefined || wait > LONGEST_WAIT_MS || waits === WAITS)
        throw new GitHubError(describeRequest(request), status, text, options.permission);
      info(`GitHub's rate limit asks for a pause of ${formatDuration(wait)}.`);
      await pause(wait, options.signal);
    }
  };
  return (url, init) => send(url, init, 0);
}

/** One answer of the API of a repository, as JSON, for who asks nothing else: the whole client is 0.2 MB of a bundle. */
export async function readApi(options: GitHubOptions, path: string): Promise<unknown> {
  const url = `${options.apiUrl.replace(/\/+$/, '')}/repos/${options.repository}${path}`;
  const headers = { accept: 'application/vnd.github+json', authorization: `Bearer ${options.token}` };
  const response = await fetchFor(options, {})(url, { headers });
  const text = await response.text();
  if (response.status !== 200) throw new GitHubError(describeRequest({ url }), response.status, text);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ActionError(`GitHub answered ${describeRequest({ url })} with something that is not JSON.`);
  }
}
