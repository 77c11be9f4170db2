import type { IncomingMessage, ServerResponse } from 'node:http';
import { type CacheRequest, type CacheWeather, type RequestKind, takeFailure } from './faults.ts';
import type { CacheEntry, CacheStore } from './store.ts';
import { type CacheScope, readScopes } from './token.ts';
import type { Wire } from './wire.ts';

const TWIRP = '/twirp/github.actions.results.api.v1.CacheService/';
const V1 = '/_apis/artifactcache/';

/** What all exchanges share. */
export type World = {
  store: CacheStore;
  sky: CacheWeather;
  requests: CacheRequest[];
  wire: Wire;
  origin: string;
};

/** One request and its answer: service v2 (Twirp), v1, or the bytes of an entry. */
export class Exchange {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #world: World;
  readonly #url: URL;

  constructor(request: IncomingMessage, response: ServerResponse, world: World) {
    this.#request = request;
    this.#response = response;
    this.#world = world;
    this.#url = new URL(request.url ?? '/', world.origin);
  }

  async answer(): Promise<void> {
    const { sky } = this.#world;
    const body = await this.#readBody();
    if (sky.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, sky.latencyMs));
    const { pathname } = this.#url;
    if (pathname.startsWith('/blobs/')) return this.#blob(Number(pathname.split('/').at(-1)), body);
    const scopes = readScopes(this.#request.headers.authorization);
    if (!scopes) return this.#json('lookup', '', 401, { code: 'unauthenticated', msg: 'no valid token' });
    if (pathname.startsWith(TWIRP))
      return this.#twirp(pathname.slice(TWIRP.length), JSON.parse(body.toString()), scopes);
    if (pathname.startsWith(V1)) return this.#v1(pathname.slice(V1.length), body, scopes);
    return this.#json('lookup', '', 404, { msg: `nothing at ${pathname}` });
  }

  async #twirp(method: string, message: Record<string, unknown>, scopes: CacheScope[]): Promise<void> {
    const { store, origin } = this.#world;
    const key = String(message.key ?? '');
    const version = String(message.version ?? '');
    if (method === 'GetCacheEntryDownloadURL') {
      const keys = [key, ...((message.restore_keys as string[] | undefined) ?? [])];
      if (keys.length > 10)
        return this.#json('lookup', key, 400, { code: 'invalid_argument', msg: 'too many keys' });
      const readable = scopes.filter(({ permission }) => permission & 1).map(({ scope }) => scope);
      const entry = store.find(keys, version, readable);
      const found = entry && {
        ok: true,
        signed_download_url: `${origin}/blobs/cache/${entry.id}?sig=s`,
        matched_key: entry.key,
      };
      return this.#json('lookup', key, 200, found ?? { ok: false });
    }
    const scope = scopes.find(({ permission }) => permission & 2)?.scope;
    if (scope === undefined) {
      return this.#json('reserve', key, 200, {
        ok: false,
        message: 'cache write denied: the token is read-only',
      });
    }
    if (method === 'CreateCacheEntry') {
      const entry = store.reserve(key, version, scope);
      if (!entry)
        return this.#json('reserve', key, 409, { code: 'already_exists', msg: 'cache entry already exists' });
      return this.#json('reserve', key, 200, {
        ok: true,
        signed_upload_url: `${origin}/blobs/cache/${entry.id}?sig=s`,
      });
    }
    if (method === 'FinalizeCacheEntryUpload') {
      const entry = store.pending(key, version);
      const complete = entry?.upload?.length === Number(message.size_bytes);
      if (entry && complete) entry.bytes = entry.upload;
      return this.#json(
        'finalize',
        key,
        200,
        entry && complete ? { ok: true, entry_id: String(entry.id) } : { ok: false },
      );
    }
    return this.#json('lookup', key, 404, { code: 'bad_route', msg: method });
  }

  async #v1(path: string, body: Buffer, scopes: CacheScope[]): Promise<void> {
    const { store, origin } = this.#world;
    const readable = scopes.filter(({ permission }) => permission & 1).map(({ scope }) => scope);
    const writable = scopes.find(({ permission }) => permission & 2)?.scope;
    const id = Number(/^caches\/(\d+)$/.exec(path)?.[1] ?? Number.NaN);
    const method = this.#request.method;
    if (method === 'GET' && path === 'cache') {
      const keys = (this.#url.searchParams.get('keys') ?? '').split(',');
      const entry = store.find(keys, this.#url.searchParams.get('version') ?? '', readable);
      if (!entry) return this.#json('lookup', keys[0] ?? '', 204, undefined);
      const found = {
        cacheKey: entry.key,
        scope: entry.scope,
        archiveLocation: `${origin}/blobs/cache/${entry.id}`,
      };
      return this.#json('lookup', keys[0] ?? '', 200, found);
    }
    if (method === 'POST' && path === 'caches') {
      const { key, version } = JSON.parse(body.toString()) as { key: string; version: string };
      if (writable === undefined)
        return this.#json('reserve', key, 403, { message: 'cache write denied: read-only token' });
      const entry = store.reserve(key, version, writable);
      return entry
        ? this.#json('reserve', key, 201, { cacheId: entry.id })
        : this.#json('reserve', key, 409, { message: 'already exists' });
    }
    const entry = store.get(id);
    if (!entry) return this.#json('finalize', path, 404, { message: 'no such cache' });
    if (method === 'PATCH') {
      const start = /^bytes (\d+)-/.exec(this.#request.headers['content-range'] ?? '')?.[1] ?? '0';
      entry.blocks.set(start, body);
      await this.#travel(body.length);
      return this.#json('upload', entry.key, 204, undefined, body.length);
    }
    const parts = [...entry.blocks].sort(([a], [b]) => Number(a) - Number(b)).map(([, bytes]) => bytes);
    const whole = Buffer.concat(parts);
    const complete = whole.length === (JSON.parse(body.toString()) as { size: number }).size;
    if (complete) entry.bytes = whole;
    return this.#json('finalize', entry.key, complete ? 204 : 400, undefined);
  }

  async #blob(id: number, body: Buffer): Promise<void> {
    const entry = this.#world.store.get(id);
    const method = this.#request.method;
    if (!entry)
      return this.#json(method === 'PUT' ? 'upload' : 'download', String(id), 404, {
        message: 'BlobNotFound',
      });
    if (method === 'PUT') return this.#putBlob(entry, body);
    return this.#getBlob(entry);
  }

  async #putBlob(entry: CacheEntry, body: Buffer): Promise<void> {
    const verb = this.#url.searchParams.get('comp');
    if (verb === 'block') {
      entry.blocks.set(this.#url.searchParams.get('blockid') ?? '', body);
    } else if (verb === 'blocklist') {
      const ids = [...body.toString().matchAll(/<(?:Latest|Uncommitted)>([^<]*)</g)].map(
        (match) => match[1] ?? '',
      );
      if (ids.some((blockId) => !entry.blocks.has(blockId)))
        return this.#json('upload', entry.key, 400, { message: 'InvalidBlockList' });
      entry.upload = Buffer.concat(ids.map((blockId) => entry.blocks.get(blockId) ?? Buffer.alloc(0)));
    } else if (this.#request.headers['x-ms-blob-type'] === 'BlockBlob') {
      entry.upload = body;
    } else {
      return this.#json('upload', entry.key, 400, { message: 'MissingRequiredHeader x-ms-blob-type' });
    }
    await this.#travel(body.length);
    this.#response.setHeader('etag', '"0x1"').setHeader('last-modified', new Date(0).toUTCString());
    return this.#json('upload', entry.key, 201, undefined, verb === 'blocklist' ? 0 : body.length);
  }

  async #getBlob(entry: CacheEntry): Promise<void> {
    const { sky, requests } = this.#world;
    const failure = takeFailure(sky, 'download');
    if (failure) return this.#fail('download', entry.key, failure);
    const stored = entry.bytes ?? Buffer.alloc(0);
    const whole = sky.corrupt ? sky.corrupt(Buffer.from(stored), entry.key) : stored;
    const header = this.#request.headers['x-ms-range'] ?? this.#request.headers.range;
    const range = sky.ranges ? /^bytes=(\d+)-(\d*)$/.exec(String(header ?? '')) : null;
    const start = range ? Number(range[1]) : 0;
    const end = Math.min(range?.[2] ? Number(range[2]) + 1 : whole.length, whole.length);
    const response = this.#response;
    if (range && start >= whole.length) return this.#json('download', entry.key, 416, undefined);
    response.statusCode = range ? 206 : 200;
    response
      .setHeader('content-length', end - start)
      .setHeader('accept-ranges', 'bytes')
      .setHeader('etag', '"0x1"');
    if (range) response.setHeader('content-range', `bytes ${start}-${end - 1}/${whole.length}`);
    const sent = this.#request.method === 'HEAD' ? 0 : end - start;
    requests.push({ kind: 'download', key: entry.key, bytes: sent, status: response.statusCode });
    if (this.#request.method === 'HEAD') return void response.end();
    const limit = sky.truncateAfter === undefined ? end : Math.min(end, start + sky.truncateAfter);
    const step = 256 * 1024;
    for (let at = start; at < limit; at += step) {
      const chunk = whole.subarray(at, Math.min(at + step, limit));
      response.write(chunk);
      await this.#travel(chunk.length);
    }
    if (limit < end) response.destroy();
    else response.end();
  }

  async #json(kind: RequestKind, key: string, status: number, body: unknown, bytes = 0): Promise<void> {
    const failure = takeFailure(this.#world.sky, kind);
    if (failure) return this.#fail(kind, key, failure);
    this.#world.requests.push({ kind, key, bytes, status });
    this.#response.statusCode = status;
    if (body === undefined) return void this.#response.end();
    this.#response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  }

  #fail(kind: RequestKind, key: string, status: number): void {
    this.#world.requests.push({ kind, key, bytes: 0, status });
    if (status === 429) this.#response.setHeader('retry-after', '1');
    this.#response.statusCode = status;
    this.#response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ code: 'unavailable', msg: `planned ${status}` }));
  }

  /** The time that these bytes take on the wire. */
  async #travel(bytes: number): Promise<void> {
    await this.#world.wire.carry(bytes, this.#world.sky.bytesPerSecond);
  }

  async #readBody(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.#request) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }
}
