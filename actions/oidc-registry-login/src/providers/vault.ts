import { ActionError, expected } from '@go-actions/action-kit';
import { parseBaseUrl } from '../registries/host.ts';
import { readAnswer, textAt, valueAt } from './answer.ts';
import { type Claims, subjects } from './claims.ts';
import { earliest, expiryAfter } from './lifetime.ts';
import { type Provider, says } from './provider.ts';
import { postJson } from './request.ts';

type Settings = {
  readonly url: string;
  readonly mount: string;
  readonly role: string;
  readonly path: string;
  readonly usernameField: string;
  readonly passwordField: string;
  readonly audience: string;
  readonly namespace: string | undefined;
};

/** HTTP 412: a standby has not seen the new token yet (Vault, "Eventual consistency"). */
const NOT_REPLICATED = 412;
const REPLICATION_TRIES = 4;

/** Vault or OpenBao: a JWT login, one read, and the login revoked at the end (hashicorp/vault-action, src/auth.js). */
export const vault: Provider<Settings> = {
  keys: ['url', 'mount', 'role', 'path', 'username-field', 'password-field', 'audience', 'namespace'],
  owns: () => false,
  read: (input) => {
    const url = input.parsed('url', parseBaseUrl);
    return {
      url,
      mount: input.parsed('mount', (text) => parsePath(text || 'jwt')),
      role: input.required('role'),
      path: input.parsed('path', parsePath),
      usernameField: input.optional('username-field') ?? 'username',
      passwordField: input.optional('password-field') ?? 'password',
      audience: input.optional('audience') ?? url,
      namespace: input.parsedOptional('namespace', parsePath),
    };
  },
  audience: ({ audience }) => audience,
  *exchange(
    { endpoint, url, mount, role, path, usernameField, passwordField, namespace },
    { idToken, now, mask, issued },
  ) {
    const base = `${endpoint ?? url}/v1`;
    const scope: Record<string, string> = namespace ? { 'x-vault-namespace': namespace } : {};
    const login = postJson(`${base}/auth/${mount}/login`, { role, jwt: idToken }, scope);
    const session = readAnswer(login, yield login);
    const token = mask(textAt(login, session, 'auth', 'client_token'));
    const headers = { ...scope, 'x-vault-token': token };
    const tokenEnd = expiryAfter(valueAt(session, ['auth', 'lease_duration']), now);
    // Whatever comes after: the token of this login ends with the job, and takes what it leased along.
    const revocation = { method: 'POST' as const, url: `${base}/auth/token/revoke-self`, headers };
    issued({ what: 'a Vault token', expiresAt: tokenEnd, revocation });

    const read = {
      method: 'GET' as const,
      url: `${base}/${path}`,
      headers: { accept: 'application/json', ...headers },
    };
    let response = yield read;
    for (let tries = 1; response.status === NOT_REPLICATED && tries < REPLICATION_TRIES; tries++)
      response = yield read;
    const secretData = readAnswer(read, response);
    const username = fieldOf(secretData, usernameField, path);
    const secret = mask(fieldOf(secretData, passwordField, path));
    return { username, secret, expiresAt: earliest(expiryAfter(secretData.lease_duration, now), tokenEnd) };
  },
  trust: ({ mount, role, audience }, claims) => renderRole(mount, role, audience, claims),
  hints: [
    [
      says(/claim "(sub|aud)"|audience/i),
      "The role's bound claims do not match this job: compare them with the role in the job summary.",
    ],
    [says(/role .*could not be found/i), 'The mount has no such role: check `role` and `mount`.'],
    [says(/permission denied/i), "The role's policies do not allow reading `path`."],
  ],
};

/** Version 2 of the key-value engine wraps the fields once more. */
function fieldOf(answer: Readonly<Record<string, unknown>>, field: string, path: string): string {
  const found = valueAt(answer, ['data', 'data', field]) ?? valueAt(answer, ['data', field]);
  if (typeof found === 'string' && found !== '') return found;
  throw new ActionError(`Vault's ${path} has no text field \`${field}\`.`, {
    remedy: 'Name the fields with `username-field` and `password-field`.',
  });
}

function renderRole(mount: string, role: string, audience: string, claims: Claims): string {
  const body = {
    role_type: 'jwt',
    user_claim: 'sub',
    bound_audiences: [audience],
    bound_claims: { sub: subjects(claims) },
    token_policies: ['…'],
    token_ttl: '1h',
  };
  return `vault write auth/${mount}/role/${role} - <<'EOF'\n${JSON.stringify(body, null, 2)}\nEOF`;
}

function parsePath(text: string): string {
  const path = text.replace(/^\/+|\/+$/g, '');
  const clean = /^[\w.-]+(\/[\w.-]+)*$/.test(path) && !path.split('/').some((part) => /^\.+$/.test(part));
  return clean ? path : expected('a path such as "secret/data/registry"');
}
