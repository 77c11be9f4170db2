import { describe, expect, it } from 'vitest';
import { parseChallenge } from '../../../../actions/oidc-registry-login/src/verification/challenge.ts';

describe('a challenge', () => {
  const rows = [
    {
      header: 'Bearer realm="https://a.test/t",service="s",scope="x"',
      want: { scheme: 'bearer', realm: 'https://a.test/t', service: 's' },
    },
    {
      header: 'bearer service=s , realm="https://a.test/?a=\\"b\\",c"',
      want: { scheme: 'bearer', realm: 'https://a.test/?a="b",c', service: 's' },
    },
    {
      header: 'Basic realm="x", Bearer realm="https://a.test"',
      want: { scheme: 'bearer', realm: 'https://a.test', service: undefined },
    },
    { header: 'Basic realm="https://x/",service="ecr.amazonaws.com"', want: { scheme: 'basic' } },
    {
      header: 'Bearer realm="https://a.test",REALM="https://b.test",service=s,service=t',
      want: { scheme: 'bearer', realm: 'https://a.test', service: 's' },
    },
    { header: `Bearer x="${'x'.repeat(4_096)}",realm="https://a.test"`, want: undefined },
    { header: 'Negotiate', want: undefined },
    { header: undefined, want: undefined },
  ];
  it.each(rows)('$header', ({ header, want }) => expect(parseChallenge(header)).toEqual(want));
});
