import { expected } from '@go-actions/action-kit';
import { parseEndpoint } from '../registries/host.ts';
import { findStoredSecret } from '../registries/stored-secret.ts';
import { readAnswer, textAt } from './answer.ts';
import { earliest, expiryAfter, expiryOf } from './lifetime.ts';
import { type Provider, says } from './provider.ts';
import { postForm } from './request.ts';
import { describeTrust } from './trust.ts';
import { parseUserName } from './usable.ts';

export const EXCHANGE_GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';
export const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const RESERVED = new Set(['grant_type', 'subject_token', 'client_assertion', 'actor_token']);

type Settings = {
  readonly tokenUrl: string;
  readonly audience: string;
  readonly username: string;
  readonly scope: string | undefined;
  readonly resource: string | undefined;
  readonly clientId: string | undefined;
  readonly extra: Readonly<Record<string, string>>;
};

/** Any OAuth token service that speaks RFC 8693 with a public client. */
export const tokenExchange: Provider<Settings> = {
  keys: ['token-url', 'audience', 'username', 'scope', 'resource', 'client-id', 'extra'],
  owns: () => false,
  read: (input) => ({
    tokenUrl: input.parsed('token-url', parseEndpoint),
    audience: input.required('audience'),
    username: input.parsedOptional('username', parseUserName) ?? 'oidc',
    scope: input.optional('scope'),
    resource: input.optional('resource'),
    clientId: input.optional('client-id'),
    extra: input.parsed('extra', parseExtra),
  }),
  audience: ({ audience }) => audience,
  *exchange(
    { tokenUrl, endpoint, audience, username, scope, resource, clientId, extra },
    { idToken, now, mask, issued },
  ) {
    const request = postForm(endpoint ?? tokenUrl, {
      grant_type: EXCHANGE_GRANT,
      subject_token: idToken,
      subject_token_type: ID_TOKEN,
      requested_token_type: ACCESS_TOKEN,
      audience,
      scope,
      resource,
      client_id: clientId,
      ...extra,
    });
    const answer = readAnswer(request, yield request);
    const secret = mask(textAt(request, answer, 'access_token'));
    const expiresAt = earliest(expiryAfter(answer.expires_in, now), expiryOf(secret));
    issued({ what: 'an access token', expiresAt });
    return { username, secret, expiresAt };
  },
  trust: ({ audience }, claims) => describeTrust(claims, audience),
  hints: [
    [
      says(/audience/i),
      'The service expects another audience: make `audience` the one that it is configured with.',
    ],
    [
      says(/client/i),
      'The service wants a client: name its public client with `client-id`; one with a secret is not supported.',
    ],
  ],
};

/** Further form fields, one `name=value` a line. */
function parseExtra(text: string): Record<string, string> {
  const pairs = text
    .split('\n')
    .filter((line) => line.trim())
    .map((line): [string, string] => {
      const [, name = '', value = ''] =
        /^\s*([A-Za-z0-9_.-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? expected('lines of the form name=value');
      if (RESERVED.has(name)) expected(`fields other than ${[...RESERVED].join(', ')}`);
      if (findStoredSecret(name, value) && !name.endsWith('_token_type')) expected('no stored secret');
      return [name, value];
    });
  return Object.fromEntries(pairs);
}
