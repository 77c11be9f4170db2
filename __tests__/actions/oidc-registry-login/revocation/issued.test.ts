import { describe, expect, it } from 'vitest';
import {
  describeAlive,
  describeIssued,
  describeUnanswered,
  NO_WAY_TO_END,
} from '../../../../actions/oidc-registry-login/src/revocation/issued.ts';

const END = Date.UTC(2026, 10, 30, 12, 5);

describe('what lives on is said with its end', () => {
  it('that the provider told', () => {
    expect(describeIssued({ registry: 'r.test', what: 'a Vault token', expiresAt: END })).toBe(
      'r.test: a Vault token, which lives until 2026-11-30 12:05 UTC',
    );
  });
  it('or that nobody told', () => {
    expect(describeAlive({ registry: 'r.test', what: 'an access token' }, NO_WAY_TO_END)).toBe(
      'r.test: an access token, which lives until its provider ends it (it did not say when): its provider has no way to end it earlier.',
    );
  });
  it('or that is unknown altogether', () => {
    expect(describeUnanswered({ registry: 'r.test' })).toMatch(
      /^r\.test: an exchange got no usable answer\./,
    );
  });
});
