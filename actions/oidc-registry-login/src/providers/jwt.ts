import { expiryOf } from './lifetime.ts';
import type { Provider } from './provider.ts';
import { describeTrust } from './trust.ts';
import { parseUserName } from './usable.ts';

type Settings = { readonly audience: string; readonly username: string };

/** A registry that checks GitHub's token itself (zot, for one): the ID token is the password. */
export const jwt: Provider<Settings> = {
  keys: ['audience', 'username'],
  owns: () => false,
  read: (input) => ({
    audience: input.required('audience'),
    username: input.parsedOptional('username', parseUserName) ?? 'oidc',
  }),
  audience: ({ audience }) => audience,
  // biome-ignore lint/correctness/useYield: nothing has to be asked
  *exchange({ username }, { idToken, issued }) {
    const expiresAt = expiryOf(idToken);
    issued({ what: 'an ID token', expiresAt });
    return { username, secret: idToken, expiresAt };
  },
  trust: ({ audience }, claims) => describeTrust(claims, audience),
  hints: [],
};
