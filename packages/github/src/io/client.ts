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
import {
  type Asset,
  isUploadHost,
  parseAsset,
  parseRelease,
  type Release,
  type ReleaseFields,
} from '../release.ts';

/** The calls that a release needs, for one repository. Every refusal is a GitHubError. */
export type GitHub = {
  /** Published releases and, with write access, drafts; newest first. */
  listReleases(): Promise<Release[]>;
  getRelease(id: number): Promise<Release | undefined>;
  getLatestRelease(): Promise<Release | undefined>;
  createRelease(fields: ReleaseFields & { readonly tag_name: string }): Promise<Release>;
  updateRelease(id: number, fields: ReleaseFields): Promise<Release>;
  deleteRelease(id: number): Promise<void>;
  uploadAsset(release: Release, name: string, bytes: Uint8Array): Promise<Asset>;
  downloadAsset(id: number): Promise<Buffer>;
  deleteAsset(id: number): Promise<void>;
  /** The commit that a tag names, through annotated tags; `undefined` when there is no such tag. */
  getTagCommit(tag: string): Promise<string | undefined>;
  /** Creates a lightweight tag; refused as `already-exists` when there is one. */
  createTag(tag: string, commit: string): Promise<void>;
  /** Creates or moves a tag: for floating tags only. */
  moveTag(tag: string, commit: string): Promise<void>;
};

export type GitHubOptions = {
  readonly apiUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  /** Goes into the Authorization header and nowhere else. */
  readonly token: string;
  /** For reads; a write is sent once, since its effect may be there although the answer is not. */
  readonly retry?: RetryPolicy | false;
  readonly signal?: AbortSignal;
};

type Call = Pick<HttpRequest, 'method' | 'body' | 'timeoutMs' | 'maxBytes' | 'followRedirects'> & {
  readonly url: string;
  readonly headers?: Record<string, string>;
};

const UPLOAD_TIMEOUT_MS = 600_000;
const LONGEST_WAIT_MS = 90_000;
const WAITS = 3;
const MOST_PAGES = 100;

export function connectGitHub(options: GitHubOptions): GitHub {
  const base = `${options.apiUrl.replace(/\/+$/, '')}/repos/${options.repository}`;

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
        throw new GitHubError(describeRequest(request), response.status, text);
      }
      info(`GitHub's rate limit asks for a pause of ${formatDuration(wait)}.`);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  };
  const get = async (path: string): Promise<unknown> => toJson(await send({ url: base + path }));
  const write = async (method: 'POST' | 'PATCH', path: string, body: unknown): Promise<unknown> =>
    toJson(await send({ method, url: base + path, body: JSON.stringify(body) }));

  return {
    listReleases: async () => {
      const releases: Release[] = [];
      let url: string | undefined = `${base}/releases?per_page=${PER_PAGE}`;
      for (let page = 0; url && page < MOST_PAGES; page++) {
        const response: HttpResponse = await send({ url });
        releases.push(...(toJson(response) as unknown[]).map(parseRelease));
        url = sameOrigin(parseNextLink(response.headers.link), base);
      }
      return releases;
    },
    getRelease: (id) => optional(async () => parseRelease(await get(`/releases/${id}`))),
    getLatestRelease: () => optional(async () => parseRelease(await get('/releases/latest'))),
    createRelease: async (fields) => parseRelease(await write('POST', '/releases', fields)),
    updateRelease: async (id, fields) => parseRelease(await write('PATCH', `/releases/${id}`, fields)),
    deleteRelease: async (id) => void (await send({ method: 'DELETE', url: `${base}/releases/${id}` })),
    uploadAsset: async (release, name, bytes) => {
      if (!isUploadHost(release.uploadUrl, options.apiUrl)) {
        throw new ActionError(
          `The release's upload address is on ${new URL(release.uploadUrl).host}, which does not belong to ${options.apiUrl}.`,
        );
      }
      const response = await send({
        method: 'POST',
        url: `${release.uploadUrl}?name=${encodeURIComponent(name)}`,
        headers: { 'content-type': 'application/octet-stream' },
        body: bytes,
        timeoutMs: UPLOAD_TIMEOUT_MS,
      });
      return parseAsset(toJson(response));
    },
    downloadAsset: async (id) => {
      const url = `${base}/releases/assets/${id}`;
      const response = await send({ url, headers: { accept: 'application/octet-stream' } });
      if (response.status !== 302) return response.body;
      // The storage that GitHub redirects to must not see the token.
      const stored = await fetchHttp({ url: response.headers.location ?? '', followRedirects: true });
      if (stored.status !== 200)
        throw new GitHubError(describeRequest({ url }), stored.status, stored.body.toString('utf8'));
      return stored.body;
    },
    deleteAsset: async (id) => void (await send({ method: 'DELETE', url: `${base}/releases/assets/${id}` })),
    getTagCommit: (tag) =>
      optional(async () => {
        let { object } = (await get(`/git/ref/tags/${encodePath(tag)}`)) as GitRef;
        while (object.type === 'tag') object = ((await get(`/git/tags/${object.sha}`)) as GitRef).object;
        return object.sha;
      }),
    createTag: async (tag, commit) =>
      void (await write('POST', '/git/refs', { ref: `refs/tags/${tag}`, sha: commit })),
    moveTag: async (tag, commit) => {
      const moved = await optional(
        () => write('PATCH', `/git/refs/tags/${encodePath(tag)}`, { sha: commit, force: true }),
        isMissingRef,
      );
      if (moved === undefined) await write('POST', '/git/refs', { ref: `refs/tags/${tag}`, sha: commit });
    },
  };
}

type GitRef = { readonly object: { readonly type: string; readonly sha: string } };

async function optional<T>(
  read: () => Promise<T>,
  isMissing = (error: GitHubError) => error.status === 404,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof GitHubError && isMissing(error)) return undefined;
    throw error;
  }
}

/** GitHub says 422 "Reference does not exist" where it says 404 elsewhere. */
function isMissingRef(error: GitHubError): boolean {
  return error.status === 404 || /Reference does not exist/.test(error.message);
}

function toJson(response: HttpResponse): unknown {
  return JSON.parse(response.body.toString('utf8')) as unknown;
}

/** A next page on another host would carry the token there. */
function sameOrigin(url: string | undefined, base: string): string | undefined {
  return url && new URL(url).origin === new URL(base).origin ? url : undefined;
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
