import { describe, expect, it } from 'vitest';
import { parseVersionSource } from '../../../actions/deploy-check/src/expectation.ts';
import { type Asked, judge } from '../../../actions/deploy-check/src/judgement.ts';

describe('the judgement of an attempt', () => {
  const peer = { address: '127.0.0.1:80' };
  const asked = (deployment: string, path: string, status: number, body = '{}'): Asked => ({
    endpoint: { deployment, url: `${deployment}${path}` },
    outcome: { status, headers: {}, body, isWhole: true, ms: 1, peer },
  });
  const expectation = {
    statuses: ['2xx'],
    version: 'v1.4.0',
    from: parseVersionSource('json:version'),
    body: [],
  };
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

  const answered = (changes: object): Asked => {
    const { endpoint, outcome } = asked('a', '/healthz', 200, '{"version":"v1.4.0"}');
    return { endpoint, outcome: { ...outcome, ...changes } as Asked['outcome'] };
  };
  const proxied = { ...peer, proxy: 'proxy.corp:3128' };
  it.each([
    { name: 'a ban', changes: { status: 403, peer: proxied }, want: /^not listening: the proxy/ },
    {
      name: 'an error page of squid',
      changes: { headers: { 'x-squid-error': 'ERR_DNS_FAIL 0' }, peer: proxied },
      want: /the proxy proxy\.corp:3128 answers 200 in its place/,
    },
    {
      name: 'an error that the proxy marks',
      changes: { headers: { 'proxy-status': 'gw.corp; error=connection_refused' }, peer: proxied },
      want: /^not listening: the proxy/,
    },
    {
      name: 'a service behind a proxy',
      changes: { headers: { 'proxy-status': 'gw.corp; received-status=200' }, peer: proxied },
      want: /^healthy$/,
    },
    { name: 'a ban of the service', changes: { status: 403 }, want: /^unhealthy: it answers 403/ },
    {
      name: 'a store',
      changes: { headers: { age: '120' } },
      want: /^unhealthy: a cache answers in its place/,
    },
    {
      name: 'a store behind a store',
      changes: { headers: { age: '120, 0' } },
      want: /^unhealthy: a cache answers in its place, from 120 s ago/,
    },
    { name: 'a fresh answer', changes: { headers: { age: '0' } }, want: /^healthy$/ },
  ])('case login-deploy/26: $name answers', ({ changes, want }) => {
    expect(told([answered(changes)])[0]).toMatch(want);
  });

  it('without an expected version any will do', () => {
    expect(told([asked('a', '/healthz', 200)], { ...expectation, version: undefined as never })).toEqual([
      'healthy',
    ]);
  });
});
