import { randomBytes, randomUUID } from 'node:crypto';
import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  type JWTVerifyResult,
  jwtVerify,
  SignJWT,
} from 'jose';
import { DEFAULT_IDENTITY, githubClaims, type JobIdentity } from './github-claims.ts';
import { type Answer, type LocalServer, type SeenRequest, startLocalServer } from './local-server.ts';

export type OidcIssuer = LocalServer & {
  /** The issuer's name, as in the claim `iss`; its keys are under `/.well-known/jwks`. */
  readonly issuer: string;
  /** What the runner gives to a job with `id-token: write`. */
  readonly env: {
    readonly ACTIONS_ID_TOKEN_REQUEST_URL: string;
    readonly ACTIONS_ID_TOKEN_REQUEST_TOKEN: string;
  };
  /** Every ID token handed out so far. */
  readonly tokens: string[];
  mint(audience: string, changes?: Readonly<Record<string, unknown>>): Promise<string>;
  /** Signature, issuer, audience and times, against the published keys; throws what `jose` throws. */
  verify(token: string, audience: string): Promise<JWTVerifyResult>;
};

export type OidcIssuerOptions = {
  readonly identity?: Partial<JobIdentity>;
  /** Added to, or replacing, GitHub's claims. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly lifetimeSeconds?: number;
  readonly latencyMs?: number;
};

/**
 * GitHub's OIDC issuer for one job: discovery, keys, and the endpoint behind ACTIONS_ID_TOKEN_REQUEST_URL, which already
 * holds a `?` and wants the request token as bearer.
 */
export async function startOidcIssuer(options: OidcIssuerOptions = {}): Promise<OidcIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'issuer-1', alg: 'RS256', use: 'sig' }] };
  const requestToken = `runner-${randomBytes(24).toString('base64url')}`;
  const identity: JobIdentity = { ...DEFAULT_IDENTITY, ...options.identity };
  const tokens: string[] = [];

  const mint: OidcIssuer['mint'] = async (audience, changes = {}) => {
    const now = Math.floor(Date.now() / 1_000);
    const claims = {
      ...githubClaims(identity),
      iss: server.url,
      aud: audience,
      iat: now,
      nbf: now - 600,
      exp: now + (options.lifetimeSeconds ?? 300),
      jti: randomUUID(),
      ...options.claims,
      ...changes,
    };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: 'issuer-1', typ: 'JWT' })
      .sign(privateKey);
  };

  const handle = async ({ method, url, headers }: SeenRequest): Promise<Answer> => {
    if (url.pathname === '/.well-known/openid-configuration') {
      return { body: { issuer: server.url, jwks_uri: `${server.url}/.well-known/jwks` } };
    }
    if (url.pathname === '/.well-known/jwks') return { body: jwks };
    if (url.pathname !== '/id-token' || method !== 'GET') return { status: 404, body: 'not found' };
    if (headers.authorization !== `Bearer ${requestToken}`)
      return { status: 401, body: { message: 'Unauthorized' } };
    if (url.searchParams.get('api-version') !== '2.0')
      return { status: 400, body: { message: 'the query was cut' } };
    const owner = `https://github.com/${identity.repository.split('/')[0]}`;
    const token = await mint(url.searchParams.get('audience') ?? owner);
    tokens.push(token);
    return { body: { count: 1, value: token } };
  };

  const server = await startLocalServer(handle, { latencyMs: options.latencyMs ?? 0 });
  const keys = createLocalJWKSet(jwks);
  return Object.assign(server, {
    issuer: server.url,
    env: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${server.url}/id-token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
    },
    tokens,
    mint,
    verify: (token: string, audience: string) =>
      jwtVerify(token, keys, {
        issuer: server.url,
        audience,
        algorithms: ['RS256'],
        requiredClaims: ['exp', 'sub'],
      }),
  });
}
