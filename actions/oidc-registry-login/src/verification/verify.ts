import { ActionError, basicAuth, type HttpRequest, type HttpResponse } from '@go-actions/action-kit';
import { readAnswer } from '../providers/answer.ts';
import { decodeClaims } from '../providers/claims.ts';
import type { Conversation, Credential, LoginTarget } from '../providers/provider.ts';
import { registryUrl } from '../registries/host.ts';
import { type Challenge, parseChallenge } from './challenge.ts';
import { checkRealm } from './realm.ts';

export const VERIFY = ['scope', 'ping', 'off'] as const;
export type Verify = (typeof VERIFY)[number];

/**
 * What the registry itself said: `granted`, the access that the entry asks for; `accepted`, it saw the credential and took
 * it; `unchecked`, it let everybody in or did not say.
 */
export type Verified = 'granted' | 'accepted' | 'unchecked';

/** Asks the registry, as a client would, whether it takes the credential and, for `scope`, what it grants on the repositories. */
export function* verify(
  target: LoginTarget,
  { username, secret }: Credential,
  level: Verify,
  mask: (secret: string) => string,
): Conversation<Verified> {
  if (level === 'off') return 'unchecked';
  const authorization = `Basic ${mask(basicAuth(username, secret))}`;
  const ping: HttpRequest = { url: `${registryUrl(target.registry)}/v2/` };
  const open = yield ping;
  const challenge = open.status === 401 ? parseChallenge(open.headers['www-authenticate']) : undefined;
  if (challenge?.scheme === 'bearer')
    return yield* verifyToken(target, challenge, { authorization, level, mask });
  if (open.status !== 200 && open.status !== 401)
    throw new ActionError(`${target.registry} answered ${open.status} on /v2/: is this a registry?`);
  const { status } = yield { ...ping, headers: { authorization } };
  // Nobody who is let in without a credential has shown that his is taken; a refusal counts, if it is one of the credential.
  if (status === 200) return open.status === 401 ? 'accepted' : 'unchecked';
  if (open.status === 401 && !challenge) return 'unchecked';
  throw new ActionError(`${target.registry} refused the credential (${status}).`);
}

type Asker = {
  readonly authorization: string;
  readonly level: Verify;
  mask(secret: string): string;
};

function* verifyToken(
  target: LoginTarget,
  challenge: Extract<Challenge, { scheme: 'bearer' }>,
  { authorization, level, mask }: Asker,
): Conversation<Verified> {
  const { registry, repositories } = target;
  const scopes = level === 'scope' ? repositories.map((name) => scopeOf(target, name)) : [];
  const realm = checkRealm(challenge.realm, registry);
  if (challenge.service) realm.searchParams.set('service', challenge.service);
  const anonymous: HttpRequest = { url: realm.href };
  for (const scope of scopes) realm.searchParams.append('scope', scope);
  const request: HttpRequest = { url: realm.href, headers: { authorization } };
  const token = mask(tokenOf(readAnswer(request, yield request)));
  if (token === '') {
    if (scopes.length === 0) return 'unchecked';
    throw lacking(registry, [`${target.access} on ${repositories.join(', ')}`]);
  }
  const grants = grantsOf(token);
  if (scopes.length > 0 && grants) return judgeGrants(grants, target);

  const bearer = { authorization: `Bearer ${token}` };
  const base = registryUrl(registry);
  // An opaque token says nothing about itself, so it is shown to the registry.
  const places =
    scopes.length > 0 ? repositories.map((name) => `${base}/v2/${name}/tags/list?n=1`) : [`${base}/v2/`];
  for (const url of places) {
    const { status } = yield { url, headers: bearer };
    if (status === 401 || status === 403)
      throw new ActionError(`${registry} refused the credential (${status}).`);
    if (status !== 200 && status !== 404) return 'unchecked';
  }
  // A realm that gives tokens to everybody has not looked at the credential, unless this token names somebody else.
  const given = givenToken(yield anonymous);
  if (given === undefined) return 'accepted';
  const subject = subjectOf(token);
  return subject !== undefined && subject !== subjectOf(given) ? 'accepted' : 'unchecked';
}

function scopeOf({ access }: LoginTarget, name: string): string {
  return `repository:${name}:${access === 'push' ? 'pull,push' : 'pull'}`;
}

function tokenOf(answer: Readonly<Record<string, unknown>>): string {
  const found = answer.token || answer.access_token;
  return typeof found === 'string' ? found : '';
}

/** The token in an answer, of whatever kind it is; `undefined` for none. */
function givenToken({ status, body }: HttpResponse): string | undefined {
  const [, token] = /"(?:access_)?token"\s*:\s*"([^"]+)/.exec(body.toString('utf8')) ?? [];
  return status === 200 ? token : undefined;
}

type Grant = { readonly name: string; readonly actions: readonly unknown[] };

/** What a signed token grants; `undefined` when it does not say. Go writes an empty list as `null`. */
function grantsOf(token: string): readonly Grant[] | undefined {
  const claims = claimsOf(token);
  if (!claims || !Object.hasOwn(claims, 'access')) return undefined;
  if (claims.access !== null && !Array.isArray(claims.access)) return undefined;
  return ((claims.access ?? []) as unknown[]).flatMap((grant) => {
    const { type, name, actions } = (grant ?? {}) as Record<string, unknown>;
    const fits = (type === undefined || type === 'repository') && typeof name === 'string';
    return fits && Array.isArray(actions) ? [{ name, actions }] : [];
  });
}

function subjectOf(token: string): string | undefined {
  const subject = claimsOf(token)?.sub;
  return typeof subject === 'string' && subject !== '' ? subject : undefined;
}

function claimsOf(token: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return decodeClaims(token);
  } catch {
    return undefined; // opaque
  }
}

/** Compares what was granted with what the entry asks for. */
function judgeGrants(grants: readonly Grant[], { registry, repositories, access }: LoginTarget): Verified {
  const wanted = access === 'push' ? ['pull', 'push'] : ['pull'];
  const missing = repositories.flatMap((name) => {
    const actions = grants.filter((grant) => grant.name === name).flatMap(({ actions }) => actions);
    const left = wanted.filter((action) => !actions.includes(action) && !actions.includes('*'));
    return left.length > 0 ? [`${left.join(' and ')} on ${name}`] : [];
  });
  if (missing.length === 0) return 'granted';
  throw lacking(registry, missing);
}

function lacking(registry: string, missing: readonly string[]): ActionError {
  return new ActionError(`${registry} takes the credential, but does not grant ${missing.join(', ')}.`, {
    remedy:
      'Give the identity that permission at the registry, or set `verify: ping` if the registry says too little.',
  });
}
