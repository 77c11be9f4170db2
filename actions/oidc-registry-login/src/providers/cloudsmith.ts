import { expected } from '@go-actions/action-kit';
import { readAnswer, textAt } from './answer.ts';
import { earliest, expiryAfter, expiryOf } from './lifetime.ts';
import { answers, type Provider } from './provider.ts';
import { postJson } from './request.ts';
import { describeTrust } from './trust.ts';

type Settings = { readonly organization: string; readonly service: string; readonly audience: string };

/** Cloudsmith's OIDC for service accounts (cloudsmith-io/cloudsmith-cli-action, README; secondlife/cloudsmith-oidc, action.sh). */
export const cloudsmith: Provider<Settings> = {
  keys: ['organization', 'service', 'audience'],
  owns: (host) => host === 'docker.cloudsmith.io' || host === 'helm.oci.cloudsmith.io',
  read: (input) => {
    const organization = input.parsed('organization', parseSlug);
    return {
      organization,
      service: input.parsed('service', parseSlug),
      audience: input.optional('audience') ?? `https://github.com/${organization}`,
    };
  },
  audience: ({ audience }) => audience,
  *exchange({ endpoint, organization, service }, { idToken, now, mask, issued }) {
    const request = postJson(`${endpoint ?? 'https://api.cloudsmith.io'}/openid/${organization}/`, {
      oidc_token: idToken,
      service_slug: service,
    });
    const answer = readAnswer(request, yield request);
    const secret = mask(textAt(request, answer, 'token'));
    const expiresAt = earliest(expiryOf(secret), expiryAfter(answer.expires_in, now));
    issued({ what: 'an access token', expiresAt });
    return { username: 'token', secret, expiresAt };
  },
  trust: ({ audience, service }, claims) =>
    `Settings, Authentication, OpenID Connect, a provider for the service account ${service}:\n${describeTrust(claims, audience)}`,
  hints: [
    [
      answers(401, 403, 422),
      "The provider's required claims do not match this job, or `service` is not one of its accounts.",
    ],
  ],
};

function parseSlug(text: string): string {
  return /^[a-z0-9][a-z0-9-]{0,99}$/.test(text)
    ? text
    : expected('a slug such as "acme" (it stands in the URL at Cloudsmith)');
}
