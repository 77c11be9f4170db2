import { ActionError, type HttpRequest } from '@go-actions/action-kit';
import { readAnswer } from '../providers/answer.ts';
import { decodeClaims } from '../providers/claims.ts';
import type { Conversation, Credential, Target } from '../providers/provider.ts';
import { basicAuth } from '../providers/secret-forms.ts';
import { hostname, isLoopback, registryUrl } from '../registries/host.ts';
import { parseChallenge } from './challenge.ts';

export const VERIFY = ['scope', 'ping', 'off'] as const;
export type Verify = (typeof VERIFY)[number];

/** What the registry itself said about the credential. */
export type Verified = 'granted' | 'accepted' | 'unchecked';

type Grant = { readonly type?: unknown; readonly name?: unknown; readonly actions?: unknown };

/**
 * Asks the registry, as a client would, whether it takes the credential and (for `scope`) what it grants on the
 * repositories. An opaque registry token says nothing about grants: then it is "accepted".
 */
export function* verify(
  target: Target,
  { username, secret }: Credential,
  level: Verify,
  mask: (secret: string) => string,
): Conversation<Verified> {
  if (level === 'off') return 'unchecked';
  const ping: HttpRequest = { url: `${registryUrl(target.registry)}/v2/` };
  const first = yield ping;
  if (first.status === 200) return 'accepted';
  const challenge = first.status === 401 ? parseChallenge(first.headers['www-authenticate']) : undefined;
  if (!challenge)
    throw new ActionError(`${target.registry} answered ${first.status} on /v2/: is this a registry?`);
  const authorization = `Basic ${mask(basicAuth(username, secret))}`;
  if (challenge.scheme === 'basic') {
    const { status } = yield { ...ping, headers: { authorization } };
    if (status === 200) return 'accepted';
    throw new ActionError(`${target.registry} refused the credential (${status}).`);
  }
  const realm = checkRealm(challenge.realm, target.registry);
  if (challenge.service) realm.searchParams.set('service', challenge.service);
  const scopes = level === 'scope' ? target.repositories : [];
  const actions = target.access === 'push' ? 'pull,push' : 'pull';
  for (const name of scopes) realm.searchParams.append('scope', `repository:${name}:${actions}`);
  const request: HttpRequest = { url: realm.href, headers: { authorization } };
  const answer = readAnswer(request, yield request);
  const token = mask(String(answer.token ?? answer.access_token ?? ''));
  return scopes.length > 0 ? judgeGrants(token, target) : 'accepted';
}

/** Compares what was granted with what the entry asks for. */
function judgeGrants(token: string, { registry, repositories, access }: Target): Verified {
  const grants = token.split('.').length === 3 ? decodeClaims(token).access : undefined;
  if (!Array.isArray(grants)) return 'accepted';
  const wanted = access === 'push' ? ['pull', 'push'] : ['pull'];
  const missing = repositories.flatMap((name) => {
    const actions = (grants as Grant[])
      .filter((grant) => grant?.name === name)
      .flatMap(({ actions }) => actions);
    const lacking = wanted.filter((action) => !actions.includes(action) && !actions.includes('*'));
    return lacking.length > 0 ? [`${lacking.join(' and ')} on ${name}`] : [];
  });
  if (missing.length === 0) return 'granted';
  throw new ActionError(`${registry} takes the credential, but does not grant ${missing.join(', ')}.`, {
    remedy:
      'Give the identity that permission at the registry, or set `verify: ping` if the registry says too little.',
  });
}

/**
 * A registry names its token realm itself, so a hostile one could point at the runner's own network: private addresses
 * are taken only from a loopback registry or as the registry's own host (as go-containerregistry does).
 */
function checkRealm(realm: string, registry: string): URL {
  const url = URL.canParse(realm) ? new URL(realm) : undefined;
  const local = isLoopback(hostname(registry));
  const safe =
    url !== undefined &&
    !url.username &&
    (url.host === registry ||
      (url.protocol === 'https:' && !isAddress(url.hostname)) ||
      (local && isLoopback(url.hostname) && url.protocol === 'http:'));
  if (!safe)
    throw new ActionError(
      `${registry} names a token realm that gets no credential: ${JSON.stringify(realm.slice(0, 200))}.`,
    );
  if (url.host === registry && url.protocol !== 'https:' && !local)
    throw new ActionError(`${registry} names a token realm without TLS.`);
  return url;
}

function isAddress(name: string): boolean {
  return name.startsWith('[') || /^[\d.]+$/.test(name) || isLoopback(name);
}
