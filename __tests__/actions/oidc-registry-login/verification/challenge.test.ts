import { describe, expect, it } from 'vitest';
import { parseChallenge } from '../../../../actions/oidc-registry-login/src/verification/challenge.ts';

const _MINUTE = 60_000;

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
    { header: 'Negotiate', want: undefined },
    { header: undefined, want: undefined },
  ];
  it.each(rows)('$header', ({ header, want }) => expect(parseChallenge(header)).toEqual(want));
});
