import { run } from '@go-actions/action-kit';
import { createProject, startOidcIssuer, startRegistry, startTokenService } from '@go-actions/test-kit';
import { ensureGoTool } from '@go-actions/tools';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';

describe('the OIDC issuer', () => {
  it('hands out a token for the asked audience to the bearer of the request token only', async () => {
    await using issuer = await startOidcIssuer({ identity: { subject: 'immutable' } });
    const url = new URL(issuer.env.ACTIONS_ID_TOKEN_REQUEST_URL);
    url.searchParams.set('audience', 'https://r.test/?a=b');
    expect((await fetch(url)).status).toBe(401);
    const answer = await fetch(url, {
      headers: { authorization: `Bearer ${issuer.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN}` },
    });
    const { value } = (await answer.json()) as { value: string };
    expect(decodeJwt(value)).toMatchObject({
      aud: 'https://r.test/?a=b',
      sub: 'repo:octo@1717/app@424242:ref:refs/heads/main',
    });
    await expect(issuer.verify(value, 'https://other.test')).rejects.toThrow('aud');
  });
});

describe('the token service', () => {
  const cases = [
    { name: 'takes a good token', changes: {}, want: 200 },
    { name: 'refuses another audience', changes: { aud: 'https://evil.test' }, want: 400 },
    { name: 'refuses another issuer', changes: { iss: 'https://evil.test' }, want: 400 },
    {
      name: 'refuses a foreign repository',
      changes: { sub: 'repo:evil/app:ref:refs/heads/main' },
      want: 400,
    },
    { name: 'refuses an expired token', changes: { exp: 1_700_000_000 }, want: 400 },
    { name: 'refuses a token that was tampered with', changes: {}, tamper: true, want: 400 },
  ];
  it.each(cases)('$name', async ({ changes, want, tamper }) => {
    await using issuer = await startOidcIssuer();
    await using service = await startTokenService({ issuer });
    const token = await issuer.mint(service.audience, changes);
    const [head, , signature] = token.split('.');
    const forged = Buffer.from(JSON.stringify({ ...decodeJwt(token), actor: 'evil' })).toString('base64url');
    const body = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: tamper ? `${head}.${forged}.${signature}` : token,
    });
    expect((await fetch(service.tokenUrl, { method: 'POST', body })).status).toBe(want);
  });
});

describe('the registry', () => {
  it('lets crane push with a secret of the token service, and nobody without', async () => {
    await using issuer = await startOidcIssuer();
    await using tokenService = await startTokenService({ issuer });
    await using registry = await startRegistry({ tokenService });
    const { username, secret } = tokenService.issue('robot');
    const auth = Buffer.from(`${username}:${secret}`).toString('base64');
    await using project = await createProject({
      'good/config.json': JSON.stringify({ auths: { [registry.host]: { auth } } }),
      'none/config.json': '{}',
      'hello.txt': 'hello',
    });
    await project.exec('tar', ['-cf', 'layer.tar', 'hello.txt']);
    const crane = await ensureGoTool('crane');
    const push = (config: string) =>
      run(
        crane,
        ['append', '--new_layer', project.path('layer.tar'), '--new_tag', `${registry.host}/team/app:v1`],
        {
          env: { DOCKER_CONFIG: project.path(config), REGISTRY_AUTH_FILE: undefined },
        },
      );
    expect((await push('none')).code).not.toBe(0);
    expect(await push('good')).toMatchObject({ code: 0 });
  });
});
