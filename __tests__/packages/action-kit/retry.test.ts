import {
  DEFAULT_RETRY,
  isCertificateError,
  isRetryable,
  parseRetryAfter,
  planRetry,
} from '@go-actions/action-kit';
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
    { name: 'waits to the very end of the budget', state: { ...state, elapsedMs: 9_900 }, want: 100 },
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
    { header: 'Thu, 01 Jan 1970 00:00:05 GMT', now: 2_000, want: 3_000 },
    { header: 'Thu, 01 Jan 1970 00:00:05 GMT', now: 9_000, want: 0 },
    { header: 'soon', want: 0 },
    { header: '', want: 0 },
  ])('reads Retry-After $header', ({ header, now = 0, want }) => {
    expect(parseRetryAfter(header, now)).toBe(want);
  });
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

it.each([
  { statuses: [200, 301, 400, 401, 403, 404, 407, 409, 410, 428, 430, 499], want: false },
  { statuses: [408, 429, 500, 502, 503, 504, 599], want: true },
])('$statuses may be asked for again: $want', ({ statuses, want }) => {
  expect(statuses.filter((status) => isRetryable(status) !== want)).toEqual([]);
});

it('asks four times within a minute where nobody says otherwise', () => {
  expect(DEFAULT_RETRY).toEqual({ attempts: 4, baseMs: 500, budgetMs: 60_000 });
});
