import { expected } from '@go-actions/action-kit';
import { readAnswer, textAt } from './answer.ts';
import { type Claims, subjects } from './claims.ts';
import { earliest, expiryAfter } from './lifetime.ts';
import { type Provider, says } from './provider.ts';
import { postJson } from './request.ts';
import { EXCHANGE_GRANT } from './token-exchange.ts';

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';
const PROVIDER =
  /^projects\/(\d+)\/locations\/global\/workloadIdentityPools\/([a-z0-9-]+)\/providers\/[a-z0-9-]+$/;
const ACCOUNT = /^[a-z0-9-]+@[a-z0-9-]+\.iam\.gserviceaccount\.com$/;

type Settings = { readonly pool: string; readonly serviceAccount: string | undefined };

/** Google Artifact Registry by workload identity federation, directly or through a service account. */
export const gar: Provider<Settings> = {
  keys: ['workload-identity-provider', 'service-account'],
  owns: (host) => /^([a-z0-9-]+-docker\.pkg\.dev|([a-z]+\.)?gcr\.io)$/.test(host),
  read: (input) => ({
    pool: input.parsed('workload-identity-provider', (text) =>
      PROVIDER.test(text)
        ? text
        : expected('"projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/NAME"'),
    ),
    serviceAccount: input.parsedOptional('service-account', (text) =>
      ACCOUNT.test(text) ? text : expected('an address such as "push@my-project.iam.gserviceaccount.com"'),
    ),
  }),
  audience: ({ pool }) => `https://iam.googleapis.com/${pool}`,
  *exchange({ endpoint, pool, serviceAccount }, { idToken, now, mask, issued }) {
    const federate = postJson(`${endpoint ?? 'https://sts.googleapis.com'}/v1/token`, {
      audience: `//iam.googleapis.com/${pool}`,
      grantType: EXCHANGE_GRANT,
      requestedTokenType: 'urn:ietf:params:oauth:token-type:access_token',
      scope: SCOPE,
      subjectTokenType: 'urn:ietf:params:oauth:token-type:jwt',
      subjectToken: idToken,
    });
    const federated = readAnswer(federate, yield federate);
    const token = mask(textAt(federate, federated, 'access_token'));
    const tokenEnd = expiryAfter(federated.expires_in, now);
    issued({ what: 'a federated access token', expiresAt: tokenEnd });
    const username = 'oauth2accesstoken';
    if (!serviceAccount) return { username, secret: token, expiresAt: tokenEnd };

    const base = endpoint ?? 'https://iamcredentials.googleapis.com';
    const impersonate = postJson(
      `${base}/v1/projects/-/serviceAccounts/${serviceAccount}:generateAccessToken`,
      { scope: [SCOPE], lifetime: '3600s' },
      { authorization: `Bearer ${token}` },
    );
    const answer = readAnswer(impersonate, yield impersonate);
    const secret = mask(textAt(impersonate, answer, 'accessToken'));
    const expiresAt = earliest(Date.parse(String(answer.expireTime)));
    issued({ what: "the service account's access token", expiresAt });
    return { username, secret, expiresAt };
  },
  trust: ({ pool, serviceAccount }, claims) => renderBinding(pool, serviceAccount, claims),
  hints: [
    [
      says(/attribute condition/i),
      "The provider's attribute condition refuses this job: compare it with the claims in the job summary.",
    ],
    [
      says(/iam\.serviceAccounts\.getAccessToken/),
      'The identity may not impersonate the service account: add the binding in the job summary (IAM needs up to five minutes).',
    ],
    [says(/issuer/i), "The provider was made for another issuer than this job's."],
    [says(/127 bytes/), 'A mapped attribute is too long: map `google.subject` to a shorter claim.'],
  ],
};

function renderBinding(pool: string, serviceAccount: string | undefined, claims: Claims): string {
  const [, project, name] = PROVIDER.exec(pool) ?? [];
  const resource = serviceAccount
    ? `gcloud iam service-accounts add-iam-policy-binding ${serviceAccount} --role roles/iam.workloadIdentityUser`
    : 'gcloud artifacts repositories add-iam-policy-binding REPOSITORY --location LOCATION --role roles/artifactregistry.writer';
  const members = subjects(claims).map(
    (sub) =>
      `${resource} \\\n  --member "principal://iam.googleapis.com/projects/${project}/locations/global/workloadIdentityPools/${name}/subject/${sub}"`,
  );
  return [...members, `# attribute condition: assertion.repository_id == '${claims.repository_id}'`].join(
    '\n',
  );
}
