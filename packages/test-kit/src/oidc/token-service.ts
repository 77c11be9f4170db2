import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { OidcIssuer } from './issuer.ts';
import { type Answer, type LocalServer, type SeenRequest, startLocalServer } from './local-server.ts';

export type IssuedSecret = {
  readonly username: string;
  readonly secret: string;
  readonly subject: string;
  /** Milliseconds since the epoch; a test lets time pass by changing it. */
  expiresAt: number;
};

export type TokenService = LocalServer & {
  /** RFC 8693 token exchange. */
  readonly tokenUrl: string;
  /** The registry's token realm: Basic `user:secret` becomes a signed token. */
  readonly realm: string;
  readonly service: string;
  readonly audience: string;
  readonly issuerName: string;
  /** The public keys that sign registry tokens. */
  readonly jwks: { readonly keys: readonly JWK[] };
  readonly issued: IssuedSecret[];
  /** A secret that the realm accepts, without an exchange: for peers that play a vendor's own protocol. */
  issue(username: string, subject?: string, lifetimeSeconds?: number): IssuedSecret;
};

export type TokenServiceOptions = {
  readonly issuer: OidcIssuer;
  readonly audience?: string;
  /** The subjects that are trusted; default: every one of `octo/app`, in both shapes. */
  readonly trusts?: RegExp;
  readonly lifetimeSeconds?: number;
  /** What a secret may do; default push and pull everywhere. */
  readonly allows?: readonly string[];
  readonly latencyMs?: number;
};

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const TOKEN_LIFETIME_S = 60;

/** A token service that really verifies: signature by the issuer's keys, issuer, audience, subject, times. */
export async function startTokenService(options: TokenServiceOptions): Promise<TokenService> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'realm-1', alg: 'ES256', use: 'sig' };
  const service = 'registry.test';
  const audience = options.audience ?? 'https://registry.test';
  const trusts = options.trusts ?? /^repo:octo(@\d+)?\/app(@\d+)?:/;
  const issued: IssuedSecret[] = [];

  const issue: TokenService['issue'] = (
    username,
    subject = '',
    lifetimeSeconds = options.lifetimeSeconds ?? 900,
  ) => {
    const secret = `s3cr3t/${randomBytes(18).toString('base64')}:"x"`;
    const entry = {
      username,
      secret,
      subject,
      expiresAt: Date.now() + lifetimeSeconds * 1_000,
    };
    issued.push(entry);
    return entry;
  };

  const exchange = async ({ body }: SeenRequest): Promise<Answer> => {
    const form = new URLSearchParams(body);
    const refuse = (error: string, description: string) => ({
      status: 400,
      body: { error, error_description: description },
    });
    if (form.get('grant_type') !== EXCHANGE) return refuse('unsupported_grant_type', 'only token exchange');
    const verified = await options.issuer
      .verify(form.get('subject_token') ?? '', audience)
      .catch((error: Error) => error);
    if (verified instanceof Error)
      return refuse('invalid_request', `the subject token is not valid: ${verified.message}`);
    const subject = verified.payload.sub ?? '';
    if (!trusts.test(subject)) return refuse('access_denied', `subject ${subject} is not trusted here`);
    const { secret, expiresAt } = issue('robot', subject);
    return {
      body: {
        access_token: secret,
        issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        token_type: 'N_A',
        expires_in: Math.round((expiresAt - Date.now()) / 1_000),
      },
    };
  };

  const grant = async ({ url, headers }: SeenRequest): Promise<Answer> => {
    const basic = Buffer.from(/^Basic (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '', 'base64').toString(
      'utf8',
    );
    const secret = basic.slice(basic.indexOf(':') + 1);
    const entry = issued.find((candidate) => candidate.secret === secret);
    if (!entry || entry.expiresAt <= Date.now()) {
      return {
        status: 401,
        body: { errors: [{ code: 'UNAUTHORIZED', message: 'unknown or expired secret' }] },
      };
    }
    const access = url.searchParams
      .getAll('scope')
      .flatMap((scope) => scope.split(' '))
      .map(parseScope)
      .map((scope) => ({
        ...scope,
        actions: scope.actions.filter((action) => (options.allows ?? ['pull', 'push']).includes(action)),
      }));
    const now = Math.floor(Date.now() / 1_000);
    const token = await new SignJWT({
      access,
      iss: server.url,
      aud: service,
      sub: entry.username,
      iat: now,
      nbf: now - 10,
    })
      .setProtectedHeader({ alg: 'ES256', kid: jwk.kid, typ: 'JWT' })
      .setExpirationTime(now + TOKEN_LIFETIME_S)
      .sign(privateKey);
    return { body: { token, access_token: token, expires_in: TOKEN_LIFETIME_S } };
  };

  const server = await startLocalServer(
    (request) => {
      const route = `${request.method} ${request.url.pathname}`;
      if (route === 'POST /token') return exchange(request);
      if (route === 'GET /auth') return grant(request);
      return { status: 404, body: 'not found' };
    },
    { latencyMs: options.latencyMs ?? 0 },
  );
  return Object.assign(server, {
    tokenUrl: `${server.url}/token`,
    // By name: crane refuses a realm on a loopback address that is not the registry's own (validateRealmURL in ggcr).
    realm: `${server.url.replace('127.0.0.1', 'localhost')}/auth`,
    service,
    audience,
    issuerName: server.url,
    jwks: { keys: [jwk] },
    issued,
    issue,
  });
}

/** `repository:team/app:pull,push` (distribution's token scope grammar). */
function parseScope(scope: string): { type: string; name: string; actions: string[] } {
  const type = scope.slice(0, scope.indexOf(':'));
  const name = scope.slice(type.length + 1, scope.lastIndexOf(':'));
  return { type, name, actions: scope.slice(scope.lastIndexOf(':') + 1).split(',') };
}
