import { describe, expect, it } from 'vitest';
import { explainFailure } from '../../../actions/deploy-check/src/answer.ts';
import {
  listEndpoints,
  parsePath,
  parseUrl,
  planRedirect,
} from '../../../actions/deploy-check/src/endpoint.ts';
import {
  findVersion,
  isExpected,
  isSameVersion,
  parseStatus,
  parseVersionSource,
} from '../../../actions/deploy-check/src/expectation.ts';
import { type Asked, judge } from '../../../actions/deploy-check/src/judgement.ts';
import { percentile } from '../../../actions/deploy-check/src/latency.ts';
import { listSecrets, redact } from '../../../actions/deploy-check/src/redaction.ts';
import { observe, planNext, START, type Watch } from '../../../actions/deploy-check/src/watch.ts';

describe('what is asked', () => {
  it('every path at every URL', () => {
    expect(listEndpoints(['https://a.test/', 'https://b.test/app/'], ['/healthz', '/readyz?full=1'])).toEqual(
      [
        { deployment: 'https://a.test/', url: 'https://a.test/healthz' },
        { deployment: 'https://a.test/', url: 'https://a.test/readyz?full=1' },
        { deployment: 'https://b.test/app/', url: 'https://b.test/app/healthz' },
        { deployment: 'https://b.test/app/', url: 'https://b.test/app/readyz?full=1' },
      ],
    );
  });

  const refused = [
    { read: parseUrl, text: 'app.example.com', throws: 'expected URLs' },
    { read: parseUrl, text: 'file:///etc/passwd', throws: 'expected URLs' },
    { read: parseUrl, text: 'https://me:secret@app.test', throws: 'expected no user' },
    { read: parseUrl, text: 'https://app.test/?a=b', throws: 'without query' },
    { read: parsePath, text: 'healthz', throws: 'expected paths' },
    { read: parsePath, text: '//evil.test/healthz', throws: 'expected paths' },
    { read: parseStatus, text: '2', throws: 'expected statuses' },
    { read: parseStatus, text: '600', throws: 'expected statuses' },
    { read: parseVersionSource, text: 'version', throws: 'expected "json:"' },
    { read: parseVersionSource, text: 'header:X Version', throws: 'expected "json:"' },
  ];
  it.each(refused)('$text is refused', ({ read, text, throws }) => {
    expect(() => read(text)).toThrow(throws);
  });

  const redirects = [
    { from: 'http://a.test/x', location: '/y', to: 'http://a.test/y' },
    { from: 'http://a.test/x', location: 'https://a.test/x', to: 'https://a.test/x' },
    { from: 'https://a.test/x', location: 'http://a.test/x', refused: 'it redirects to http://a.test' },
    {
      from: 'https://a.test/x',
      location: 'https://b.test/x',
      refused: 'it redirects to another host, b.test',
    },
    { from: 'https://a.test/x', location: 'https://a.test.evil.test/', refused: 'another host' },
    { from: 'https://a.test/x', location: '', refused: 'it redirects to nowhere' },
    { from: 'https://a.test/x', location: '/x', followed: 5, refused: 'more than 5 times' },
  ];
  it.each(redirects)(
    'a redirect from $from to $location',
    ({ from, location, followed = 0, to, refused: why }) => {
      const plan = planRedirect(from, location, followed);
      if (why === undefined) expect(plan).toEqual({ to });
      else expect(plan).toEqual({ refused: expect.stringContaining(why) });
    },
  );
});

describe('what an answer says', () => {
  const answer = (body: unknown, headers = {}) => ({ body: JSON.stringify(body), headers });
  const rows = [
    { from: 'json:version', answer: answer({ version: 'v1.2.3' }), want: 'v1.2.3' },
    { from: 'json:build.info.1.tag', answer: answer({ build: { info: [{}, { tag: 7 }] } }), want: '7' },
    { from: 'json:version', answer: answer({ version: { tag: 'v1' } }), want: undefined },
    { from: 'json:constructor.name', answer: answer({}), want: undefined },
    { from: 'json:version', answer: { body: '<html>', headers: {} }, want: undefined },
    { from: 'header:X-Version', answer: answer({}, { 'x-version': ' v1.2.3 ' }), want: 'v1.2.3' },
    { from: 'header:X-Version', answer: answer({}), want: undefined },
    { from: 'json:version', answer: answer({ version: ' v1\n| x | ' }), want: 'v1 | x |' },
  ];
  it.each(rows)('$from finds $want', ({ from, answer: found, want }) => {
    expect(findVersion(found, parseVersionSource(from))).toBe(want);
  });

  it('a leading v makes no difference, a digit does', () => {
    expect(isSameVersion('1.2.3', 'v1.2.3')).toBe(true);
    expect(isSameVersion('v1.2.3', '1.2.3')).toBe(true);
    expect(isSameVersion('v1.2.30', 'v1.2.3')).toBe(false);
    expect(isSameVersion('version', 'ersion')).toBe(false);
  });

  it('statuses are codes and classes', () => {
    expect(isExpected(204, ['200', '2xx'])).toBe(true);
    expect(isExpected(201, ['200', '204'])).toBe(false);
    expect(isExpected(302, ['2xx', '302'])).toBe(true);
  });

  it('errors of the network have names', () => {
    expect(explainFailure('ECONNREFUSED', 'x')).toEqual({
      kind: 'not listening',
      reason: 'the connection is refused',
    });
    expect(explainFailure('ECONNREFUSED', 'x', ['::1:80', '127.0.0.1:80']).reason).toBe(
      'the connection is refused at ::1:80 and 127.0.0.1:80',
    );
    expect(explainFailure('ENOTFOUND', 'x').kind).toBe('not listening');
    expect(explainFailure('CERT_HAS_EXPIRED', 'x').reason).toBe('its certificate has expired');
    expect(explainFailure('DEPTH_ZERO_SELF_SIGNED_CERT', 'x').reason).toContain('is not trusted');
    expect(explainFailure('HPE_INVALID_CONSTANT', 'Parse Error')).toEqual({
      kind: 'unhealthy',
      reason: 'Parse Error',
    });
  });
});

describe('the judgement of an attempt', () => {
  const peer = { address: '127.0.0.1:80' };
  const asked = (deployment: string, path: string, status: number, body = '{}'): Asked => ({
    endpoint: { deployment, url: `${deployment}${path}` },
    outcome: { status, headers: {}, body, ms: 1, peer },
  });
  const expectation = { statuses: ['2xx'], version: 'v1.4.0', from: parseVersionSource('json:version') };
  const told = (attempt: Asked[], wanted = expectation) =>
    judge(attempt, wanted).map(({ trouble }) => (trouble ? `${trouble.kind}: ${trouble.reason}` : 'healthy'));

  it('one path of a deployment may say the version for the others', () => {
    const attempt = [asked('a', '/healthz', 200), asked('a', '/version', 200, '{"version":"1.4.0"}')];
    expect(told(attempt)).toEqual(['healthy', 'healthy']);
  });

  it('but not for another deployment', () => {
    const attempt = [asked('a', '/healthz', 200, '{"version":"1.4.0"}'), asked('b', '/healthz', 200)];
    expect(told(attempt)).toEqual(['healthy', 'wrong version: no answer says its version (json:version)']);
  });

  it('an old version is told at the path that says it, and an unhealthy one is not taken for silent', () => {
    const attempt = [asked('a', '/healthz', 200, '{"version":"v1.3.9"}'), asked('b', '/healthz', 503)];
    expect(told(attempt)).toEqual([
      'wrong version: it runs v1.3.9, not v1.4.0',
      'unhealthy: it answers 503, not 2xx',
    ]);
  });

  it('without an expected version any will do', () => {
    expect(told([asked('a', '/healthz', 200)], { ...expectation, version: undefined as never })).toEqual([
      'healthy',
    ]);
  });
});

describe('the watch', () => {
  const policy = { timeoutMs: 60_000, intervalMs: 2_000, stableMs: 10_000 };
  const watched = (...attempts: [healthy: boolean, at: number][]): Watch =>
    attempts.reduce((watch, [healthy, at]) => observe(watch, healthy, at), START);

  it('waits longer after each failure, with jitter, 15 seconds at the longest', () => {
    const failed = (times: number) =>
      watched(...Array.from({ length: times }, () => [false, 1] as [boolean, number]));
    expect(planNext(failed(1), policy, 1, 0.5)).toEqual({ waitMs: 2_000 });
    expect(planNext(failed(3), policy, 1, 0.5)).toEqual({ waitMs: 4_500 });
    expect(planNext(failed(3), policy, 1, 0)).toEqual({ waitMs: 3_375 });
    expect(planNext(failed(30), policy, 1, 0.5)).toEqual({ waitMs: 15_000 });
    expect(planNext(failed(30), { ...policy, intervalMs: 30_000 }, 1, 0.5)).toEqual({ waitMs: 30_000 });
  });

  it('makes its last attempt at the deadline, and ends there', () => {
    expect(planNext(watched([false, 59_500]), policy, 59_500, 0.5)).toEqual({ waitMs: 500 });
    expect(planNext(watched([false, 60_000]), policy, 60_000, 0.5)).toEqual({ end: 'failed' });
  });

  it('asks steadily while healthy, and is content after `stable-for`, the deadline or not', () => {
    expect(planNext(watched([true, 58_000]), policy, 58_000, 0.5)).toEqual({ waitMs: 2_000 });
    expect(planNext(watched([true, 58_000], [true, 67_000]), policy, 67_000, 0.5)).toEqual({ waitMs: 1_000 });
    expect(planNext(watched([true, 58_000], [true, 68_000]), policy, 68_000, 0.5)).toEqual({
      end: 'healthy',
    });
    expect(planNext(watched([true, 5]), { ...policy, stableMs: 0 }, 5, 0.5)).toEqual({ end: 'healthy' });
  });

  it('one failure starts the time again, and is counted', () => {
    const watch = watched([false, 1], [true, 2], [true, 3], [false, 4], [true, 5]);
    expect(watch).toEqual({ attempts: 5, failures: 0, healthySince: 5, relapses: 1 });
  });
});

it('percentiles are by nearest rank', () => {
  const values = Array.from({ length: 20 }, (_, i) => 20 - i);
  expect([percentile(values, 50), percentile(values, 95), percentile([7.4], 95), percentile([], 50)]).toEqual(
    [10, 19, 7, undefined],
  );
});

describe('what is shown of an answer', () => {
  const rows = [
    { text: '{"dbPassword": "hunter2", "ok": true}', want: '{"dbPassword": "***", "ok": true}' },
    { text: '{"api_key":12345}', want: '{"api_key":"***"}' },
    { text: 'dial postgres://app:hunter2@db:5432', want: 'dial postgres://***@db:5432' },
    { text: 'Authorization: Bearer abc.def', want: 'Authorization: Bearer ***' },
    { text: 'token eyJhbGciOi.eyJzdWIi.c2ln', want: 'token ***' },
    { text: 'SESSION_ID=abc; path=/', want: 'SESSION_ID=***; path=/' },
    { text: 'the probe said s3cr3t-value', want: 'the probe said ***' },
    { text: 'x'.repeat(60), want: `${'x'.repeat(50)}…` },
  ];
  it.each(rows)('$text', ({ text, want }) => expect(redact(text, ['s3cr3t-value'], 50)).toBe(want));

  it('a text made to be slow is not', () => {
    const hostile = `"${'token'.repeat(50_000)}${'a-'.repeat(50_000)}`;
    expect(redact(hostile, [], 2_000)).toHaveLength(2_001);
  });

  it('only headers that hold secrets are secrets', () => {
    expect(
      listSecrets({ authorization: 'Bearer abc', 'x-api-key': 'k', accept: 'text/html', 'x-env': 'true' }),
    ).toEqual(['Bearer abc', 'abc', 'k', 'k']);
  });
});
