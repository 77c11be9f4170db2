import { DEFAULT_IDENTITY, githubClaims } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import {
  checkClaims,
  decodeClaims,
  subjectShape,
  subjects,
} from '../../../../actions/oidc-registry-login/src/providers/claims.ts';

const MINUTE = 60_000;

describe('the claims of a job', () => {
  const token = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
  const classic = githubClaims(DEFAULT_IDENTITY);
  const immutable = githubClaims({ ...DEFAULT_IDENTITY, subject: 'immutable', environment: 'prod:eu' });

  it('name the job in both shapes of sub, its own first', () => {
    expect(subjectShape(classic)).toBe('classic');
    expect(subjects(classic)).toEqual([
      'repo:octo/app:ref:refs/heads/main',
      'repo:octo@1717/app@424242:ref:refs/heads/main',
    ]);
    expect(subjectShape(immutable)).toBe('immutable');
    expect(subjects(immutable)).toEqual([
      'repo:octo@1717/app@424242:environment:prod%3Aeu',
      'repo:octo/app:environment:prod%3Aeu',
    ]);
  });

  it('of a customized sub are left as they are', () => {
    const custom = { ...classic, sub: 'repository_owner:octo:job_workflow_ref:x' };
    expect([subjectShape(custom), subjects(custom)]).toEqual(['custom', [custom.sub]]);
  });

  it('are refused for another audience, and when they ended long ago', () => {
    const now = 1_800_000_000_000;
    const claims = { aud: 'a', exp: now / 1_000 };
    expect(() => checkClaims(claims, 'b', now)).toThrow('is for "a", but "b"');
    expect(() => checkClaims(claims, 'a', now + 9 * MINUTE)).not.toThrow();
    expect(() => checkClaims(claims, 'a', now - 9 * MINUTE)).not.toThrow();
    expect(() => checkClaims(claims, 'a', now + 11 * MINUTE)).toThrow('expired');
  });

  it.each(['', 'a.b', 'a.b.c.d', 'a.!!.c', token([1]), 'a.bnVsbA.c'])('are not read from %j', (text) => {
    expect(() => decodeClaims(text)).toThrow('no signed token');
  });
});
