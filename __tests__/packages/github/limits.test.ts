import { planRateLimitWait } from '@go-actions/github';
import { describe, expect, it } from 'vitest';

describe('planRateLimitWait', () => {
  const rows = [
    {
      name: 'follows Retry-After',
      input: { status: 403, headers: { 'retry-after': '7' }, text: '' },
      want: 7_000,
    },
    {
      name: 'waits for the reset',
      input: { status: 429, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '12' }, text: '' },
      want: 2_000,
    },
    {
      name: 'waits a minute without a header',
      input: { status: 403, headers: {}, text: 'You have exceeded a secondary rate limit' },
      want: 60_000,
    },
    {
      name: 'does not wait for a missing permission',
      input: { status: 403, headers: {}, text: 'Resource not accessible' },
      want: undefined,
    },
    {
      name: 'does not wait for anything else',
      input: { status: 500, headers: { 'retry-after': '7' }, text: '' },
      want: undefined,
    },
  ];
  it.each(rows)('$name', ({ input, want }) => expect(planRateLimitWait(input, 10_000)).toBe(want));
});
