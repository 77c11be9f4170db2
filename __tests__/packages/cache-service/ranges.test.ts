import { randomBytes } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openCacheService } from '@go-actions/cache-service';
import { startCacheService } from '@go-actions/test-kit';
import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.restoreAllMocks();
});

/** A service whose blobs are answered by `blob`. */
async function serve(blob: RequestListener) {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true); // masks of addresses
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/blob')) return blob(request, response);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/blob`;
    response.end(JSON.stringify({ ok: true, signed_download_url: url, matched_key: 'k' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const resultsUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const service = openCacheService({ resultsUrl, cacheUrl: undefined, token: 't', v2: true }, 'test');
  const entry = await service?.find('k', []);
  if (!entry) throw new Error('no entry');
  return {
    entry,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const BYTES = randomBytes(1_000);

describe('an entry', () => {
  it('of a server that ignores Range is downloaded once, by reads side by side too', async () => {
    let count = 0;
    await using peer = await serve((_, response) => {
      count++;
      response.end(BYTES);
    });
    const parts = await Promise.all([
      peer.entry.read(0, 10),
      peer.entry.read(500, 600),
      peer.entry.read(990, 2_000),
    ]);
    expect(parts).toEqual([BYTES.subarray(0, 10), BYTES.subarray(500, 600), BYTES.subarray(990)]);
    expect(count).toBe(1);
  });

  it.each([
    {
      name: 'claims to be far larger than what is taken whole',
      status: 200,
      headers: { 'content-length': String(2 ** 33) },
    },
    { name: 'is longer than the range', status: 206, headers: { 'content-range': 'bytes 0-9/1000' } },
    { name: 'is another range', status: 206, headers: { 'content-range': 'bytes 5-14/1000' }, length: 10 },
    { name: 'does not say which range it is', status: 206, headers: {}, length: 10 },
    {
      name: 'is shorter than it says',
      status: 206,
      headers: { 'content-range': 'bytes 0-9/1000' },
      length: 5,
    },
    {
      name: 'is in parts',
      status: 206,
      headers: { 'content-type': 'multipart/byteranges; boundary=x' },
      length: 10,
    },
  ])('is refused when the answer $name', async ({ status, headers, length }) => {
    await using peer = await serve((_, response) => {
      response.writeHead(status, headers as Record<string, string>);
      if (length === undefined) response.write(BYTES);
      else response.end(BYTES.subarray(0, length));
    });
    await expect(peer.entry.read(0, 10)).rejects.toThrow();
  });

  it('ends where it ends', async () => {
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    await using peer = await startCacheService();
    const env = peer.env();
    const address = {
      resultsUrl: env.ACTIONS_RESULTS_URL,
      cacheUrl: undefined,
      token: env.ACTIONS_RUNTIME_TOKEN,
      v2: true,
    };
    const service = openCacheService(address, 'test');
    expect(await service?.save('k', [BYTES])).toBe('saved');
    const entry = await service?.find('k', []);
    expect(await entry?.read(990, 2_000)).toEqual(BYTES.subarray(990));
    expect(await entry?.read(1_000, 1_010)).toHaveLength(0);
  });
});
