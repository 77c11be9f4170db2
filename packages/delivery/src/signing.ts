import { type InputReader, json } from '@go-actions/action-kit';

/** How what is published is signed: not at all, with a key, or with the job's ID token. */
export type Signing =
  | { readonly how: 'off' }
  | { readonly how: 'key'; readonly key: string; readonly password: string }
  | { readonly how: 'keyless'; readonly tokenUrl: string; readonly tokenBearer: string };

/** The inputs `sign`, `sign-key` and `sign-password`, with cosign's own variables in their place. */
export function readSigning(input: InputReader): Signing {
  const how = input.choice('sign', ['keyless', 'key', 'off']);
  const key = input.secret('sign-key') ?? input.secretEnv('COSIGN_PRIVATE_KEY');
  const password = input.secret('sign-password') ?? input.secretEnv('COSIGN_PASSWORD') ?? '';
  const tokenUrl = input.env('ACTIONS_ID_TOKEN_REQUEST_URL');
  const tokenBearer = input.env('ACTIONS_ID_TOKEN_REQUEST_TOKEN');
  if (how === 'key') {
    if (!key)
      input.complain(
        '`sign` is "key", and `sign-key` (or COSIGN_PRIVATE_KEY) is empty; expected a private key of cosign',
      );
    return { how, key: key ?? '', password };
  }
  if (how === 'off') return { how };
  if (!tokenUrl || !tokenBearer)
    input.complain(
      '`sign` is "keyless", and the job has no ID token; add `permissions: id-token: write` to the job',
    );
  return { how, tokenUrl: tokenUrl ?? '', tokenBearer: tokenBearer ?? '' };
}

/** Who signs keyless: what Fulcio writes into the certificate of an ID token. */
export type Identity = {
  readonly issuer: string;
  /** The workflow that holds the job, with its ref: the same for every caller of a reusable one. */
  readonly workflow: string;
  /** Whose run it is. */
  readonly repository: string;
  readonly ref: string;
  readonly commit: string;
};

const claim = json.matching(/\S{1,1000}/, 'a claim');

/** Reads the claims of GitHub's ID token; its signature is Fulcio's to check. */
export function parseIdentity(token: string, serverUrl: string): Identity {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
  const claims = json.parse(
    payload,
    json.record({ iss: claim, job_workflow_ref: claim, repository: claim, ref: claim, sha: claim }),
  );
  return {
    issuer: claims.iss,
    workflow: `${serverUrl}/${claims.job_workflow_ref}`,
    repository: claims.repository,
    ref: claims.ref,
    commit: claims.sha,
  };
}

/**
 * What `cosign verify` is to insist on: the very identity, never a pattern (cosign matches those unanchored), and the caller's
 * repository, ref and commit from the certificate's extensions, since the identity of a reusable workflow is everybody's.
 */
export function identityFlags({ issuer, workflow, repository, ref, commit }: Identity): string[] {
  return [
    `--certificate-identity=${workflow}`,
    `--certificate-oidc-issuer=${issuer}`,
    `--certificate-github-workflow-repository=${repository}`,
    `--certificate-github-workflow-ref=${ref}`,
    `--certificate-github-workflow-sha=${commit}`,
  ];
}

/** Whether a failed verification is the answer "there is no such signature", and no trouble on the way. */
export const isUnsigned = (stderr: string): boolean =>
  /^Error: (no signatures found|no matching (signatures|attestations)|none of the attestations matched)/m.test(
    stderr,
  );

const readEnvelope = json.record({ payload: json.text(256 * 1024 * 1024) });
const readStatement = json.record({ predicate: (value) => value });

/** The predicates that `cosign verify-attestation` printed, one envelope a line. */
export function parsePredicates(stdout: string): unknown[] {
  return stdout
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const { payload } = json.parse(line, readEnvelope);
      return json.parse(Buffer.from(payload, 'base64').toString('utf8'), readStatement).predicate;
    });
}
