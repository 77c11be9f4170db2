import { describe, expect, it } from 'vitest';
import { findStoredSecret } from '../../../../actions/oidc-registry-login/src/registries/stored-secret.ts';

describe('a stored secret', () => {
  const rows = [
    { key: 'password', value: 'x', want: 'a stored secret' },
    { key: 'api-key', value: '', want: 'a stored secret' },
    { key: 'client-secret', value: 'x', want: 'a stored secret' },
    { key: 'username', value: 'ghp_abcdefghijklmnopqrstuvwxyz', want: 'a GitHub token' },
    { key: 'username', value: '-----BEGIN RSA PRIVATE KEY-----', want: 'a private key' },
    { key: 'role', value: 'AKIAIOSFODNN7EXAMPLE', want: 'an AWS access key' },
    { key: 'audience', value: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc', want: 'a signed token' },
    { key: 'username', value: 'dckr_pat_0123456789abc', want: 'a Docker Hub token' },
    { key: 'token-url', value: 'https://sts.test/token', want: undefined },
    { key: 'password-field', value: 'password', want: undefined },
    { key: 'role', value: 'arn:aws:iam::123456789012:role/push', want: undefined },
    { key: 'path', value: 'secret/data/registry', want: undefined },
  ];
  it.each(rows)('$key: $value', ({ key, value, want }) => expect(findStoredSecret(key, value)).toBe(want));
});
