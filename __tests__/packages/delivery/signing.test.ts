import { collectInputs, InputReader } from '@go-actions/action-kit';
import { identityFlags, isUnsigned, parseIdentity, parsePredicates, readSigning } from '@go-actions/delivery';
import { describe, expect, it } from 'vitest';

const CLAIMS = {
  iss: 'https://token.actions.githubusercontent.com',
  job_workflow_ref: 'octo/go-actions/.github/workflows/go-deliver.yml@refs/tags/v1',
  repository: 'octo/app',
  ref: 'refs/tags/v1.5.0',
  sha: '0123456789abcdef0123456789abcdef01234567',
};
const token = (claims: object) =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2lnbmF0dXJl`;

describe('the identity that a keyless signature must have', () => {
  it('sigstore/cosign#1313, dceoy/gh-actions-for-devops#737: is that of the called workflow, with the caller beside it', () => {
    const flags = identityFlags(parseIdentity(token(CLAIMS), 'https://github.com'));
    expect(flags).toEqual([
      '--certificate-identity=https://github.com/octo/go-actions/.github/workflows/go-deliver.yml@refs/tags/v1',
      '--certificate-oidc-issuer=https://token.actions.githubusercontent.com',
      '--certificate-github-workflow-repository=octo/app',
      '--certificate-github-workflow-ref=refs/tags/v1.5.0',
      '--certificate-github-workflow-sha=0123456789abcdef0123456789abcdef01234567',
    ]);
    expect(flags.join(' ')).not.toContain('regexp');
  });

  it.each(['job_workflow_ref', 'repository', 'ref', 'sha', 'iss'])('needs the claim %s', (name) => {
    expect(() => parseIdentity(token({ ...CLAIMS, [name]: undefined }), 'https://github.com')).toThrow(name);
  });

  it('refuses what is no token', () => {
    expect(() => parseIdentity('x', 'https://github.com')).toThrow('expected JSON');
  });
});

describe('readSigning', () => {
  const read = (env: Record<string, string>) =>
    collectInputs(readSigning, new InputReader({ INPUT_SIGN: 'keyless', ...env }, () => undefined));
  it('refuses keyless without an ID token, before anything is built', () => {
    expect(() => read({})).toThrow('permissions: id-token: write');
  });
  it('refuses a key that is not there', () => {
    expect(() => read({ INPUT_SIGN: 'key' })).toThrow('`sign-key` (or COSIGN_PRIVATE_KEY) is empty');
  });
  it("takes cosign's own variables", () => {
    const env = { INPUT_SIGN: 'key', COSIGN_PRIVATE_KEY: 'k', COSIGN_PASSWORD: 'p' };
    expect(read(env)).toEqual({ how: 'key', key: 'k', password: 'p' });
  });
});

describe('what cosign v3.1.3 says', () => {
  const cases = [
    { stderr: 'Error: no signatures found\n', want: true },
    { stderr: 'WARNING: x\nError: no matching attestations: failed to verify signature\n', want: true },
    {
      stderr: 'Error: none of the attestations matched the predicate type: spdxjson, found: x\n',
      want: true,
    },
    { stderr: 'Error: GET http://127.0.0.1/v2/: UNKNOWN: no signatures found\n', want: false },
    { stderr: 'Error: setting trusted material: getting trusted root from TUF\n', want: false },
  ];
  it.each(cases)('$stderr', ({ stderr, want }) => expect(isUnsigned(stderr)).toBe(want));

  it('reads the predicates of attestations', () => {
    const line = (predicate: unknown) =>
      JSON.stringify({ payload: Buffer.from(JSON.stringify({ predicate })).toString('base64') });
    expect(parsePredicates(`${line({ a: 1 })}\n${line([2])}\n`)).toEqual([{ a: 1 }, [2]]);
  });
});
