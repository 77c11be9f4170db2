import type { HttpRequest, HttpResponse } from '@go-actions/action-kit';
import { describe, expect, it } from 'vitest';
import type { LoginTarget } from '../../../../actions/oidc-registry-login/src/providers/provider.ts';
import { type Verify, verify } from '../../../../actions/oidc-registry-login/src/verification/verify.ts';

const CREDENTIAL = { username: 'u', secret: 'p' };
const BASIC = { authorization: `Basic ${Buffer.from('u:p').toString('base64')}` };
const granting = (access: unknown) =>
  `e30.${Buffer.from(JSON.stringify({ access })).toString('base64url')}.c2ln`;
const naming = (sub: string) => `e30.${Buffer.from(JSON.stringify({ sub })).toString('base64url')}.c2ln`;
const respond = (status: number, body: unknown = '', headers: Record<string, string> = {}): HttpResponse => ({
  status,
  headers,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const challenge = (value: string) => respond(401, '', { 'www-authenticate': value });

/** Plays the registry's part; returns what was asked and how it ended. */
function converse(target: Partial<LoginTarget>, level: Verify, responses: readonly HttpResponse[]) {
  const full: LoginTarget = { registry: 'r.test', access: 'push', repositories: ['team/app'], ...target };
  const conversation = verify(full, CREDENTIAL, level, (secret) => secret);
  const asked: HttpRequest[] = [];
  const rest = [...responses];
  try {
    let step = conversation.next();
    while (!step.done) {
      asked.push(step.value);
      const response = rest.shift();
      if (!response) throw new Error(`unexpected request ${step.value.url}`);
      step = conversation.next(response);
    }
    return { asked, ended: step.value };
  } catch (error) {
    return { asked, ended: (error as Error).message };
  }
}

const BEARER = 'Bearer realm="https://auth.test/token",service="r"';

describe('asking the registry', () => {
  it('for a scope sends what a client would send', () => {
    const token = granting([{ type: 'repository', name: 'team/app', actions: ['pull', 'push'] }]);
    expect(converse({}, 'scope', [challenge(BEARER), respond(200, { token })])).toEqual({
      asked: [
        { url: 'https://r.test/v2/' },
        {
          url: 'https://auth.test/token?service=r&scope=repository%3Ateam%2Fapp%3Apull%2Cpush',
          headers: BASIC,
        },
      ],
      ended: 'granted',
    });
  });

  const rows: {
    name: string;
    target?: Partial<LoginTarget>;
    level?: Verify;
    responses: HttpResponse[];
    want: string | RegExp;
  }[] = [
    { name: 'off', level: 'off', responses: [], want: 'unchecked' },
    {
      name: 'case login-deploy/07: an open registry lets everybody in',
      responses: [respond(200), respond(200)],
      want: 'unchecked',
    },
    {
      name: 'case login-deploy/07: an open registry that sees a wrong credential says so',
      responses: [respond(200), respond(401)],
      want: /refused the credential \(401\)/,
    },
    { name: 'a 401 without a challenge', responses: [respond(401), respond(401)], want: 'unchecked' },
    {
      name: 'a 401 without a challenge that ends',
      responses: [respond(401), respond(200)],
      want: 'accepted',
    },
    {
      name: 'ping',
      level: 'ping',
      responses: [challenge(BEARER), respond(200, { token: 'x' }), respond(200), respond(401)],
      want: 'accepted',
    },
    {
      name: 'a realm that gives tokens to everybody',
      level: 'ping',
      responses: [
        challenge(BEARER),
        respond(200, { token: 'x' }),
        respond(200),
        respond(200, { token: 'x' }),
      ],
      want: 'unchecked',
    },
    {
      name: 'a token that names its user',
      level: 'ping',
      responses: [
        challenge(BEARER),
        respond(200, { token: naming('u') }),
        respond(200),
        respond(200, { token: naming('') }),
      ],
      want: 'accepted',
    },
    {
      name: 'case login-deploy/07: a realm that names everybody alike',
      level: 'ping',
      responses: [
        challenge(BEARER),
        respond(200, { token: naming('anonymous') }),
        respond(200),
        respond(200, { token: naming('anonymous') }),
      ],
      want: 'unchecked',
    },
    {
      name: 'a token that the registry refuses',
      level: 'ping',
      responses: [challenge(BEARER), respond(200, { token: 'x' }), respond(401)],
      want: /refused the credential \(401\)/,
    },
    {
      name: 'a realm that answers without a token, ping',
      level: 'ping',
      responses: [challenge(BEARER), respond(200, { token: '' })],
      want: 'unchecked',
    },
    {
      name: 'a realm that answers without a token, scope',
      responses: [challenge(BEARER), respond(200, {})],
      want: /does not grant push on team\/app/,
    },
    {
      name: 'an opaque token',
      responses: [challenge(BEARER), respond(200, { token: 'opaque' }), respond(404), respond(401)],
      want: 'accepted',
    },
    {
      name: 'an opaque token that may not see one of the repositories',
      target: { repositories: ['team/app', 'team/other'] },
      responses: [challenge(BEARER), respond(200, { token: 'opaque' }), respond(200), respond(403)],
      want: /refused the credential \(403\)/,
    },
    {
      name: 'a list of grants that Go left out',
      responses: [challenge(BEARER), respond(200, { token: granting(null) })],
      want: /does not grant pull and push on team\/app/,
    },
    {
      name: 'a grant of another kind',
      responses: [
        challenge(BEARER),
        respond(200, { token: granting([{ type: 'registry', name: 'team/app', actions: ['*'] }]) }),
      ],
      want: /does not grant pull and push on team\/app/,
    },
    {
      name: 'pull only',
      responses: [
        challenge(BEARER),
        respond(200, { token: granting([{ name: 'team/app', actions: ['pull'] }]) }),
      ],
      want: /does not grant push on team\/app/,
    },
    {
      name: 'another repository',
      responses: [
        challenge(BEARER),
        respond(200, { token: granting([{ name: 'team/other', actions: ['*'] }]) }),
      ],
      want: /does not grant pull and push on team\/app/,
    },
    {
      name: 'a refusal of the realm',
      responses: [challenge(BEARER), respond(401, { details: 'bad' })],
      want: /auth\.test\/token answered 401/,
    },
    { name: 'Basic', responses: [challenge('Basic realm="x"'), respond(200)], want: 'accepted' },
    {
      name: 'a refusal of Basic',
      responses: [challenge('Basic realm="x"'), respond(403)],
      want: /refused the credential \(403\)/,
    },
    {
      name: 'no registry at all',
      responses: [respond(404)],
      want: /answered 404 on \/v2\/: is this a registry\?/,
    },
    {
      name: 'a realm over plain HTTP',
      responses: [challenge('Bearer realm="http://auth.test/"')],
      want: /realm that gets no credential/,
    },
    {
      name: 'a realm in the private network',
      responses: [challenge('Bearer realm="https://169.254.169.254/latest"')],
      want: /realm that gets no credential/,
    },
    {
      name: 'a realm on loopback',
      responses: [challenge('Bearer realm="http://127.0.0.1:8200/v1"')],
      want: /realm that gets no credential/,
    },
    {
      name: 'a realm on IPv6 loopback',
      responses: [challenge('Bearer realm="https://[::1]/"')],
      want: /realm that gets no credential/,
    },
    {
      name: 'a realm with user info',
      responses: [challenge('Bearer realm="https://a@evil.test/"')],
      want: /realm that gets no credential/,
    },
    {
      name: 'a realm that is no URL',
      responses: [challenge('Bearer realm="auth"')],
      want: /realm that gets no credential/,
    },
    {
      name: 'its own host without TLS',
      responses: [challenge('Bearer realm="http://r.test/token"')],
      want: /without TLS/,
    },
    {
      name: 'a local registry with a local realm',
      target: { registry: 'localhost:5000', repositories: [] },
      responses: [
        challenge('Bearer realm="http://127.0.0.1:5001/"'),
        respond(200, { token: 'x' }),
        respond(200),
        respond(401),
      ],
      want: 'accepted',
    },
  ];
  it.each(rows)('$name', ({ target = {}, level = 'scope', responses, want }) => {
    const { asked, ended } = converse(target, level, responses);
    expect(ended).toMatch(want);
    expect(asked).toHaveLength(responses.length);
  });
});
