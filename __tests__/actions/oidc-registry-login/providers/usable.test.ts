import { expect, it } from 'vitest';
import {
  parseUserName,
  refuseUnusable,
} from '../../../../actions/oidc-registry-login/src/providers/usable.ts';

const secret = 'abcdefgh12345678';
const rows = [
  { name: 'as it should be', issued: { username: 'acme+röbot', secret }, refused: false },
  { name: 'a colon in the user name', issued: { username: 'a:b', secret }, refused: true },
  { name: 'a line break in the user name', issued: { username: 'a\nb', secret }, refused: true },
  { name: 'no user name', issued: { username: '', secret }, refused: true },
  {
    name: 'a line break in the secret',
    issued: { username: 'a', secret: 'abc\ndefgh1234567' },
    refused: true,
  },
  { name: 'blanks around the secret', issued: { username: 'a', secret: ` ${secret}` }, refused: true },
  { name: 'a secret that no mask hides', issued: { username: 'a', secret: 'abc' }, refused: true },
];
it.each(rows)('case platform/09: what a service issued, with $name', ({ issued, refused }) => {
  const use = () => refuseUnusable(issued);
  if (refused) expect(use).toThrow(/^The service issued .+: it (is|has) /);
  else expect(use).not.toThrow();
});

it('an input names a user whom clients can send', () => {
  expect(parseUserName('acme+push')).toBe('acme+push');
  expect(() => parseUserName('a:b')).toThrow('expected a user name without colons');
});
