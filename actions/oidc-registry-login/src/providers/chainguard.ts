import { expected } from '@go-actions/action-kit';
import { readAnswer, textAt } from './answer.ts';
import { earliest, expiryOf } from './lifetime.ts';
import { answers, type Provider, says } from './provider.ts';
import { describeTrust } from './trust.ts';

const ISSUER = 'https://issuer.enforce.dev';

type Settings = { readonly identity: string; readonly audience: string };

/** Chainguard's cgr.dev: its token service lets the ID token assume an identity (chainguard-dev/sdk, sts; pull-secret-updater). */
export const chainguard: Provider<Settings> = {
  keys: ['identity', 'audience'],
  owns: (host) => host === 'cgr.dev',
  read: (input) => ({
    identity: input.parsed('identity', (text) =>
      /^[0-9a-f]{40}(\/[0-9a-f]{16})+$/.test(text)
        ? text
        : expected('the id of an assumable identity, as `chainctl iam identities list` shows it'),
    ),
    audience: input.optional('audience') ?? ISSUER,
  }),
  audience: ({ audience }) => audience,
  *exchange({ endpoint, registry, identity }, { idToken, mask, issued }) {
    const url = new URL(`${endpoint ?? ISSUER}/sts/exchange`);
    url.searchParams.set('aud', registry);
    url.searchParams.set('identity', identity);
    const request = {
      method: 'POST' as const,
      url: url.href,
      headers: { accept: 'application/json', authorization: `Bearer ${idToken}` },
    };
    const answer = readAnswer(request, yield request);
    const secret = mask(textAt(request, answer, 'token'));
    const expiresAt = earliest(Date.parse(String(answer.expiry)), expiryOf(secret));
    issued({ what: 'a registry token', expiresAt });
    return { username: '_token', secret, expiresAt };
  },
  trust: ({ audience, identity }, claims) =>
    `Assumable identity ${identity} (\`chainctl iam identities create\`), role registry.pull or registry.push:\n${describeTrust(claims, audience)}`,
  hints: [
    [
      says(/audience/i),
      'The identity expects another audience: make `audience` the one that it was created with.',
    ],
    [answers(401, 403), "The identity does not trust this job's `sub`: create it as the job summary shows."],
  ],
};
