import { isCertificateError, parseRetryAfter, planRetry } from '@go-actions/action-kit';
import { describe, expect, it } from 'vitest';

describe('planRetry', () => {
  const policy = { attempts: 3, baseMs: 100, budgetMs: 10_000 };
  const state = { attempt: 1, elapsedMs: 0, random: 1, now: 0 };
  it.each([
    { name: 'waits the base first', state, want: 100 },
    { name: 'doubles', state: { ...state, attempt: 2 }, want: 200 },
    { name: 'jitters down to a half', state: { ...state, random: 0 }, want: 50 },
    { name: 'does as Retry-After says', state: { ...state, retryAfter: '3' }, want: 3_000 },
    { name: 'gives up after the last attempt', state: { ...state, attempt: 3 }, want: undefined },
    { name: 'gives up when the budget is used up', state: { ...state, elapsedMs: 9_950 }, want: undefined },
    {
      name: 'gives up when Retry-After asks for more than the budget',
      state: { ...state, retryAfter: '11' },
      want: undefined,
    },
  ])('$name', ({ state, want }) => expect(planRetry(policy, state)).toBe(want));

  it.each([
    { header: undefined, want: 0 },
    { header: '120', want: 120_000 },
    { header: 'Thu, 01 Jan 1970 00:00:05 GMT', want: 5_000 },
    { header: 'soon', want: 0 },
  ])('reads Retry-After $header', ({ header, want }) => expect(parseRetryAfter(header, 0)).toBe(want));
});

it.each([
  { code: 'DEPTH_ZERO_SELF_SIGNED_CERT', want: true },
  { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', want: true },
  { code: 'CERT_HAS_EXPIRED', want: true },
  { code: 'ERR_TLS_CERT_ALTNAME_INVALID', want: true },
  { code: 'ERR_TLS_HANDSHAKE_TIMEOUT', want: false },
  { code: 'ECONNRESET', want: false },
  { code: undefined, want: false },
])('$code is an error of a certificate: $want', ({ code, want }) =>
  expect(isCertificateError(code)).toBe(want),
);
