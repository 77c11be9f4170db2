import { describe, expect, it } from 'vitest';
import { explainFailure } from '../../../actions/deploy-check/src/answer.ts';

describe('a failed request', () => {
  it('errors of the network have names', () => {
    expect(explainFailure('ECONNREFUSED', 'x')).toEqual({
      kind: 'not listening',
      reason: 'the connection is refused',
    });
    expect(explainFailure('ECONNREFUSED', 'x', ['::1:80', '127.0.0.1:80']).reason).toBe(
      'the connection is refused at ::1:80 and 127.0.0.1:80',
    );
    expect(explainFailure('ENOTFOUND', 'x').kind).toBe('not listening');
    expect(explainFailure('CERT_HAS_EXPIRED', 'x').reason).toBe('its certificate has expired');
    expect(explainFailure('DEPTH_ZERO_SELF_SIGNED_CERT', 'x').reason).toContain('is not trusted');
    expect(explainFailure('HPE_INVALID_CONSTANT', 'Parse Error')).toEqual({
      kind: 'unhealthy',
      reason: 'Parse Error',
    });
  });
});
