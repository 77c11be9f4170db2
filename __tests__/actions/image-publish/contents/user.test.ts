import { describe, expect, it } from 'vitest';
import { judgeUser } from '../../../../actions/image-publish/src/contents/user.ts';

const PASSWD =
  'root:x:0:0::/root:/bin/sh\nnobody:x:65534:65533::/:/x\ntoor:x:0:0::/:/x\nbroken\nodd:x:12a:1::/:/x\n';

describe('judgeUser', () => {
  const cases = [
    { user: '65532:65532', want: { user: '65532:65532' } },
    { user: '1000', want: { user: '1000' } },
    { user: '0001000', want: { user: '1000' } },
    { user: '', problem: 'names no user' },
    { user: '0', problem: 'runs as root' },
    { user: '00:5', problem: 'runs as root' },
    { user: 'root', problem: 'runs as root' },
    { user: 'toor', problem: 'runs as root' },
    { user: '0:1000', problem: 'runs as root' },
    { user: ':1000', problem: 'names no user' },
    { user: 'odd', problem: 'does not have' },
    { user: '1000:staff', problem: 'is a name' },
    { user: '4294967295', problem: 'no user id' },
    { user: '-1', problem: 'does not have' },
  ];
  it.each(cases)('$user', ({ user, want, problem }) => {
    const verdict = judgeUser(user, PASSWD);
    if (problem) expect(verdict).toEqual({ problem: expect.stringContaining(problem) });
    else expect(verdict).toEqual(want);
  });

  it('prometheus/statsd_exporter#406: a name becomes the number that Kubernetes can check', () => {
    expect(judgeUser('nobody', PASSWD)).toEqual({ user: '65534' });
    expect(judgeUser('nobody:nobody', PASSWD)).toEqual({ user: '65534:65533' });
    expect(judgeUser('nobody', undefined)).toEqual({ problem: expect.stringContaining('does not have') });
  });
});
