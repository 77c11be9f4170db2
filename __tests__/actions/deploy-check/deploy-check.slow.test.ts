import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { createProject, type Fault, listen, runAction, startLocalServer } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';

const QUICK = { timeout: '1s', interval: '20ms', 'stable-for': '0s' };
const RUNS: Fault = { body: { status: 'ok', version: 'v1.4.0' } };

/** The action against one URL, impatient. */
const check = (url: string, inputs: Record<string, string> = {}) =>
  runAction('deploy-check', { workspace: import.meta.dirname, inputs: { url, ...QUICK, ...inputs } });

describe.concurrent('a deployment that is what was released', () => {
  it('is asked until it is healthy, then until it is steady', async () => {
    await using server = await startLocalServer(() => RUNS);
    server.faults.push('reset', { status: 503 }, { body: { version: 'v1.3.9' } });
    const inputs = {
      path: '/healthz /readyz',
      'expect-version': '1.4.0',
      timeout: '30s',
      'stable-for': '100ms',
    };
    const result = await check(server.url, inputs);
    expect(result).toMatchObject({ code: 0, annotations: [] });
    expect(result.outputs).toMatchObject({ healthy: 'true', version: 'v1.4.0' });
    expect(Number(result.outputs.attempts)).toBeGreaterThanOrEqual(4);
    expect(Number(result.outputs['latency-p95'])).toBeGreaterThanOrEqual(
      Number(result.outputs['latency-p50']),
    );
    expect(result.summary).toMatch(
      /^### ✅ The deployment is healthy and runs v1\.4\.0, and stayed so for 100 ms/,
    );
    expect(result.stdout).toContain('it runs v1.3.9, not 1.4.0');
  });

  it('may say its version in a header, and answer with any status that was agreed on', async () => {
    await using server = await startLocalServer(() => ({
      status: 302,
      headers: { 'x-version': '1.4.0', location: '/login' },
    }));
    const inputs = {
      'version-from': 'header:X-Version',
      'expect-version': 'v1.4.0',
      'expect-status': '2xx, 302',
    };
    expect(await check(server.url, inputs)).toMatchObject({
      code: 0,
      outputs: { version: '1.4.0', attempts: '1' },
    });
    expect(server.requests).toHaveLength(1);
  });

  it('is reached by redirects on its own host', async () => {
    await using server = await startLocalServer(({ url }) =>
      url.pathname === '/healthz' ? { status: 307, headers: { location: '/health/live' } } : RUNS,
    );
    expect(await check(server.url)).toMatchObject({ code: 0, outputs: { version: 'v1.4.0' } });
    expect(server.requests.map(({ url }) => url.pathname)).toEqual(['/healthz', '/health/live']);
  });
});

describe.concurrent('the wire', () => {
  const rows = [
    { name: 'a byte order mark', body: '\uFEFF{"version":"v1.4.0"}', headers: {} },
    { name: 'a number', body: '{"version":1.10}', headers: {}, version: '1.10' },
    { name: 'plain text', body: 'v1.4.0\n', headers: {}, from: 'text:v\\S+' },
    { name: 'HTML', body: '<!doctype html><b id="v">v1.4.0</b>', headers: {}, from: 'text:id="v">(.+?)<' },
  ];
  it.each(rows)('case login-deploy/22: $name is read as it is', async (row) => {
    const { body, headers, version = 'v1.4.0', from = 'json:version' } = row;
    await using server = await startLocalServer(() => ({ body, headers }));
    const inputs = { 'expect-version': version, 'version-from': from };
    expect(await check(server.url, inputs)).toMatchObject({ code: 0, outputs: { version } });
    const other = await check(server.url, { ...inputs, 'expect-version': '1.1' });
    expect(other.annotations[0]?.message).toContain('wrong version');
  });

  it.each(['gzip', 'deflate', 'br', 'zstd'])('a body in %s is unpacked', async (coding) => {
    const pack = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync, zstd: zstdCompressSync }[
      coding
    ];
    const body = pack?.('{"version":"v1.4.0"}');
    const server = createHttpServer((_, response) => {
      response.writeHead(200, { 'content-encoding': coding }).end(body);
    });
    await using service = await listen(server);
    expect(await check(service.url, { 'expect-version': 'v1.4.0' })).toMatchObject({ code: 0 });
  });
});

describe.concurrent('what must not be in a body', () => {
  const page = Buffer.from('Zugang f\u00fcr G\u00e4ste', 'latin1');
  it.each([
    {
      name: 'in its own charset',
      headers: { 'content-type': 'text/html; charset=iso-8859-1' },
      want: 'its body has',
    },
    {
      name: 'packed in an unknown way',
      headers: { 'content-encoding': 'snappy' },
      want: 'not all of its body can be read',
    },
  ])('is found $name', async ({ headers, want }) => {
    const server = createHttpServer((_, response) => response.writeHead(200, headers).end(page));
    await using service = await listen(server);
    const result = await check(service.url, { body: '!f\u00fcr G\u00e4ste' });
    expect(result.annotations[0]?.message).toContain(want);
  });
});

it.concurrent('case login-deploy/27: a login page is not health where redirects are not followed, or the body tells', async () => {
  await using server = await startLocalServer(({ url }) =>
    url.pathname === '/healthz'
      ? { status: 302, headers: { location: '/login' } }
      : { body: '<html><form action="/login">Sign in</form></html>' },
  );
  const strict = await check(server.url, { 'follow-redirects': 'false' });
  expect(strict.annotations[0]?.message).toContain('it redirects (302), and `follow-redirects` is false');
  const told = await check(server.url, { body: '!Sign in' });
  expect(told.annotations[0]?.message).toContain('its body has "Sign in"');
  expect(await check(server.url, { 'follow-redirects': 'false', 'expect-status': '302' })).toMatchObject({
    code: 0,
  });
});

describe.concurrent('proxies', () => {
  const none = { http_proxy: undefined, no_proxy: undefined, HTTPS_PROXY: undefined, https_proxy: undefined };

  it.each([
    { noProxy: 'corp.test', host: 'app.corp.test' },
    { noProxy: 'other.test .corp.test', host: 'app.corp.test' },
    { noProxy: '', host: 'localhost' },
    { noProxy: '', host: '127.0.0.1' },
  ])('case login-deploy/26: $host goes direct with NO_PROXY=$noProxy', async ({ noProxy, host }) => {
    await using proxy = await startLocalServer(() => RUNS);
    const env = { ...none, HTTP_PROXY: proxy.url, NO_PROXY: noProxy };
    const inputs = { url: `http://${host}:1`, headers: 'Authorization: Bearer s3cr3t-value', ...QUICK };
    const result = await runAction('deploy-check', { workspace: import.meta.dirname, inputs, env });
    expect(result.code).toBe(1);
    expect(proxy.requests).toEqual([]);
  });

  it.each([407, 502, 503, 504])("a proxy's own %i is never the service's health", async (status) => {
    await using proxy = await startLocalServer(() => ({ status, body: RUNS as never }));
    const env = { ...none, HTTP_PROXY: proxy.url, NO_PROXY: undefined };
    const inputs = { url: 'http://app.internal', ...QUICK, 'expect-status': String(status) };
    const result = await runAction('deploy-check', { workspace: import.meta.dirname, inputs, env });
    expect(result.annotations[0]?.message).toContain(
      `the proxy ${proxy.host} answers ${status} in its place`,
    );
  });
});

it.concurrent('case login-deploy/21: a header that the service repeats is hidden', async () => {
  await using server = await startLocalServer(({ headers }) => ({
    status: 500,
    body: JSON.stringify(headers),
  }));
  const headers = 'x-vercel-protection-bypass: opensesame-0123';
  const result = await check(server.url, { headers });
  expect(result.stdout).toContain('::add-mask::opensesame-0123');
  expect(result.summary + result.stdout.replaceAll(/::add-mask::.*/g, '')).not.toContain('opensesame');
});

it.concurrent('a proxy of the job is used', async () => {
  await using proxy = await startLocalServer(() => RUNS);
  const env = { HTTP_PROXY: proxy.url, http_proxy: undefined, NO_PROXY: undefined, no_proxy: undefined };
  const inputs = { url: 'http://app.internal', ...QUICK };
  const result = await runAction('deploy-check', { workspace: import.meta.dirname, inputs, env });
  expect(result).toMatchObject({ code: 0, outputs: { version: 'v1.4.0' } });
  expect(proxy.requests[0]?.url.href).toBe('http://app.internal/healthz');
});

describe.concurrent('anything else is told by its name', () => {
  const rows: { name: string; answer: () => Fault; inputs?: Record<string, string>; want: RegExp }[] = [
    {
      name: 'a server error',
      answer: () => ({ status: 500 }),
      want: /: unhealthy \(it answers 500, not 2xx\)/,
    },
    {
      name: 'another version',
      answer: () => ({ body: { version: 'v1.3.9' } }),
      want: /: wrong version \(it runs v1\.3\.9, not v1\.4\.0\)/,
    },
    {
      name: 'no version',
      answer: () => ({ body: 'ok' }),
      want: /: wrong version \(no answer says its version \(json:version\)\)/,
    },
    {
      name: 'a service that hangs',
      answer: () => 'hang',
      want: /: timeout \(there was no answer within 1 s from 127\.0\.0\.1:\d+\)/,
    },
    {
      name: 'an answer that is cut',
      answer: () => 'truncate',
      want: /: not listening \(the connection was closed before the end of an answer at 127\.0\.0\.1:\d+\)/,
    },
    {
      name: 'a service that switches the protocol',
      answer: () => ({ status: 101, headers: { connection: 'upgrade', upgrade: 'x' } }),
      want: /: unhealthy \(it switches to another protocol/,
    },
    {
      name: 'a service that crashes',
      answer: () => 'reset',
      want: /: not listening \(the connection was closed before the end of an answer at 127\.0\.0\.1:\d+\)/,
    },
  ];
  it.each(rows)('$name', async ({ answer, want }) => {
    await using server = await startLocalServer(answer);
    const result = await check(server.url, { 'expect-version': 'v1.4.0' });
    expect(result).toMatchObject({ code: 1, outputs: { healthy: 'false' } });
    expect(result.annotations).toEqual([
      expect.objectContaining({ level: 'error', message: expect.stringMatching(want) }),
    ]);
  });

  it('nobody at the port', async () => {
    const server = await startLocalServer(() => RUNS);
    await server[Symbol.asyncDispose]();
    const result = await check(server.url);
    expect(result.annotations[0]?.message).toMatch(
      /: not listening \(the connection is refused at 127\.0\.0\.1:\d+\).+Check `url`/,
    );
  });

  it('a service that flaps', async () => {
    let asked = 0;
    await using server = await startLocalServer(() => (asked++ % 2 === 0 ? RUNS : { status: 503 }));
    const result = await check(server.url, { 'stable-for': '5s' });
    expect(result.code).toBe(1);
    expect(result.annotations[0]?.message).toMatch(/503.+ It was healthy \d+ times, but never for 5\.0 s\./);
  });
});

describe.concurrent("what is nobody else's business", () => {
  it('no header reaches another host', async () => {
    await using other = await startLocalServer(() => RUNS);
    await using server = await startLocalServer(() => ({
      status: 302,
      headers: { location: other.url.replace('127.0.0.1', 'localhost') },
    }));
    const result = await check(server.url, { headers: 'Authorization: Bearer s3cr3t-value' });
    expect(result.annotations[0]?.message).toContain('which is another origin');
    expect(server.requests[0]?.headers).toMatchObject({ authorization: 'Bearer s3cr3t-value' });
    expect(other.requests).toEqual([]);
  });

  it('the last answers are shown without secrets, as text that commands nothing', async () => {
    const body = '::error::boo\n```\n# Title\n{"password":"hunter2"} s3cr3t-value <img src=x>';
    await using server = await startLocalServer(() => ({ status: 500, body }));
    const result = await check(server.url, { headers: 'X-Api-Key: s3cr3t-value\nX-Env: true' });
    expect(result.annotations).toHaveLength(1);
    expect(result.summary).toContain('````text\nHTTP 500\n');
    expect(result.summary).toContain('{"password":"***"} ***');
    expect(`${result.summary}${result.stdout.replaceAll(/::add-mask::.*/g, '')}`).not.toMatch(
      /hunter2|s3cr3t-value/,
    );
    expect(result.stdout).not.toContain('::add-mask::true');
  });

  it('an answer without an end is not waited for', async () => {
    const endless = 'x'.repeat(1024 * 1024);
    await using server = await startLocalServer(() => ({
      body: endless,
      headers: { 'content-length': String(2 ** 40) },
    }));
    expect(await check(server.url)).toMatchObject({ code: 0 });
  });

  it('a version with line breaks stays one line', async () => {
    await using server = await startLocalServer(() => ({ body: { version: 'v1\n::error::boo\n| x |' } }));
    const result = await check(server.url, { 'expect-version': 'v1' });
    expect(result.annotations).toHaveLength(1);
    expect(result.annotations[0]?.message).toContain('it runs v1 ::error::boo | x |, not v1');
  });
});

describe.concurrent('TLS', () => {
  it('trusts the given authority, for the given name', async () => {
    await using files = await createProject({});
    const generate = join(
      await files.exec('go', ['env', 'GOROOT']).then((text) => text.trim()),
      'src/crypto/tls/generate_cert.go',
    );
    await files.exec('go', ['run', generate, '--host', 'app.internal', '--ca', '--ecdsa-curve', 'P256']);
    const [key, cert] = [
      await readFile(files.path('key.pem'), 'utf8'),
      await readFile(files.path('cert.pem'), 'utf8'),
    ];
    const server = createServer({ key, cert }, (_, response) => response.end('{"version":"v1.4.0"}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      // What another program of the job is told is not told to this step.
      const inputs = { url, ...QUICK, headers: 'Authorization: Bearer s3cr3t-value' };
      const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
      const foreign = await runAction('deploy-check', { workspace: import.meta.dirname, inputs, env });
      expect(foreign.annotations[0]?.message).toMatch(
        /: unhealthy \(its certificate is not trusted \(\w+\) at 127\.0\.0\.1:\d+; it is for DNS:app\.internal, issued by Acme Co, valid from \w{3} .+ until \w{3} /,
      );
      const misnamed = await check(url, { 'tls-ca': cert });
      expect(misnamed.annotations[0]?.message).toMatch(
        /: unhealthy \(its certificate is for another name at .+; it is for DNS:app\.internal,/,
      );
      const trusted = await check(url, { 'tls-ca': cert, 'tls-server-name': 'app.internal' });
      expect(trusted).toMatchObject({ code: 0, outputs: { version: 'v1.4.0' } });
      expect(trusted.summary).toMatch(/TLSv1\.3, issued by Acme Co, valid until \w{3} /);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

describe.concurrent('whoever wants to know', () => {
  it('is told, red and green, in a post that proves who wrote it', async () => {
    await using receiver = await startLocalServer(() => ({ status: 204 }));
    await using server = await startLocalServer(() => RUNS);
    const inputs = { 'notify-url': `${receiver.url}/hook`, 'notify-secret': 'shared-secret' };
    await check(server.url, { ...inputs, 'expect-version': 'v1.4.0' });
    await check(server.url, { ...inputs, 'expect-version': 'v1.5.0' });
    for (const { body, headers } of receiver.requests) {
      const signature = createHmac('sha256', 'shared-secret').update(body).digest('hex');
      expect(headers['x-hub-signature-256']).toBe(`sha256=${signature}`);
    }
    expect(receiver.requests.map(({ body }) => JSON.parse(body))).toEqual([
      expect.objectContaining({
        healthy: true,
        version: 'v1.4.0',
        repository: 'octo/app',
        run: 'https://github.com/octo/app/actions/runs/1',
      }),
      expect.objectContaining({
        healthy: false,
        expected: 'v1.5.0',
        reason: expect.stringContaining('wrong version'),
      }),
    ]);
  });

  it('makes no deployment unhealthy by not listening', async () => {
    await using receiver = await startLocalServer(() => ({ status: 403 }));
    await using server = await startLocalServer(() => RUNS);
    const result = await check(server.url, { 'notify-url': receiver.url, 'notify-secret': 'shared-secret' });
    expect(result.code).toBe(0);
    expect(result.annotations).toEqual([
      expect.objectContaining({
        level: 'warning',
        message: '`notify-url` answered 403; the result was not taken.',
      }),
    ]);
  });
});

it.concurrent('complains about all inputs together', async () => {
  const result = await check('app.example.com', {
    path: 'healthz',
    'expect-status': 'fine',
    'version-from': 'body',
    interval: '0s',
    headers: 'X-Key: s3cr3t-value\nx-key: s3cr3t-other',
    'expect-version': '',
    body: '!',
    'follow-redirects': 'maybe',
    'notify-url': 'hooks.example.com/s3cr3t-hook',
  });
  expect(result.code).toBe(1);
  const complaints =
    'url path expect-status expect-version version-from body interval headers follow-redirects notify-url notify-secret'.split(
      ' ',
    );
  expect(result.annotations[0]?.message).not.toContain('s3cr3t-hook'); // the path of a webhook is its key
  expect(result.annotations[0]?.message.split('\n').map((line) => /^`([\w-]+)`/.exec(line)?.[1])).toEqual(
    complaints,
  );
});
