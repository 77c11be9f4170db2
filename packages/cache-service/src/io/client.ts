import { createHash } from 'node:crypto';
import {
  ActionError,
  eachLimited,
  fetchHttp,
  type HttpRequest,
  type HttpResponse,
  mask,
} from '@go-actions/action-kit';
import type { ServiceAddress } from '../address.ts';

/** An entry that was found, readable in ranges until the job ends. */
export type Entry = {
  readonly key: string;
  /** The bytes from `start` up to `end`, fewer where the entry ends; in shared memory, so that threads need no copy. */
  read(start: number, end: number): Promise<Buffer>;
};

export type SaveResult = 'saved' | 'exists' | 'denied';

export type CacheService = {
  /** The newest entry for the first of `prefixes` that has any, or exactly `key`; undefined when there is none. */
  find(key: string, prefixes: readonly string[]): Promise<Entry | undefined>;
  save(key: string, parts: readonly Uint8Array[]): Promise<SaveResult>;
};

/** A cache must not hold up a job: a few quick attempts, then the job goes on without. */
const RETRY = { attempts: 3, baseMs: 200, budgetMs: 15_000 } as const;
const TIMEOUT_MS = 20_000;
const BLOCK = 32 * 1024 * 1024;
const PARALLEL = 4;
/** The most that is taken from a server that answers a range with the whole entry. */
const MAX_WHOLE = 256 * 1024 * 1024;
const MAX_ANSWER = 1024 * 1024;

/**
 * The client of the Actions cache service: v2 (Twirp and blobs with Range) and v1 (GHES, act). It speaks the protocol of
 * `@actions/cache` but not its archives: that package hands every entry to `tar -P`, which writes wherever the entry says.
 * `format` names how the caller packs its entries. `undefined` outside of a job with a cache.
 */
export function openCacheService(address: ServiceAddress, format: string): CacheService | undefined {
  const { token, v2 } = address;
  const base = v2 ? address.resultsUrl : (address.cacheUrl ?? address.resultsUrl);
  if (!base || !token) return undefined;
  // What `@actions/cache` derives from paths: entries of other tools and of other formats never match ours.
  const version = createHash('sha256').update(`go-actions ${format}`).digest('hex');
  return v2 ? serviceV2(base, token, version) : serviceV1(base, token, version);
}

function serviceV2(base: string, token: string, version: string): CacheService {
  const call = async (method: string, body: Record<string, unknown>): Promise<Record<string, unknown>> => {
    const response = await send({
      method: 'POST',
      url: new URL(`/twirp/github.actions.results.api.v1.CacheService/${method}`, base),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, version }),
    });
    if (response.status === 409 || response.status === 403)
      return { ok: false, message: response.body.toString('utf8') };
    return parseAnswer(response, method);
  };
  return {
    async find(key, prefixes) {
      const found = await call('GetCacheEntryDownloadURL', { key, restore_keys: prefixes });
      const url = readAddress(found.signed_download_url ?? found.signedDownloadUrl);
      if (!found.ok || url === undefined) return undefined;
      mask(url);
      return { key: String(found.matched_key ?? found.matchedKey ?? key), read: rangeReader(url) };
    },
    async save(key, parts) {
      const reserved = await call('CreateCacheEntry', { key });
      const url = readAddress(reserved.signed_upload_url ?? reserved.signedUploadUrl);
      if (!reserved.ok || url === undefined) return refusal(reserved.message);
      mask(url);
      await putBlocks(url, parts);
      const done = await call('FinalizeCacheEntryUpload', { key, size_bytes: String(totalLength(parts)) });
      if (!done.ok) throw new ActionError('The cache service did not accept the finished upload.');
      return 'saved';
    },
  };
}

function serviceV1(base: string, token: string, version: string): CacheService {
  const at = (path: string) => new URL(`${base.replace(/\/$/, '')}/_apis/artifactcache/${path}`);
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/json;api-version=6.0-preview.1',
    'content-type': 'application/json',
  };
  return {
    async find(key, prefixes) {
      const url = at('cache');
      url.searchParams.set('keys', [key, ...prefixes].join(','));
      url.searchParams.set('version', version);
      const response = await send({ url, headers });
      if (response.status === 204 || response.status === 403) return undefined;
      const { archiveLocation, cacheKey } = parseAnswer(response, 'lookup');
      const location = readAddress(archiveLocation);
      if (location === undefined) return undefined;
      mask(location);
      return { key: String(cacheKey), read: rangeReader(location) };
    },
    async save(key, parts) {
      const size = totalLength(parts);
      const body = JSON.stringify({ key, version, cacheSize: size });
      const reserved = await send({ method: 'POST', url: at('caches'), headers, body });
      if (reserved.status >= 400 && reserved.status < 500) return refusal(reserved.body.toString('utf8'));
      const id = Number(parseAnswer(reserved, 'reserve').cacheId);
      const blocks = splitBlocks(parts);
      await eachLimited(blocks, PARALLEL, async ({ start, bytes }) => {
        const range = `bytes ${start}-${start + bytes.length - 1}/*`;
        const type = { 'content-type': 'application/octet-stream', 'content-range': range };
        expectSuccess(
          await send({
            method: 'PATCH',
            url: at(`caches/${id}`),
            headers: { ...headers, ...type },
            body: bytes,
          }),
        );
      });
      expectSuccess(
        await send({ method: 'POST', url: at(`caches/${id}`), headers, body: JSON.stringify({ size }) }),
      );
      return 'saved';
    },
  };
}

/** Uploads to a signed blob URL as Azure's REST API wants it: one Put Blob, or blocks and their list. */
async function putBlocks(url: string, parts: readonly Uint8Array[]): Promise<void> {
  const blocks = splitBlocks(parts);
  const only = blocks.length === 1 ? blocks[0] : undefined;
  if (only) {
    expectSuccess(
      await send({ method: 'PUT', url, headers: { 'x-ms-blob-type': 'BlockBlob' }, body: only.bytes }),
    );
    return;
  }
  const idOf = (i: number) => Buffer.from(`block-${String(i).padStart(6, '0')}`).toString('base64');
  await eachLimited(blocks, PARALLEL, async ({ bytes }, i) => {
    expectSuccess(
      await send({
        method: 'PUT',
        url: `${url}&comp=block&blockid=${encodeURIComponent(idOf(i))}`,
        body: bytes,
      }),
    );
  });
  const list = blocks.map((_, i) => `<Latest>${idOf(i)}</Latest>`).join('');
  const body = `<?xml version="1.0" encoding="utf-8"?><BlockList>${list}</BlockList>`;
  expectSuccess(
    await send({
      method: 'PUT',
      url: `${url}&comp=blocklist`,
      headers: { 'content-type': 'text/plain' },
      body,
    }),
  );
}

/**
 * Reads ranges of a blob. A server that ignores `Range` sends all of it: that is taken once, if it is not too large, and the
 * first read tells, so that reads side by side wait for it.
 */
function rangeReader(url: string): Entry['read'] {
  let first: Promise<Slice> | undefined;
  return async (start, end) => {
    if (first === undefined) {
      first = readSlice(url, start, end);
      return cut(await first, start, end);
    }
    const known = await first.catch(() => undefined); // whoever asked first has its error
    return cut(known?.whole ? known : await readSlice(url, start, end), start, end);
  };
}

/** What a server gave for a range: the range, or everything. */
type Slice = { readonly whole: boolean; readonly bytes: Buffer };

const cut = ({ whole, bytes }: Slice, start: number, end: number): Buffer =>
  whole ? bytes.subarray(start, end) : bytes;

async function readSlice(url: string, start: number, end: number): Promise<Slice> {
  const response = await send({
    url,
    headers: { range: `bytes=${start}-${end - 1}` },
    maxBytes: (status) => (status === 206 ? end - start : status === 200 ? MAX_WHOLE : MAX_ANSWER),
    into: shared(end - start),
  });
  if (response.status === 416) return { whole: false, bytes: Buffer.alloc(0) };
  expectSuccess(response);
  if (response.status === 206) {
    if (!isRange(response, start)) throw new ActionError('The cache service answered with another range.');
    return { whole: false, bytes: response.body };
  }
  const whole = shared(response.body.length);
  response.body.copy(whole);
  return { whole: true, bytes: whole };
}

/** Whether the answer says that it is the range from `start` on, as long as it is (RFC 9110, 14.4). */
function isRange({ headers, body }: HttpResponse, start: number): boolean {
  const [, from, to] = /^bytes (\d+)-(\d+)\//.exec(headers['content-range'] ?? '') ?? [];
  return Number(from) === start && Number(to) - start + 1 === body.length;
}

const shared = (length: number): Buffer => Buffer.from(new SharedArrayBuffer(length));

/** Only an address is masked: the word `pass` as an address would take every output that holds it. */
function readAddress(value: unknown): string | undefined {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

function send(request: HttpRequest): Promise<HttpResponse> {
  return fetchHttp({ retry: RETRY, timeoutMs: TIMEOUT_MS, ...request });
}

function parseAnswer(response: HttpResponse, what: string): Record<string, unknown> {
  expectSuccess(response);
  try {
    return JSON.parse(response.body.toString('utf8')) as Record<string, unknown>;
  } catch (cause) {
    throw new ActionError(`The cache service answered ${what} with something that is not JSON.`, { cause });
  }
}

function expectSuccess(response: HttpResponse): void {
  if (response.status >= 200 && response.status < 300) return;
  throw new ActionError(`The cache service answered ${response.status}.`);
}

/** Why a key could not be reserved: a policy (the message begins with `cache write denied:`), or it is taken already. */
function refusal(message: unknown): SaveResult {
  return String(message ?? '').includes('denied') ? 'denied' : 'exists';
}

function totalLength(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

function splitBlocks(parts: readonly Uint8Array[]): { start: number; bytes: Uint8Array }[] {
  const whole = Buffer.concat(parts);
  const count = Math.max(1, Math.ceil(whole.length / BLOCK));
  return Array.from({ length: count }, (_, i) => ({
    start: i * BLOCK,
    bytes: whole.subarray(i * BLOCK, (i + 1) * BLOCK),
  }));
}
