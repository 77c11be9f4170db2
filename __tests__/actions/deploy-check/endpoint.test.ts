import { describe, expect, it } from 'vitest';
import {
  listEndpoints,
  parsePath,
  parseUrl,
  planRedirect,
} from '../../../actions/deploy-check/src/endpoint.ts';
import { parseStatus, parseVersionSource } from '../../../actions/deploy-check/src/expectation.ts';

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
    { from: 'http://a.test:80/x', location: 'http://a.test/y', headers: true, to: 'http://a.test/y' },
    { from: 'http://a.test/x', location: 'https://a.test/x', to: 'https://a.test/x' },
    { from: 'http://a.test/x', location: 'https://a.test/x', headers: true, refused: 'another origin' },
    { from: 'http://a.test:8080/x', location: 'https://a.test/x', refused: 'another origin' },
    { from: 'https://a.test/x', location: 'http://a.test/x', refused: 'it redirects to http://a.test' },
    { from: 'https://a.test/x', location: 'https://b.test/x', refused: 'to https://b.test, which is' },
    { from: 'https://a.test/x', location: '//b.test/x', refused: 'another origin' },
    { from: 'https://a.test/x', location: 'https://a.test:444/x', headers: true, refused: 'another origin' },
    { from: 'https://a.test/x', location: 'https://a.test.evil.test/', refused: 'another origin' },
    { from: 'https://a.test/x', location: 'ftp://a.test/', refused: 'another origin' },
    { from: 'https://a.test/x', location: '', refused: 'it redirects to nowhere' },
    { from: 'https://a.test/x', location: '/x', followed: 5, refused: 'more than 5 times' },
  ];
  it.each(redirects)(
    'case login-deploy/20: a redirect from $from to $location',
    ({ from, location, followed = 0, headers = false, to, refused: why }) => {
      const plan = planRedirect(from, location, followed, headers);
      if (why === undefined) expect(plan).toEqual({ to });
      else expect(plan).toEqual({ refused: expect.stringContaining(why) });
    },
  );
});
