import { expect, it } from 'vitest';
import { planRedirect } from '../../../packages/action-kit/src/redirect.ts';

const SECRETS = { Authorization: 'Bearer tok3n', 'private-token': 'tok3n', cookie: 'a=tok3n' };
const HARMLESS = { Accept: 'text/plain', range: 'bytes=0-1' };
const FROM = { url: new URL('https://api.test/a/b?x=1'), headers: { ...SECRETS, ...HARMLESS } };

it.each([
  { name: 'a path beside it', location: 'c?y=2', url: 'https://api.test/a/c?y=2', headers: FROM.headers },
  {
    name: 'its own host',
    location: 'https://api.test:443/z',
    url: 'https://api.test/z',
    headers: FROM.headers,
  },
  { name: 'another host', location: 'https://cdn.test/z', url: 'https://cdn.test/z', headers: HARMLESS },
  { name: 'another host, briefly', location: '//cdn.test/z', url: 'https://cdn.test/z', headers: HARMLESS },
  {
    name: 'another port',
    location: 'https://api.test:8443/',
    url: 'https://api.test:8443/',
    headers: HARMLESS,
  },
  { name: 'a host below', location: 'https://x.api.test/', url: 'https://x.api.test/', headers: HARMLESS },
])('to $name', ({ location, url, headers }) => {
  for (const status of [301, 302, 303, 307, 308])
    expect(planRedirect(FROM, status, location)).toEqual({ url: new URL(url), headers });
});

it.each([
  { name: 'an answer', status: 200, location: '/x' },
  { name: 'a list of choices', status: 300, location: '/x' },
  { name: 'a copy that is still good', status: 304, location: '/x' },
  { name: 'a redirect to nowhere', status: 302, location: undefined },
  { name: 'a redirect to no address', status: 302, location: 'https://' },
  { name: 'a redirect to a file', status: 302, location: 'file:///etc/passwd' },
])('does not follow $name', ({ status, location }) => {
  expect(planRedirect(FROM, status, location)).toBeUndefined();
});

it('refuses a way from https to http, and takes the one from http to https', () => {
  expect(() => planRedirect(FROM, 302, 'http://api.test/')).toThrow(
    'api.test redirects from https to http, to api.test.',
  );
  const open = { url: new URL('http://api.test/'), headers: SECRETS };
  expect(planRedirect(open, 302, 'https://api.test/')).toEqual({
    url: new URL('https://api.test/'),
    headers: {},
  });
});
