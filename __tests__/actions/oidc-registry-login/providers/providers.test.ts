import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@aws-sdk/signature-v4';
import { type HttpRequest, type HttpResponse, InputReader } from '@go-actions/action-kit';
import { DEFAULT_IDENTITY, githubClaims } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { signAwsRequest } from '../../../../actions/oidc-registry-login/src/providers/aws-signature.ts';
import {
  PROVIDER_IDS,
  PROVIDERS,
  type ProviderId,
} from '../../../../actions/oidc-registry-login/src/providers/index.ts';
import type {
  ExchangeFacts,
  LoginTarget,
} from '../../../../actions/oidc-registry-login/src/providers/provider.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const ID_TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjE3OTUyNjI0MDB9.c2ln';
const FORM = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };
const JSON_TYPES = { accept: 'application/json', 'content-type': 'application/json' };
const UUID = '11111111-2222-3333-4444-555555555555';
const POOL = 'projects/123/locations/global/workloadIdentityPools/github/providers/github';
const unsigned = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
const STS =
  '<R><Credentials><AccessKeyId>ASIATEST</AccessKeyId><SecretAccessKey>sk/1+2</SecretAccessKey><SessionToken>st&amp;1</SessionToken></Credentials></R>';

type Wanted = { method: string; url: string; headers: Record<string, string>; body?: string | object };
type Row = {
  readonly name: string;
  readonly provider: ProviderId;
  readonly keys: Readonly<Record<string, string>>;
  readonly target?: Partial<LoginTarget>;
  readonly audience: string | undefined;
  readonly steps: readonly (readonly [Wanted, number, unknown])[];
  readonly want: object;
  /** Every secret that appears on the way. */
  /** Beside the registry, in the order in which they appear. */
  readonly issued: readonly object[];
  readonly masks: readonly string[];
};

const exchangeForm = (more: Record<string, string>) => ({
  grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
  subject_token: ID_TOKEN,
  subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
  ...more,
});
const roleForm = (more: Record<string, string> = {}) => ({
  Action: 'AssumeRoleWithWebIdentity',
  Version: '2011-06-15',
  RoleArn: 'arn:aws:iam::123456789012:role/push',
  RoleSessionName: 'octo.app@99',
  WebIdentityToken: ID_TOKEN,
  DurationSeconds: '3600',
  ...more,
});
const XML = { ...FORM, accept: 'application/xml' };
const anySignature = expect.objectContaining({
  authorization: expect.stringMatching(
    /^AWS4-HMAC-SHA256 Credential=ASIATEST\/20261121\/[a-z0-9-]+\/ecr(-public)?\/aws4_request, /,
  ),
}) as unknown as Record<string, string>;

const ROWS: readonly Row[] = [
  {
    name: 'ghcr takes the job token',
    provider: 'ghcr',
    keys: {},
    audience: undefined,
    steps: [],
    want: { username: 'gopher', secret: 'ghs_job', expiresAt: 'job' },
    issued: [],
    masks: [],
  },
  {
    name: 'jwt takes the ID token itself',
    provider: 'jwt',
    keys: { audience: 'zot' },
    audience: 'zot',
    steps: [],
    want: { username: 'oidc', secret: ID_TOKEN, expiresAt: 1_795_262_400_000 },
    issued: [{ what: 'an ID token', expiresAt: 1_795_262_400_000 }],
    masks: [],
  },
  {
    name: 'token-exchange posts RFC 8693 with every optional field',
    provider: 'token-exchange',
    keys: {
      'token-url': 'https://sts.test/token',
      audience: 'a&b',
      username: 'robot',
      scope: 'push',
      resource: 'urn:r',
      'client-id': 'ci',
      extra: 'connector_id=github',
    },
    audience: 'a&b',
    steps: [
      [
        {
          method: 'POST',
          url: 'https://sts.test/token',
          headers: FORM,
          body: exchangeForm({
            requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
            audience: 'a&b',
            scope: 'push',
            resource: 'urn:r',
            client_id: 'ci',
            connector_id: 'github',
          }),
        },
        200,
        { access_token: 'tok', expires_in: 900 },
      ],
    ],
    want: { username: 'robot', secret: 'tok', expiresAt: NOW + 900_000 },
    issued: [{ what: 'an access token', expiresAt: NOW + 900_000 }],
    masks: ['tok'],
  },
  {
    name: 'dockerhub posts to its identity service and asks for an hour',
    provider: 'dockerhub',
    keys: { username: 'acme', 'connection-id': UUID },
    target: { registry: 'docker.io' },
    audience: 'https://identity.docker.com',
    steps: [
      [
        {
          method: 'POST',
          url: 'https://identity.docker.com/oauth/token',
          headers: FORM,
          body: exchangeForm({ connection_id: UUID, expires_in: '3600' }),
        },
        200,
        { access_token: 'hub' },
      ],
    ],
    want: { username: 'acme', secret: 'hub', expiresAt: NOW + 3_600_000 },
    issued: [{ what: 'an access token', expiresAt: NOW + 3_600_000 }],
    masks: ['hub'],
  },
  {
    name: 'ecr narrows the session to the repositories and signs the second call',
    provider: 'ecr',
    keys: { role: 'arn:aws:iam::123456789012:role/push' },
    target: { registry: '999999999999.dkr.ecr.eu-west-1.amazonaws.com', repositories: ['team/app'] },
    audience: 'sts.amazonaws.com',
    steps: [
      [
        {
          method: 'POST',
          url: 'https://sts.eu-west-1.amazonaws.com/',
          headers: XML,
          body: roleForm({
            Policy: JSON.stringify({
              Version: '2012-10-17',
              Statement: [
                { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
                {
                  Effect: 'Allow',
                  Action: [
                    'ecr:BatchCheckLayerAvailability',
                    'ecr:BatchGetImage',
                    'ecr:GetDownloadUrlForLayer',
                    'ecr:DescribeImages',
                    'ecr:ListImages',
                  ],
                  Resource: ['arn:aws:ecr:eu-west-1:999999999999:repository/team/app'],
                },
              ],
            }),
          }),
        },
        200,
        STS,
      ],
      [
        {
          method: 'POST',
          url: 'https://api.ecr.eu-west-1.amazonaws.com/',
          headers: anySignature,
          body: '{}',
        },
        200,
        {
          authorizationData: [
            { authorizationToken: Buffer.from('AWS:p:w').toString('base64'), expiresAt: 1_795_300_000.5 },
          ],
        },
      ],
    ],
    want: { username: 'AWS', secret: 'p:w', expiresAt: 1_795_300_000_500 },
    issued: [
      { what: 'an AWS session', expiresAt: NOW + 3_600_000 },
      { what: 'a registry password', expiresAt: 1_795_300_000_500 },
    ],
    masks: ['ASIATEST', 'sk/1+2', 'st&1', Buffer.from('AWS:p:w').toString('base64'), 'p:w'],
  },
  {
    name: 'ecr-public asks us-east-1 and reads an object',
    provider: 'ecr-public',
    keys: { role: 'arn:aws:iam::123456789012:role/push', 'session-duration': '15m' },
    target: { registry: 'public.ecr.aws' },
    audience: 'sts.amazonaws.com',
    steps: [
      [
        {
          method: 'POST',
          url: 'https://sts.us-east-1.amazonaws.com/',
          headers: XML,
          body: roleForm({ DurationSeconds: '900' }),
        },
        200,
        STS,
      ],
      [
        {
          method: 'POST',
          url: 'https://api.ecr-public.us-east-1.amazonaws.com/',
          headers: anySignature,
          body: '{}',
        },
        200,
        {
          authorizationData: {
            authorizationToken: Buffer.from('AWS:pw').toString('base64'),
            expiresAt: 1_795_300_000,
          },
        },
      ],
    ],
    want: { username: 'AWS', secret: 'pw', expiresAt: 1_795_300_000_000 },
    issued: [
      { what: 'an AWS session', expiresAt: NOW + 900_000 },
      { what: 'a registry password', expiresAt: 1_795_300_000_000 },
    ],
    masks: ['ASIATEST', 'sk/1+2', 'st&1', Buffer.from('AWS:pw').toString('base64'), 'pw'],
  },
  {
    name: 'gar federates and impersonates',
    provider: 'gar',
    keys: { 'workload-identity-provider': POOL, 'service-account': 'push@p.iam.gserviceaccount.com' },
    target: { registry: 'europe-docker.pkg.dev' },
    audience: `https://iam.googleapis.com/${POOL}`,
    steps: [
      [
        {
          method: 'POST',
          url: 'https://sts.googleapis.com/v1/token',
          headers: JSON_TYPES,
          body: {
            audience: `//iam.googleapis.com/${POOL}`,
            grantType: 'urn:ietf:params:oauth:grant-type:token-exchange',
            requestedTokenType: 'urn:ietf:params:oauth:token-type:access_token',
            scope: 'https://www.googleapis.com/auth/cloud-platform',
            subjectTokenType: 'urn:ietf:params:oauth:token-type:jwt',
            subjectToken: ID_TOKEN,
          },
        },
        200,
        { access_token: 'federated', expires_in: 599 },
      ],
      [
        {
          method: 'POST',
          url: 'https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/push@p.iam.gserviceaccount.com:generateAccessToken',
          headers: { ...JSON_TYPES, authorization: 'Bearer federated' },
          body: { scope: ['https://www.googleapis.com/auth/cloud-platform'], lifetime: '3600s' },
        },
        200,
        { accessToken: 'sa', expireTime: '2026-11-21T13:00:00Z' },
      ],
    ],
    want: { username: 'oauth2accesstoken', secret: 'sa', expiresAt: NOW + 3_600_000 },
    issued: [
      { what: 'a federated access token', expiresAt: NOW + 599_000 },
      { what: "the service account's access token", expiresAt: NOW + 3_600_000 },
    ],
    masks: ['federated', 'sa'],
  },
  {
    name: 'gar without a service account uses the federated token',
    provider: 'gar',
    keys: { 'workload-identity-provider': POOL },
    target: { registry: 'gcr.io', endpoint: 'http://127.0.0.1:9' },
    audience: `https://iam.googleapis.com/${POOL}`,
    steps: [
      [
        {
          method: 'POST',
          url: 'http://127.0.0.1:9/v1/token',
          headers: JSON_TYPES,
          body: expect.anything() as object,
        },
        200,
        { access_token: 'f', expires_in: '599' },
      ],
    ],
    want: { username: 'oauth2accesstoken', secret: 'f', expiresAt: NOW + 599_000 },
    issued: [{ what: 'a federated access token', expiresAt: NOW + 599_000 }],
    masks: ['f'],
  },
  {
    name: 'acr signs in at Entra and enters the registry',
    provider: 'acr',
    keys: { 'tenant-id': UUID, 'client-id': UUID.replace('1', '2') },
    target: { registry: 'acme.azurecr.io' },
    audience: 'api://AzureADTokenExchange',
    steps: [
      [
        {
          method: 'POST',
          url: `https://login.microsoftonline.com/${UUID}/oauth2/v2.0/token`,
          headers: FORM,
          body: {
            client_id: UUID.replace('1', '2'),
            grant_type: 'client_credentials',
            client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
            client_assertion: ID_TOKEN,
            scope: 'https://containerregistry.azure.net/.default',
          },
        },
        200,
        { access_token: 'entra' },
      ],
      [
        {
          method: 'POST',
          url: 'https://acme.azurecr.io/oauth2/exchange',
          headers: FORM,
          body: {
            grant_type: 'access_token',
            service: 'acme.azurecr.io',
            tenant: UUID,
            access_token: 'entra',
          },
        },
        200,
        { refresh_token: unsigned({ exp: 1_795_270_000 }) },
      ],
    ],
    want: {
      username: '00000000-0000-0000-0000-000000000000',
      secret: unsigned({ exp: 1_795_270_000 }),
      expiresAt: 1_795_270_000_000,
    },
    issued: [
      { what: 'an Entra access token', expiresAt: undefined },
      { what: 'a refresh token', expiresAt: 1_795_270_000_000 },
    ],
    masks: ['entra', unsigned({ exp: 1_795_270_000 })],
  },
  {
    name: 'acr narrows the credential to the repositories',
    provider: 'acr',
    keys: { 'tenant-id': UUID, 'client-id': UUID },
    target: { registry: 'acme.azurecr.io', access: 'push', repositories: ['team/app', 'team/other'] },
    audience: 'api://AzureADTokenExchange',
    steps: [
      [
        {
          method: 'POST',
          url: `https://login.microsoftonline.com/${UUID}/oauth2/v2.0/token`,
          headers: FORM,
          body: {
            client_id: UUID,
            grant_type: 'client_credentials',
            client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
            client_assertion: ID_TOKEN,
            scope: 'https://containerregistry.azure.net/.default',
          },
        },
        200,
        { access_token: 'entra', expires_in: 3599 },
      ],
      [
        {
          method: 'POST',
          url: 'https://acme.azurecr.io/oauth2/exchange',
          headers: FORM,
          body: {
            grant_type: 'access_token',
            service: 'acme.azurecr.io',
            tenant: UUID,
            access_token: 'entra',
          },
        },
        200,
        { refresh_token: 'refresh' },
      ],
      [
        {
          method: 'POST',
          url: 'https://acme.azurecr.io/oauth2/token',
          headers: FORM,
          body: {
            grant_type: 'refresh_token',
            service: 'acme.azurecr.io',
            refresh_token: 'refresh',
            scope: ['repository:team/app:pull,push', 'repository:team/other:pull,push'],
          },
        },
        200,
        { access_token: 'scoped', expires_in: 4500 },
      ],
    ],
    want: {
      username: '00000000-0000-0000-0000-000000000000',
      secret: 'scoped',
      expiresAt: NOW + 4_500_000,
    },
    issued: [
      { what: 'an Entra access token', expiresAt: NOW + 3_599_000 },
      { what: 'a refresh token', expiresAt: undefined },
      { what: 'a scoped access token', expiresAt: NOW + 4_500_000 },
    ],
    masks: ['entra', 'refresh', 'scoped'],
  },
  {
    name: 'chainguard lets the ID token assume an identity',
    provider: 'chainguard',
    keys: { identity: `${'a'.repeat(40)}/${'b'.repeat(16)}` },
    target: { registry: 'cgr.dev' },
    audience: 'https://issuer.enforce.dev',
    steps: [
      [
        {
          method: 'POST',
          url: `https://issuer.enforce.dev/sts/exchange?aud=cgr.dev&identity=${'a'.repeat(40)}%2F${'b'.repeat(16)}`,
          headers: { accept: 'application/json', authorization: `Bearer ${ID_TOKEN}` },
        },
        200,
        { token: unsigned({ exp: 1_795_270_000 }) },
      ],
    ],
    want: { username: '_token', secret: unsigned({ exp: 1_795_270_000 }), expiresAt: 1_795_270_000_000 },
    issued: [{ what: 'a registry token', expiresAt: 1_795_270_000_000 }],
    masks: [unsigned({ exp: 1_795_270_000 })],
  },
  {
    name: 'cloudsmith posts the ID token for a service account',
    provider: 'cloudsmith',
    keys: { organization: 'acme', service: 'ci-abcd' },
    target: { registry: 'docker.cloudsmith.io' },
    audience: 'https://github.com/acme',
    steps: [
      [
        {
          method: 'POST',
          url: 'https://api.cloudsmith.io/openid/acme/',
          headers: JSON_TYPES,
          body: { oidc_token: ID_TOKEN, service_slug: 'ci-abcd' },
        },
        200,
        { token: 'opaque' },
      ],
    ],
    want: { username: 'token', secret: 'opaque', expiresAt: undefined },
    issued: [{ what: 'an access token', expiresAt: undefined }],
    masks: ['opaque'],
  },
  {
    name: 'quay sends the ID token as the password of the robot',
    provider: 'quay',
    keys: { robot: 'acme+push' },
    target: { registry: 'quay.io' },
    audience: 'https://quay.io',
    steps: [
      [
        {
          method: 'GET',
          url: 'https://quay.io/oauth2/federation/robot/token',
          headers: {
            accept: 'application/json',
            authorization: `Basic ${Buffer.from(`acme+push:${ID_TOKEN}`).toString('base64')}`,
          },
        },
        200,
        { token: 'robot-token' },
      ],
    ],
    want: { username: 'acme+push', secret: 'robot-token', expiresAt: NOW + 3_600_000 },
    issued: [{ what: 'a robot token', expiresAt: NOW + 3_600_000 }],
    masks: [Buffer.from(`acme+push:${ID_TOKEN}`).toString('base64'), 'robot-token'],
  },
  {
    name: 'jfrog reads the user from the token and knows how to end it',
    provider: 'jfrog',
    keys: { 'provider-name': 'github', audience: 'jfrog', project: 'team' },
    target: { registry: 'acme.jfrog.io' },
    audience: 'jfrog',
    steps: [
      [
        {
          method: 'POST',
          url: 'https://acme.jfrog.io/access/api/v1/oidc/token',
          headers: JSON_TYPES,
          body: { ...exchangeForm({ provider_name: 'github', project_key: 'team' }) },
        },
        200,
        { access_token: unsigned({ sub: 'jfrt@01/users/ci-bot', exp: 1_795_270_000, jti: 'j/1' }) },
      ],
    ],
    want: {
      username: 'ci-bot',
      secret: unsigned({ sub: 'jfrt@01/users/ci-bot', exp: 1_795_270_000, jti: 'j/1' }),
      expiresAt: 1_795_270_000_000,
    },
    issued: [
      {
        what: 'an access token',
        expiresAt: 1_795_270_000_000,
        revocation: {
          method: 'DELETE',
          url: 'https://acme.jfrog.io/access/api/v1/tokens/j%2F1',
          headers: {
            authorization: `Bearer ${unsigned({ sub: 'jfrt@01/users/ci-bot', exp: 1_795_270_000, jti: 'j/1' })}`,
          },
        },
      },
    ],
    masks: [unsigned({ sub: 'jfrt@01/users/ci-bot', exp: 1_795_270_000, jti: 'j/1' })],
  },
  {
    name: 'vault logs in, reads again while a standby lags behind, and revokes itself',
    provider: 'vault',
    keys: { url: 'https://vault.test', role: 'ci', path: '/secret/data/registry', namespace: 'team' },
    audience: 'https://vault.test',
    steps: [
      [
        {
          method: 'POST',
          url: 'https://vault.test/v1/auth/jwt/login',
          headers: { ...JSON_TYPES, 'x-vault-namespace': 'team' },
          body: { role: 'ci', jwt: ID_TOKEN },
        },
        200,
        { auth: { client_token: 'hvs', lease_duration: 1200 } },
      ],
      [
        {
          method: 'GET',
          url: 'https://vault.test/v1/secret/data/registry',
          headers: { accept: 'application/json', 'x-vault-namespace': 'team', 'x-vault-token': 'hvs' },
        },
        412,
        {},
      ],
      [
        {
          method: 'GET',
          url: 'https://vault.test/v1/secret/data/registry',
          headers: { accept: 'application/json', 'x-vault-namespace': 'team', 'x-vault-token': 'hvs' },
        },
        200,
        { lease_duration: 0, data: { data: { username: 'u', password: 'p' } } },
      ],
    ],
    want: {
      username: 'u',
      secret: 'p',
      expiresAt: NOW + 1_200_000,
    },
    issued: [
      {
        what: 'a Vault token',
        expiresAt: NOW + 1_200_000,
        revocation: {
          method: 'POST',
          url: 'https://vault.test/v1/auth/token/revoke-self',
          headers: { 'x-vault-namespace': 'team', 'x-vault-token': 'hvs' },
        },
      },
    ],
    masks: ['hvs', 'p'],
  },
];

function prepare({ provider, keys, target }: Pick<Row, 'provider' | 'keys' | 'target'>) {
  const reader = new InputReader({}, () => undefined, { get: (name) => keys[name] });
  const full: LoginTarget = { registry: 'r.test', access: 'pull', repositories: [], ...target };
  const entry = { ...PROVIDERS[provider].read(reader, full), ...full };
  expect(reader.complaints).toEqual([]);
  const masked: string[] = [];
  const issued: object[] = [];
  const facts: ExchangeFacts = {
    idToken: ID_TOKEN,
    jobToken: 'ghs_job',
    actor: 'gopher',
    repository: 'octo/app',
    runId: '99',
    now: NOW,
    mask: (secret) => {
      masked.push(secret);
      return secret;
    },
    issued: (thing) => void issued.push(thing),
  };
  return { entry, facts, masked, issued };
}

const answer = (status: number, body: unknown): HttpResponse => ({
  status,
  headers: {},
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

/** A field that is there twice is a list. */
function readForm(form: URLSearchParams): object {
  return Object.fromEntries(
    [...form.keys()].map((key) => {
      const values = form.getAll(key);
      return [key, values.length > 1 ? values : values[0]];
    }),
  );
}

/** The request as a table can show it: forms and JSON bodies as objects. */
function readable({ method = 'GET', url, headers = {}, body }: HttpRequest): Wanted {
  const text = body === undefined ? undefined : String(body);
  const type = headers['content-type'] ?? '';
  const parsed = type.includes('urlencoded')
    ? readForm(new URLSearchParams(text))
    : type === 'application/json'
      ? JSON.parse(text ?? '')
      : text;
  return { method, url: String(url), headers: { ...headers }, ...(parsed !== undefined && { body: parsed }) };
}

describe('the requests of a provider', () => {
  it.each(ROWS)('$name', (row) => {
    const { entry, facts, masked, issued } = prepare(row);
    expect(PROVIDERS[row.provider].audience(entry)).toBe(row.audience);
    const conversation = PROVIDERS[row.provider].exchange(entry, facts);
    let step = conversation.next();
    for (const [wanted, status, body] of row.steps) {
      if (step.done) throw new Error('ended too early');
      expect(readable(step.value)).toEqual(wanted);
      step = conversation.next(answer(status, body));
    }
    expect(step).toEqual({ done: true, value: row.want });
    expect(masked).toEqual(row.masks);
    expect(issued).toEqual(row.issued);
  });

  it('are pinned for every provider', () => {
    expect([...new Set(ROWS.map(({ provider }) => provider))].sort()).toEqual([...PROVIDER_IDS].sort());
  });
});

describe('a refusal of a provider', () => {
  const asking = ROWS.filter(({ steps }) => steps.length > 0);
  const failing = [
    {
      name: 'a 4xx with an OAuth error',
      status: 400,
      body: { error: 'x', error_description: 'not for\nyou' },
      want: 'answered 400: not for you',
    },
    {
      name: 'a 403 of AWS',
      status: 403,
      body: '<E><Error><Message>Not authorized to perform sts:AssumeRoleWithWebIdentity</Message></Error></E>',
      want: 'answered 403: Not authorized',
    },
    { name: 'a redirect', status: 302, body: '', want: 'a redirect, which no token follows' },
    {
      name: 'HTML with status 200',
      status: 200,
      body: '<html>sign in</html>',
      want: /not with a JSON object|without/,
    },
    { name: 'JSON without the token', status: 200, body: { hello: 1 }, want: /without/ },
    { name: 'JSON of another kind', status: 200, body: '[1]', want: /not with a JSON object|without/ },
  ];
  it.each(
    asking.flatMap((row) =>
      failing.map((fault) => ({ row, fault, provider: row.provider, name: fault.name })),
    ),
  )('$provider: $name is an error that shows no token', ({ row, fault }) => {
    const { entry, facts } = prepare(row);
    const conversation = PROVIDERS[row.provider].exchange(entry, facts);
    conversation.next();
    try {
      conversation.next(answer(fault.status, fault.body));
      expect.unreachable();
    } catch (error) {
      expect((error as Error).message).toMatch(fault.want);
      expect((error as Error).message).not.toContain(ID_TOKEN);
    }
  });
});

describe('the trust policy', () => {
  it.each(ROWS)('of $provider names this repository in both shapes ($name)', (row) => {
    const { entry } = prepare(row);
    const claims = { ...githubClaims(DEFAULT_IDENTITY), iss: 'https://token.actions.githubusercontent.com' };
    const text = PROVIDERS[row.provider].trust(entry, claims);
    const subjects = ['repo:octo/app:ref:refs/heads/main', 'repo:octo@1717/app@424242:ref:refs/heads/main'];
    if (row.audience !== undefined) for (const subject of subjects) expect(text).toContain(subject);
  });
});

describe('signing for AWS', () => {
  /** What the SDK's signer wants as its hash: Node's own. */
  class Sha256 {
    readonly #hash;
    constructor(secret?: string | Uint8Array) {
      this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
    }
    update(data: string | Uint8Array): void {
      this.#hash.update(data);
    }
    async digest(): Promise<Uint8Array> {
      return new Uint8Array(this.#hash.digest());
    }
  }

  const cases = [
    { service: 'ecr', region: 'eu-west-1', url: 'https://api.ecr.eu-west-1.amazonaws.com/', body: '{}' },
    {
      service: 'ecr-public',
      region: 'us-east-1',
      url: 'http://127.0.0.1:4566/',
      body: '{"registryIds":["1"]}',
    },
  ];
  it.each(cases)('gives the signature of the SDK for $service', async ({ service, region, url, body }) => {
    const keys = { accessKeyId: 'ASIATEST', secretAccessKey: 'sk/1+2', sessionToken: 'st&1==' };
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'A.B' };
    const ours = signAwsRequest({ method: 'POST', url, headers, body }, keys, { service, region, now: NOW });
    const { hostname, host, port, pathname, protocol } = new URL(url);
    const signer = new SignatureV4({ service, region, credentials: keys, sha256: Sha256 as never });
    const theirs = await signer.sign(
      {
        method: 'POST',
        protocol,
        hostname,
        ...(port && { port: Number(port) }),
        path: pathname,
        headers: { ...headers, host },
        body,
        query: {},
      },
      { signingDate: new Date(NOW) },
    );
    expect(ours.headers?.authorization).toBe(theirs.headers.authorization);
    expect(ours.headers?.['x-amz-date']).toBe(theirs.headers['x-amz-date']);
  });
});
