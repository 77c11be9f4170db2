import { describe, expect, it } from 'vitest';
import {
  earliest,
  expiryAfter,
  expiryOf,
  settleEnd,
} from '../../../../actions/oidc-registry-login/src/providers/lifetime.ts';

const NOW = 1_800_000_000_000;
const jwt = (claims: unknown) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;

describe('case login-deploy/08: the end of a credential', () => {
  const told = [
    { seconds: 60, want: NOW + 60_000 },
    { seconds: '60', want: NOW + 60_000 },
    { seconds: 0, want: undefined },
    { seconds: -5, want: undefined },
    { seconds: 'soon', want: undefined },
    { seconds: undefined, want: undefined },
    { seconds: null, want: undefined },
    { seconds: Number.POSITIVE_INFINITY, want: undefined },
  ];
  it.each(told)('of $seconds seconds', ({ seconds, want }) => expect(expiryAfter(seconds, NOW)).toBe(want));

  const tokens = [
    { token: jwt({ exp: 1_800_000_002 }), want: 1_800_000_002_000 },
    { token: jwt({ exp: 'soon' }), want: undefined },
    { token: jwt({}), want: undefined },
    { token: 'a.b.c', want: undefined },
    { token: 'opaque', want: undefined },
  ];
  it.each(tokens)('by its own claim: $want', ({ token, want }) => expect(expiryOf(token)).toBe(want));

  it('is the earliest of what is known, soon when nothing is, and always a time', () => {
    expect(earliest(undefined, 5, 3)).toBe(3);
    expect(earliest(undefined, Number.NaN)).toBeUndefined();
    expect(settleEnd(undefined, NOW)).toBe(NOW + 300_000);
    expect(settleEnd(NOW + 1_000, NOW)).toBe(NOW + 1_000);
    expect(() => new Date(settleEnd(1e300, NOW)).toISOString()).not.toThrow();
  });
});
