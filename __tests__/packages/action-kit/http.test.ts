import { createServer, type RequestListener } from 'node:http';
import { fetchDirectly, fetchHttp, fetchJson, type HttpOutcome } from '@go-actions/action-kit';
import { listen } from '@go-actions/test-kit';
import { afterEach, describe, expect, it, vi } from 'vitest';

const FAST = { attempts: 3, baseMs: 1, budgetMs: 5_000 };

const serve = (listener: RequestListener) => listen(createServer(listener));

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

  it('tells how each attempt ended before it sends another', async () => {
    let count = 0;
    await using server = await serve((request, response) => {
      count += 1;
      if (count === 1) request.socket.destroy();
      else response.writeHead(count === 2 ? 503 : 200).end();
    });
    const seen: string[] = [];
    const onRetry = (last: HttpOutcome) =>
      void seen.push(`${count} ${'response' in last ? last.response.status : 'error'}`);
    await fetchHttp({ url: server.url, retry: FAST, onRetry });
    expect(seen).toEqual(['1 error', '2 503']);
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

describe('case security/16: a service that does not end', () => {
  const once = { ...FAST, attempts: 1 };
  /** Answers with a head at once and then with a byte now and again, for ever. */
  const drip: RequestListener = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    const timer = setInterval(() => response.write('x'), 20);
    response.on('close', () => clearInterval(timer));
  };

  it.each([
    { name: 'drips its body', listener: drip },
    { name: 'never answers', listener: (() => undefined) as RequestListener },
    {
      name: 'ends in the middle of its head',
      listener: ((request) => void request.socket.write('HTTP/1.1 200 OK\r\nx-a: ')) as RequestListener,
    },
    {
      name: 'switches the protocol',
      listener: ((_, response) =>
        void response.writeHead(101, { connection: 'upgrade', upgrade: 'x' }).end()) as RequestListener,
    },
  ])('is left after the time limit when it $name', async ({ listener }) => {
    await using server = await serve(listener);
    for (const send of [fetchHttp, fetchDirectly]) {
      const failure = await send({ url: server.url, timeoutMs: 200, retry: once }).catch(
        (error: Error) => error,
      );
      expect(failure).toMatchObject({
        cause: { message: expect.stringMatching(/no whole answer within|ended without an answer/) },
      });
    }
  });

  it('may take longer while much arrives', async () => {
    await using server = await serve((_, response) => {
      let left = 40;
      const timer = setInterval(() => {
        if (left-- > 0) response.write(Buffer.alloc(65_536));
        else response.end(() => clearInterval(timer));
      }, 10);
    });
    const { body } = await fetchHttp({ url: server.url, timeoutMs: 150, retry: false });
    expect(body).toHaveLength(40 * 65_536);
  });

  it('is left at once when the caller gives up, without another attempt', async () => {
    let count = 0;
    const stop = new AbortController();
    await using server = await serve((request, response) => {
      count++;
      drip(request, response);
      stop.abort(new Error('enough'));
    });
    await expect(fetchHttp({ url: server.url, retry: FAST, signal: stop.signal })).rejects.toThrow('enough');
    expect(count).toBe(1);
  });

  it('is left while a next attempt is waited for', async () => {
    const stop = new AbortController();
    await using server = await serve((_, response) => {
      response.writeHead(503, { 'retry-after': '3' }).end();
      setImmediate(() => stop.abort(new Error('enough')));
    });
    await expect(fetchHttp({ url: server.url, signal: stop.signal })).rejects.toThrow('enough');
  });

  it('is refused for the length that it announces, and for one that depends on the status', async () => {
    await using server = await serve((_, response) => {
      response.writeHead(200, { 'content-length': String(2 ** 40) }).write('x');
    });
    await expect(fetchHttp({ url: server.url, retry: FAST })).rejects.toThrow('after 1 attempt.');
    const maxBytes = (status: number) => (status === 206 ? 2 ** 41 : 5);
    const failure = await fetchHttp({ url: server.url, maxBytes }).catch((error: Error) => error);
    expect(failure).toMatchObject({ cause: { message: 'The answer is larger than 5 bytes.' } });
  });
});

describe('a redirect', () => {
  const SECRETS = {
    authorization: 'Bearer tok3n',
    'private-token': 'tok3n',
    cookie: 'a=tok3n',
    accept: 'text/plain',
    range: 'bytes=0-1',
  };

  it('to another origin carries no credential, one to the same origin does', async () => {
    const seen: unknown[] = [];
    const note: RequestListener = ({ url, headers }) => {
      seen.push([url, headers.authorization, headers['private-token'], headers.cookie, headers.range]);
    };
    await using other = await serve((request, response) => {
      note(request, response);
      response.end('there');
    });
    await using server = await serve((request, response) => {
      note(request, response);
      response.writeHead(302, { location: request.url === '/' ? 'next?x=1' : `${other.url}/away` }).end();
    });
    const { body } = await fetchHttp({ url: server.url, headers: SECRETS, followRedirects: true });
    expect(body.toString()).toBe('there');
    expect(seen).toEqual([
      ['/', 'Bearer tok3n', 'tok3n', 'a=tok3n', 'bytes=0-1'],
      ['/next?x=1', 'Bearer tok3n', 'tok3n', 'a=tok3n', 'bytes=0-1'],
      ['/away', undefined, undefined, undefined, 'bytes=0-1'],
    ]);
  });

  it('is a result for a request that writes', async () => {
    await using server = await serve((_, response) => response.writeHead(307, { location: '/x' }).end());
    const { status } = await fetchHttp({ method: 'POST', url: server.url, body: 'x', followRedirects: true });
    expect(status).toBe(307);
  });

  it('is not followed for ever', async () => {
    let count = 0;
    await using server = await serve((_, response) => {
      count++;
      response.writeHead(302, { location: '/again' }).end();
    });
    await expect(fetchHttp({ url: server.url, followRedirects: true, retry: FAST })).rejects.toThrow(
      'after 1 attempt.',
    );
    expect(count).toBe(11);
  });
});

describe('a proxy', () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each([fetchHttp, fetchDirectly])('is asked for what NO_PROXY does not name', async (send) => {
    const asked: (string | undefined)[] = [];
    await using proxy = await serve((request, response) => {
      asked.push(request.url);
      response.end('by proxy');
    });
    vi.stubEnv('HTTP_PROXY', proxy.url);
    vi.stubEnv('NO_PROXY', 'else.test');
    expect((await send({ url: 'http://service.test/x?y=1' })).body.toString()).toBe('by proxy');
    expect(asked).toEqual(['http://service.test/x?y=1']);
    await expect(send({ url: 'http://a.else.test/', retry: false })).rejects.toThrow('failed');
    expect(asked).toHaveLength(1);
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
