import { expected } from '@go-actions/action-kit';
import { registryUrl } from '../registries/host.ts';
import { readAnswer, textAt } from './answer.ts';
import { type Claims, decodeClaims, subjects } from './claims.ts';
import { earliest, expiryAfter, expiryOf } from './lifetime.ts';
import { answers, type Provider, says } from './provider.ts';
import { postJson } from './request.ts';
import { EXCHANGE_GRANT, ID_TOKEN } from './token-exchange.ts';

type Settings = {
  readonly providerName: string;
  readonly audience: string;
  readonly project: string | undefined;
};

/** JFrog Artifactory's OIDC integration (jfrog/setup-jfrog-cli, src/oidc-utils.ts). */
export const jfrog: Provider<Settings> = {
  keys: ['provider-name', 'audience', 'project'],
  owns: (host) => /^[a-z0-9-]+\.jfrog\.io$/.test(host),
  read: (input) => ({
    providerName: input.required('provider-name'),
    audience: input.required('audience'),
    project: input.parsedOptional('project', (text) =>
      /^[a-z][a-z0-9-]{1,31}$/.test(text) ? text : expected('a project key such as "team"'),
    ),
  }),
  audience: ({ audience }) => audience,
  *exchange({ endpoint, registry, providerName, project }, { idToken, now, mask, issued }) {
    const platform = endpoint ?? registryUrl(registry);
    const request = postJson(`${platform}/access/api/v1/oidc/token`, {
      grant_type: EXCHANGE_GRANT,
      subject_token_type: ID_TOKEN,
      subject_token: idToken,
      provider_name: providerName,
      project_key: project,
    });
    const answer = readAnswer(request, yield request);
    const secret = mask(textAt(request, answer, 'access_token'));
    const claims = claimsOf(secret);
    const expiresAt = earliest(expiryOf(secret), expiryAfter(answer.expires_in, now));
    if (typeof answer.refresh_token === 'string') mask(answer.refresh_token);
    const revocation = {
      method: 'DELETE' as const,
      url: `${platform}/access/api/v1/tokens/${encodeURIComponent(String(claims.jti))}`,
      headers: { authorization: `Bearer ${secret}` },
    };
    issued({ what: 'an access token', expiresAt, ...(claims.jti ? { revocation } : {}) });
    return { username: userOf(claims, answer), secret, expiresAt };
  },
  trust: ({ providerName, audience }, claims) => {
    const mappings = subjects(claims).map((sub) => JSON.stringify({ iss: claims.iss, aud: audience, sub }));
    return `Administration, OIDC integrations, ${providerName}, identity mappings (claims JSON, one each):\n${mappings.join('\n')}`;
  },
  hints: [
    [says(/provider/i), 'There is no OIDC integration of this name: check `provider-name`.'],
    [
      answers(401, 403),
      'No identity mapping of the integration matches this job: add the one in the job summary.',
    ],
  ],
};

/** Empty for an opaque token. */
function claimsOf(token: string): Claims {
  try {
    return decodeClaims(token);
  } catch {
    return {}; // it says nothing about itself
  }
}

/** `jfrt@…/users/NAME` names the user; a token of another scope has a subject that is the user name as a whole. */
function userOf(claims: Claims, answer: Readonly<Record<string, unknown>>): string {
  const subject = String(claims.sub ?? answer.username ?? '');
  return /\/users\/([^/]+)$/.exec(subject)?.[1] ?? (subject || 'oidc');
}
