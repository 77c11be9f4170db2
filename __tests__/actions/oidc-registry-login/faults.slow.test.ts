import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createLoginLandscape, type Fault, type LoginLandscape } from '@go-actions/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let land: LoginLandscape;
beforeAll(async () => {
  land = await createLoginLandscape();
});
afterAll(() => land[Symbol.asyncDispose]());

/** One login whose first requests meet these faults; the next one meets none. */
async function loginThrough(at: 'issuer' | 'tokenService', faults: readonly Fault[]) {
  land[at].faults.push(...faults);
  const before = land[at].requests.length;
  const main = await land.login({ registries: land.entry(), verify: 'off', refresh: 'false' });
  land[at].faults.length = 0;
  return {
    code: main.code,
    error: main.annotations[0]?.message ?? '',
    asked: land[at].requests.length - before,
  };
}

const busy: Fault = { status: 503, body: 'busy' };

describe('what passes is asked for again', () => {
  const rows: { at: 'issuer' | 'tokenService'; name: string; faults: Fault[] }[] = [
    { at: 'issuer', name: 'a 500', faults: [{ status: 500 }] },
    {
      at: 'issuer',
      name: 'a 429 with Retry-After',
      faults: [{ status: 429, headers: { 'retry-after': '1' } }],
    },
    { at: 'issuer', name: 'a reset', faults: ['reset'] },
    { at: 'tokenService', name: 'two 503', faults: [busy, busy] },
    { at: 'tokenService', name: 'an answer that is cut', faults: ['truncate'] },
  ];
  it.each(rows)('$at: $name', async ({ at, faults }) => {
    expect(await loginThrough(at, faults)).toEqual({ code: 0, error: '', asked: faults.length + 1 });
  });
});

describe('what does not is an answer, after one request', () => {
  const rows: { at: 'issuer' | 'tokenService'; name: string; fault: Fault; want: string }[] = [
    {
      at: 'issuer',
      name: 'a redirect',
      fault: { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
      want: 'a redirect, which no token follows',
    },
    {
      at: 'tokenService',
      name: 'a redirect to another host',
      fault: { status: 307, headers: { location: 'http://127.0.0.1:1/token' } },
      want: 'a redirect, which no token follows',
    },
    {
      at: 'tokenService',
      name: 'workflow commands',
      fault: { status: 400, body: { error: 'x\n::set-output name=a::b' } },
      want: 'x ::set-output',
    },
  ];
  it.each(rows)('$at: $name', async ({ at, fault, want }) => {
    const result = await loginThrough(at, [fault]);
    expect(result).toMatchObject({ code: 1, asked: 1, error: expect.stringContaining(want) });
  });
});

it('gives up on an answer that is too large', async () => {
  const huge: Fault = { body: 'x'.repeat(1024 * 1024 + 1) };
  expect(await loginThrough('tokenService', [huge])).toMatchObject({
    code: 1,
    error: expect.stringContaining('larger than 1048576 bytes'),
  });
});

it('sends nothing to a certificate that nobody vouches for, whatever NODE_TLS_REJECT_UNAUTHORIZED says', async () => {
  const { disk } = land;
  const files = ['-keyout', disk.path('key.pem'), '-out', disk.path('cert.pem')];
  await disk.exec('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=x', ...files]);
  const [key, cert] = [await disk.read('key.pem'), await disk.read('cert.pem')];
  const seen: string[] = [];
  const server = createServer({ key, cert }, ({ url = '' }, response) => response.end(seen.push(url)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const tokenUrl = `https://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
  const inputs = { registries: land.entry({ 'token-url': tokenUrl }), verify: 'off' };
  const running = land.login(inputs, { env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } });
  const main = await running.finally(() => server.close());
  expect(main.annotations[0]?.message).toContain('self-signed certificate');
  expect(seen).toEqual([]);
});

it('sends nothing to an ID token endpoint without TLS', async () => {
  const env = { ACTIONS_ID_TOKEN_REQUEST_URL: 'http://example.test/id-token?api-version=2.0' };
  const main = await land.login({ registries: land.entry() }, { env });
  expect(main.annotations[0]?.message).toContain(
    'ACTIONS_ID_TOKEN_REQUEST_URL does not fit; expected an https URL',
  );
});
