import { expected } from '@go-actions/action-kit';
import { readAnswer, textAt } from './answer.ts';
import { earliest, expiryAfter, expiryOf } from './lifetime.ts';
import { answers, type Provider, says } from './provider.ts';
import { postForm } from './request.ts';
import { EXCHANGE_GRANT, ID_TOKEN } from './token-exchange.ts';
import { describeTrust } from './trust.ts';
import { parseUserName } from './usable.ts';

const AUDIENCE = 'https://identity.docker.com';
/** Docker's own default of five minutes ends inside most builds (docker/login-action#1068, cilium/cilium#48535). */
const LIFETIME_S = 3_600;

type Settings = { readonly username: string; readonly connectionId: string; readonly expiresIn: number };

/** Docker Hub's OIDC connections (docker/login-action, src/dockerhub.ts). */
export const dockerhub: Provider<Settings> = {
  keys: ['username', 'connection-id', 'expires-in'],
  owns: (host) => host === 'docker.io' || host === 'dhi.io',
  read: (input) => ({
    username: input.parsed('username', parseUserName),
    connectionId: input.parsed('connection-id', parseUuid),
    expiresIn: input.parsed('expires-in', parseLifetime),
  }),
  audience: () => AUDIENCE,
  *exchange({ endpoint, username, connectionId, expiresIn }, { idToken, now, mask, issued }) {
    const request = postForm(`${endpoint ?? AUDIENCE}/oauth/token`, {
      grant_type: EXCHANGE_GRANT,
      subject_token_type: ID_TOKEN,
      subject_token: idToken,
      connection_id: connectionId,
      expires_in: String(expiresIn),
    });
    const answer = readAnswer(request, yield request);
    const secret = mask(textAt(request, answer, 'access_token'));
    const expiresAt = earliest(expiryAfter(answer.expires_in ?? expiresIn, now), expiryOf(secret));
    issued({ what: 'an access token', expiresAt });
    return { username, secret, expiresAt };
  },
  trust: (_entry, claims) =>
    `Docker Home, Admin Console, OIDC connections, ruleset:\n${describeTrust(claims, AUDIENCE)}`,
  hints: [
    [
      answers(401, 403),
      "The connection's ruleset does not match this job, or the plan has no OIDC connections.",
    ],
    [says(/expires/i), 'The plan limits the lifetime: lower `expires-in`.'],
  ],
};

function parseLifetime(text: string): number {
  const seconds = text === '' ? LIFETIME_S : /^\d{1,6}$/.test(text) ? Number(text) : 0;
  return seconds >= 60 && seconds <= 21_600 ? seconds : expected('whole seconds from 60 to 21600');
}

function parseUuid(text: string): string {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
    ? text
    : expected('a UUID (Docker Home shows it at the connection)');
}
