import { describe, expect, it } from 'vitest';
import { checkRealm } from '../../../../actions/oidc-registry-login/src/verification/realm.ts';

describe('a token realm', () => {
  const rows = [
    { realm: 'https://auth.test/token', registry: 'r.test', want: 'https://auth.test/token' },
    { realm: 'https://r.test/token', registry: 'r.test', want: 'https://r.test/token' },
    { realm: 'https://10.0.0.1/token', registry: '10.0.0.1', want: 'https://10.0.0.1/token' },
    { realm: 'http://127.0.0.1:5001/', registry: 'localhost:5000', want: 'http://127.0.0.1:5001/' },
    { realm: 'http://auth.test/', registry: 'r.test', throws: 'gets no credential' },
    { realm: 'http://auth.test/', registry: 'localhost:5000', throws: 'gets no credential' },
    { realm: 'https://169.254.169.254/latest', registry: 'r.test', throws: 'gets no credential' },
    { realm: 'https://[::ffff:7f00:1]/', registry: 'r.test', throws: 'gets no credential' },
    { realm: 'https://0x7f.1/', registry: 'r.test', throws: 'gets no credential' },
    { realm: 'https://2130706433/', registry: 'r.test', throws: 'gets no credential' },
    { realm: 'https://localhost/', registry: 'r.test', throws: 'gets no credential' },
    { realm: 'https://a@evil.test/', registry: 'r.test', throws: 'gets no credential' },
    { realm: '//r.test/', registry: 'r.test', throws: 'gets no credential' },
    { realm: 'javascript:alert(1)', registry: 'r.test', throws: 'gets no credential' },
    { realm: 'http://r.test/token', registry: 'r.test', throws: 'without TLS' },
  ];
  it.each(rows)('$realm of $registry', (row) => {
    if ('throws' in row) expect(() => checkRealm(row.realm, row.registry)).toThrow(row.throws);
    else expect(checkRealm(row.realm, row.registry).href).toBe(row.want);
  });
});
