import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchHttp, fetchJson } from '@go-actions/action-kit';
import { describe, expect, it } from 'vitest';

const FAST = { attempts: 3, baseMs: 1, budgetMs: 5_000 };

async function serve(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('fetchHttp', () => {
  it.each([
    { name: 'tries a server fault again', statuses: [503, 502, 200], want: 200, requests: 3 },
    {
      name: 'returns the last answer when the attempts are used up',
      statuses: [500, 500, 500, 200],
      want: 500,
      requests: 3,
    },
    { name: 'never repeats another 4xx', statuses: [404, 200], want: 404, requests: 1 },
    { name: 'repeats after 429', statuses: [429, 200], want: 200, requests: 2 },
  ])('$name', async ({ statuses, want, requests }) => {
    let count = 0;
    await using server = await serve((_, response) => response.writeHead(statuses[count++] ?? 200).end('x'));
    expect((await fetchHttp({ url: server.url, retry: FAST })).status).toBe(want);
    expect(count).toBe(requests);
  });

  it('sends body, length and headers', async () => {
    await using server = await serve((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () =>
        response.end(
          JSON.stringify({ method: request.method, length: request.headers['content-length'], body }),
        ),
      );
    });
    const answer = await fetchJson({ method: 'POST', url: server.url, body: 'ä=1' });
    expect(answer).toEqual({ method: 'POST', length: '4', body: 'ä=1' });
  });

  it.each([
    { name: 'fits', room: 6, headers: { 'content-length': '6' }, inPlace: true },
    { name: 'leaves room', room: 9, headers: { 'content-length': '6' }, inPlace: true },
    { name: 'does not fit', room: 5, headers: { 'content-length': '6' }, inPlace: false },
    { name: 'has no announced length', room: 9, headers: { 'transfer-encoding': 'chunked' }, inPlace: false },
  ])(
    'writes a body that $name where the caller wants it, or returns its own',
    async ({ room, headers, inPlace }) => {
      await using server = await serve((_, response) => {
        response.writeHead(200, headers).write('abc');
        response.end('def');
      });
      const into = Buffer.from(new SharedArrayBuffer(room));
      const { body } = await fetchHttp({ url: server.url, into });
      expect(body.toString()).toBe('abcdef');
      expect(body.buffer === into.buffer).toBe(inPlace);
    },
  );

  it('gives up on a body that is cut off, also one with a place', async () => {
    await using server = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '6' }).write('abc', () => request.socket.destroy());
    });
    await expect(fetchHttp({ url: server.url, into: Buffer.alloc(6), retry: FAST })).rejects.toThrow(
      '3 attempts',
    );
  });

  it('follows no redirect unless told so', async () => {
    await using server = await serve((_, response) =>
      response.writeHead(302, { location: '/elsewhere' }).end(),
    );
    expect((await fetchHttp({ url: server.url })).status).toBe(302);
  });

  it('refuses an answer larger than the bound, without trying again', async () => {
    let count = 0;
    await using server = await serve((_, response) => {
      count++;
      response.end('x'.repeat(100_000));
    });
    await expect(fetchHttp({ url: server.url, maxBytes: 1_000, retry: FAST })).rejects.toThrow(
      /GET .* failed/,
    );
    expect(count).toBe(1);
  });

  it('names method and host, never the query string, when nothing answers', async () => {
    const failure = await fetchHttp({ url: 'http://127.0.0.1:9/x?token=s3cr3t', retry: FAST }).catch(
      (error: Error) => error,
    );
    expect(String(failure)).toContain('GET http://127.0.0.1:9/x failed after 3 attempts');
    expect(String(failure)).not.toContain('s3cr3t');
  });
});

describe('fetchJson', () => {
  it('says what came instead of JSON', async () => {
    await using server = await serve((_, response) => response.end('<html>'));
    await expect(fetchJson({ url: server.url })).rejects.toThrow('answered 200, but not with JSON');
  });
  it('shows status and body of a refusal', async () => {
    await using server = await serve((_, response) => response.writeHead(403).end('no scope'));
    await expect(fetchJson({ url: server.url })).rejects.toThrow('answered 403: no scope');
  });
});
