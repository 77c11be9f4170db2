import { SignJWT } from 'jose';
import type { OidcIssuer } from './issuer.ts';
import { type Answer, type LocalServer, type SeenRequest, startLocalServer } from './local-server.ts';
import type { IssuedSecret, TokenService } from './token-service.ts';

export type Vendors = LocalServer & {
  /** What has been ended before its time, as `METHOD /path`. */
  readonly revoked: string[];
};

type Route = (request: SeenRequest, parameters: URLSearchParams) => Promise<Answer> | Answer;

/**
 * The token endpoints of Docker Hub, AWS, Google, Entra and ACR, Quay, JFrog and Vault at one address. Each verifies the ID
 * token with the issuer's keys and for its own audience; what it hands out is a secret that the token service knows.
 */
export async function startVendors(options: {
  issuer: OidcIssuer;
  tokenService: TokenService;
  latencyMs?: number;
}): Promise<Vendors> {
  const { issuer, tokenService } = options;
  const revoked: string[] = [];
  const key = new TextEncoder().encode('a key that only these tests know about');

  /** The subject of a good token; throws for every other one. */
  const subjectOf = async (token: string, audience: string) =>
    (await issuer.verify(token, audience)).payload.sub ?? '';
  const issue = async (username: string, token: string, audience: string): Promise<IssuedSecret> =>
    tokenService.issue(username, await subjectOf(token, audience));
  /** A signed token as a secret, which the token service accepts like any other. */
  const issueSigned = async (
    username: string,
    token: string,
    audience: string,
    claims: Record<string, unknown>,
  ) => {
    const entry = await issue(username, token, audience);
    const secret = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('1h')
      .sign(key);
    return Object.assign(entry, { secret });
  };
  const json = (body: string) => JSON.parse(body) as Record<string, string>;
  const pool = 'projects/1/locations/global/workloadIdentityPools/p/providers/g';

  const routes: Readonly<Record<string, Route>> = {
    'POST /oauth/token': async (_, form) => {
      const { secret } = await issue('acme', form.get('subject_token') ?? '', 'https://identity.docker.com');
      return { body: { access_token: secret, expires_in: Number(form.get('expires_in')) } };
    },
    'POST /v1/token': async ({ body }) => {
      const { subjectToken = '' } = json(body);
      await subjectOf(subjectToken, `https://iam.googleapis.com/${pool}`);
      return { body: { access_token: `federated.${subjectToken}`, expires_in: 599 } };
    },
    'POST /v1/projects/-/serviceAccounts/push@p.iam.gserviceaccount.com:generateAccessToken': async ({
      headers,
    }) => {
      const token = (headers.authorization ?? '').slice('Bearer federated.'.length);
      const { secret } = await issue('oauth2accesstoken', token, `https://iam.googleapis.com/${pool}`);
      return { body: { accessToken: secret, expireTime: new Date(Date.now() + 3_600_000).toISOString() } };
    },
    'POST /11111111-2222-3333-4444-555555555555/oauth2/v2.0/token': async (_, form) => {
      await subjectOf(form.get('client_assertion') ?? '', 'api://AzureADTokenExchange');
      return { body: { access_token: `entra.${form.get('client_assertion')}` } };
    },
    'POST /oauth2/exchange': async (_, form) => {
      const token = (form.get('access_token') ?? '').slice('entra.'.length);
      const { secret } = await issueSigned(
        '00000000-0000-0000-0000-000000000000',
        token,
        'api://AzureADTokenExchange',
        {},
      );
      return { body: { refresh_token: secret } };
    },
    'GET /oauth2/federation/robot/token': async ({ headers }) => {
      const pair = Buffer.from((headers.authorization ?? '').slice('Basic '.length), 'base64').toString(
        'utf8',
      );
      const { secret } = await issue('acme+push', pair.slice(pair.indexOf(':') + 1), 'https://quay.test');
      return { body: { token: secret } };
    },
    'POST /access/api/v1/oidc/token': async ({ body }) => {
      const claims = { sub: 'jfrt@01/users/ci-bot', jti: 'jfrog-1' };
      const { secret } = await issueSigned('ci-bot', json(body).subject_token ?? '', 'jfrog', claims);
      return { body: { access_token: secret } };
    },
    'DELETE /access/api/v1/tokens/jfrog-1': ({ method, url, headers }) => {
      for (const entry of tokenService.issued)
        if (headers.authorization === `Bearer ${entry.secret}`) entry.expiresAt = 0;
      revoked.push(`${method} ${url.pathname}`);
      return { body: {} };
    },
    'POST /v1/auth/jwt/login': async ({ body }) => {
      await subjectOf(json(body).jwt ?? '', 'vault');
      return { body: { auth: { client_token: `hvs.${json(body).jwt}`, lease_duration: 900 } } };
    },
    'GET /v1/secret/data/registry': async ({ headers }) => {
      const { secret } = await issue(
        'from-vault',
        (headers['x-vault-token'] ?? '').slice('hvs.'.length),
        'vault',
      );
      return { body: { data: { data: { user: 'from-vault', pass: secret } } } };
    },
    'POST /v1/auth/token/revoke-self': ({ method, url }) => {
      revoked.push(`${method} ${url.pathname}`);
      return { status: 204, body: '' };
    },
    'POST /': async ({ headers }, form) => (headers['x-amz-target'] ? getToken(headers) : assumeRole(form)),
  };

  const assumeRole = async (form: URLSearchParams): Promise<Answer> => {
    const token = form.get('WebIdentityToken') ?? '';
    await subjectOf(token, 'sts.amazonaws.com');
    const fields = { AccessKeyId: 'ASIAFIXTURE', SecretAccessKey: 'fixture/secret+key', SessionToken: token };
    const xml = Object.entries(fields)
      .map(([name, value]) => `<${name}>${value}</${name}>`)
      .join('');
    return {
      headers: { 'content-type': 'text/xml' },
      body: `<R><Result><Credentials>${xml}</Credentials></Result></R>`,
    };
  };
  const getToken = async (headers: SeenRequest['headers']): Promise<Answer> => {
    const { secret } = await issue('AWS', headers['x-amz-security-token'] ?? '', 'sts.amazonaws.com');
    const data = {
      authorizationToken: Buffer.from(`AWS:${secret}`).toString('base64'),
      expiresAt: Math.floor(Date.now() / 1_000) + 43_200,
    };
    const isPublic = headers['x-amz-target']?.startsWith('SpencerFrontendService');
    return { body: { authorizationData: isPublic ? data : [data] } };
  };

  const server = await startLocalServer(
    async (request) => {
      const route = routes[`${request.method} ${request.url.pathname}`];
      if (!route) return { status: 404, body: { message: `no ${request.method} ${request.url.pathname}` } };
      try {
        return await route(request, new URLSearchParams(request.body));
      } catch (error) {
        return { status: 401, body: { error: String(error) } };
      }
    },
    { latencyMs: options.latencyMs ?? 0 },
  );
  return Object.assign(server, { revoked });
}
