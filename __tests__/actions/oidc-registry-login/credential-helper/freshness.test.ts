import { describe, expect, it } from 'vitest';
import { isAlive, isFresh } from '../../../../actions/oidc-registry-login/src/credential-helper/freshness.ts';

const MINUTE = 60_000;

describe('a credential of the helper', () => {
  const rows = [
    { name: 'of an hour, 13 minutes left', life: 60, left: 13, fresh: true },
    { name: 'of an hour, 11 minutes left', life: 60, left: 11, fresh: false },
    { name: 'of twelve hours, 11 minutes left', life: 720, left: 11, fresh: false },
    { name: 'of five minutes, two left', life: 5, left: 2, fresh: true },
    { name: 'of five minutes, half a one left', life: 5, left: 0.5, fresh: false },
    { name: 'that has ended', life: 60, left: -1, fresh: false },
  ];
  it.each(rows)('$name', ({ life, left, fresh }) => {
    const credential = { obtainedAt: 0, expiresAt: life * MINUTE };
    const now = (life - left) * MINUTE;
    expect([isFresh(credential, now), isAlive(credential, now)]).toEqual([fresh, left > 0]);
  });

  it('that lasts as long as the job is always fresh', () => {
    expect(isFresh({ obtainedAt: 0 }, Number.MAX_SAFE_INTEGER)).toBe(true);
  });
});
