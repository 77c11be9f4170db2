import { expected } from '@go-actions/action-kit';
import { registryUrl } from '../registries/host.ts';
import { readAnswer, textAt } from './answer.ts';
import { earliest, expiryOf } from './lifetime.ts';
import { type Provider, says } from './provider.ts';
import { describeTrust } from './trust.ts';

/** Quay's own constant, TMP_ROBOT_TOKEN_VALIDITY_LIFETIME_S (quay, data/model/user.py). */
const LIFETIME_MS = 3_600_000;

type Settings = { readonly robot: string; readonly audience: string };

/** Quay's robot federation: the ID token is the password of one request, whose answer is the robot's password for an hour. */
export const quay: Provider<Settings> = {
  keys: ['robot', 'audience'],
  owns: (host) => host === 'quay.io',
  read: (input, { registry }) => ({
    robot: input.parsed('robot', (text) =>
      /^[a-z0-9_.-]+\+[a-z0-9_.-]+$/.test(text) ? text : expected('a robot such as "acme+push"'),
    ),
    audience: input.optional('audience') ?? `https://${registry}`,
  }),
  audience: ({ audience }) => audience,
  *exchange({ endpoint, registry, robot }, { idToken, now, mask, issued }) {
    const basic = mask(Buffer.from(`${robot}:${idToken}`).toString('base64'));
    const request = {
      method: 'GET' as const,
      url: `${endpoint ?? registryUrl(registry)}/oauth2/federation/robot/token`,
      headers: { accept: 'application/json', authorization: `Basic ${basic}` },
    };
    const secret = mask(textAt(request, readAnswer(request, yield request), 'token'));
    const expiresAt = earliest(now + LIFETIME_MS, expiryOf(secret));
    issued({ what: 'a robot token', expiresAt });
    return { username: robot, secret, expiresAt };
  },
  trust: ({ audience, robot }, claims) =>
    `Robot ${robot}, "Set robot federation":\n${describeTrust(claims, audience)}`,
  hints: [
    [
      says(/not configured for this robot/i),
      'The robot has no federation for this issuer: add the one in the job summary.',
    ],
    [
      says(/does not match/i),
      "The robot's federation names another subject; Quay compares it exactly, so both shapes need an entry.",
    ],
  ],
};
