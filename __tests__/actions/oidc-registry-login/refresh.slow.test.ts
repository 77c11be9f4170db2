import { readFileSync } from 'node:fs';
import {
  createLoginLandscape,
  type LoginLandscape,
  startLocalServer,
  startVaultPeer,
} from '@go-actions/test-kit';
import { ensureGoTool } from '@go-actions/tools';
import { describe, expect, it } from 'vitest';
import { visible } from './evidence.ts';

/** The credential helper as a client calls it. */
async function ask(
  land: LoginLandscape,
  main: Awaited<ReturnType<LoginLandscape['login']>>,
  command: string,
  input: string,
) {
  const config = JSON.parse(readFileSync(main.exported.REGISTRY_AUTH_FILE ?? '', 'utf8'));
  const name = config.credHelpers[land.registry.host];
  return land.client(main, 'sh', [
    '-c',
    `printf %s "$1" | "docker-credential-$2" "$3"`,
    'sh',
    input,
    name,
    command,
  ]);
}

describe('a secret that lives shorter than the job', () => {
  it('fails the second push without refresh, and passes it with', async () => {
    await using land = await createLoginLandscape();
    const control = await land.login({ registries: land.entry(), refresh: 'false' });
    expect(await land.push(control, 'team/app:v1')).toMatchObject({ code: 0 });
    await land.outlive(control);
    expect((await land.push(control, 'team/app:v2')).stderr).toContain('unknown or expired secret');

    const refreshed = await land.login({ registries: land.entry() });
    expect(await land.push(refreshed, 'team/app:v3')).toMatchObject({ code: 0 });
    await land.outlive(refreshed);
    expect(await land.push(refreshed, 'team/app:v4')).toMatchObject({ code: 0 });
  });
});

describe('the credential helper', () => {
  it('answers from its cache, exchanges once for many askers, and never for a stranger', async () => {
    await using land = await createLoginLandscape();
    const main = await land.login({ registries: land.entry(), verify: 'off' });
    const first = JSON.parse((await ask(land, main, 'get', land.registry.host)).stdout);
    expect(first).toEqual({
      ServerURL: land.registry.host,
      Username: 'oidc',
      Secret: land.tokenService.issued[0]?.secret,
    });

    await land.outlive(main);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => ask(land, main, 'get', `https://${land.registry.host}/v2/`)),
    );
    const secrets = new Set(answers.map(({ stdout }) => JSON.parse(stdout).Secret));
    expect(land.tokenService.issued).toHaveLength(2);
    expect(secrets.has(first.Secret)).toBe(false);

    expect(await ask(land, main, 'get', 'stranger.test')).toMatchObject({
      code: 1,
      stdout: 'credentials not found in native keychain',
    });
    expect(JSON.parse((await ask(land, main, 'list', '')).stdout)).toEqual({ [land.registry.host]: 'oidc' });
    expect(await ask(land, main, 'erase', land.registry.host)).toMatchObject({ code: 0 });
    expect(await ask(land, main, 'get', land.registry.host)).toMatchObject({ code: 0 });
  });

  it('tells post why it could not refresh, once', async () => {
    await using land = await createLoginLandscape();
    const inputs = { registries: land.entry(), verify: 'off' };
    const main = await land.login(inputs);
    await land.outlive(main);
    land.tokenService.faults.push(
      { status: 403, body: { error: 'policy changed' } },
      { status: 403, body: { error: 'policy changed' } },
    );
    expect((await ask(land, main, 'get', land.registry.host)).code).toBe(1);
    expect((await ask(land, main, 'get', land.registry.host)).code).toBe(1);
    const post = await land.post(main, inputs);
    expect(post.code).toBe(0);
    expect(post.annotations).toHaveLength(1);
    expect(post.annotations[0]).toMatchObject({
      level: 'warning',
      message: expect.stringContaining('policy changed'),
    });
  });

  it('serves two logins of one job, each its own registry', async () => {
    await using land = await createLoginLandscape();
    const one = await land.login({ registries: land.entry() });
    const env = { ...one.exported, PATH: [...one.paths, process.env.PATH].join(':') };
    const two = await land.login(
      { registries: '- registry: ghcr.io', token: 'ghs_0123456789abcdefghijkl', verify: 'off' },
      { env },
    );
    const both = { ...two, paths: [...two.paths, ...one.paths] };
    expect(await land.push(both)).toMatchObject({ code: 0 });
    const crane = await ensureGoTool('crane');
    const { stdout } = await land.client(both, crane, ['auth', 'get', 'ghcr.io']);
    expect(JSON.parse(stdout)).toMatchObject({ Secret: 'ghs_0123456789abcdefghijkl' });
  });

  it('case login-deploy/08: renews what nobody told the end of: by its exp, else soon', async () => {
    await using land = await createLoginLandscape();
    const jwt = (exp: number) =>
      `e30.${Buffer.from(JSON.stringify({ exp: Math.floor(exp / 1_000) })).toString('base64url')}.c2ln`;
    const rows = [
      { token: jwt(Date.now() + 2_000), expires_in: undefined, life: 2 },
      { token: jwt(Date.now() + 60_000), expires_in: 86_400, life: 60 },
      { token: 'opaque-0123456789', expires_in: 0, life: 300 },
      { token: 'opaque-0123456789', expires_in: 'soon', life: 300 },
    ];
    for (const { token, expires_in, life } of rows) {
      land.tokenService.faults.push({ body: { access_token: token, expires_in } });
      const started = Date.now();
      const main = await land.login({ registries: land.entry(), verify: 'off' });
      const end = Date.parse(main.outputs['expires-at'] ?? '');
      expect(end - started).toBeLessThan(life * 1_000 + 60_000);
      expect(JSON.parse(main.outputs.registries ?? '')[0]['expires-at']).toBe(main.outputs['expires-at']);
    }
    const dead = jwt(Date.now() - 5_000);
    land.tokenService.faults.push({ body: { access_token: dead } });
    const main = await land.login({ registries: land.entry(), verify: 'off' });
    const answer = JSON.parse((await ask(land, main, 'get', land.registry.host)).stdout);
    expect(answer.Secret).toBe(land.tokenService.issued.at(-1)?.secret);
  });

  it('case login-deploy/14: masks a renewed secret before the client has it', async () => {
    await using land = await createLoginLandscape();
    const main = await land.login({ registries: land.entry(), verify: 'off' });
    await land.outlive(main);
    const { stdout, stderr } = await ask(land, main, 'get', land.registry.host);
    const { Secret: secret } = JSON.parse(stdout);
    const masks = stderr
      .split('\n')
      .filter((line) => line.startsWith('::add-mask::'))
      .map((line) => line.slice('::add-mask::'.length).replaceAll('%25', '%'));
    const forms = [secret, Buffer.from(`oidc:${secret}`).toString('base64'), land.issuer.tokens.at(-1)];
    expect(forms.filter((form) => !masks.includes(form))).toEqual([]);
    expect(visible(stderr)).not.toContain(secret);
  });

  it('case login-deploy/15: a later `docker login` to the host is answered with an error', async () => {
    await using land = await createLoginLandscape();
    const main = await land.login({ registries: land.entry(), verify: 'off' });
    const { host } = land.registry;
    const store = (username: string, secret: string, server = host) =>
      ask(land, main, 'store', JSON.stringify({ ServerURL: server, Username: username, Secret: secret }));
    const other = await store('somebody', 'else');
    expect(other).toMatchObject({ code: 1 });
    expect(other.stdout).toContain(`oidc-registry-login keeps ${host} logged in as oidc`);
    expect((await store('somebody', 'else', 'other.test')).stdout).toContain('other.test is none of them');
    expect(await ask(land, main, 'store', 'no json')).toMatchObject({ code: 1 });
    const ours = land.tokenService.issued[0]?.secret ?? '';
    expect(await store('oidc', ours)).toMatchObject({ code: 0 });
    expect(JSON.parse((await ask(land, main, 'get', host)).stdout).Secret).toBe(ours);
  });

  it('case login-deploy/15: a later `docker logout` changes nothing, and is told after the job', async () => {
    await using land = await createLoginLandscape();
    const main = await land.login({ registries: land.entry(), verify: 'off' });
    expect(await ask(land, main, 'erase', `https://${land.registry.host}/v1/`)).toMatchObject({ code: 0 });
    expect(await ask(land, main, 'erase', 'other.test')).toMatchObject({ code: 0 });
    expect(await ask(land, main, 'get', land.registry.host)).toMatchObject({ code: 0 });
    const told = (await land.post(main, {})).annotations.map(({ message }) => message);
    expect(told).toEqual([expect.stringContaining(`${land.registry.host}: a step asked for a logout`)]);
  });

  it('sends the request token to no address without TLS', async () => {
    await using land = await createLoginLandscape();
    await using proxy = await startLocalServer(() => ({ body: { value: 'x' } }));
    const main = await land.login({ registries: land.entry(), verify: 'off' });
    await land.outlive(main);
    const env = { ACTIONS_ID_TOKEN_REQUEST_URL: 'http://tokens.test/id?x=1', HTTP_PROXY: proxy.url };
    const answer = await ask(
      land,
      { ...main, exported: { ...main.exported, ...env } },
      'get',
      land.registry.host,
    );
    expect(answer.stdout).toContain(
      'ACTIONS_ID_TOKEN_REQUEST_URL does not fit. Cause: expected an https URL',
    );
    expect(proxy.requests).toEqual([]);
  });

  it('ends what a failed renewal has issued', async () => {
    await using land = await createLoginLandscape();
    await using vault = await startVaultPeer();
    const main = await land.login({ registries: vault.entry(land.registry.host), verify: 'off' });
    await land.outlive(main);
    vault.instead.set('GET /v1/kv/registry', { status: 403, body: { errors: ['permission denied'] } });
    expect(await ask(land, main, 'get', land.registry.host)).toMatchObject({ code: 1 });
    expect(vault.alive.size).toBe(1); // that of main, which post ends
    const post = await land.post(main, {});
    expect(post.annotations.map(({ message }) => message)).toEqual([
      expect.stringContaining("The role's policies do not allow reading `path`."),
    ]);
    expect(vault.alive.size).toBe(0);
  });
});

describe("the user's own logins", () => {
  it('case login-deploy/01: a store that stands alone still serves the other hosts, and not ours', async () => {
    await using land = await createLoginLandscape({
      files: {
        'home/.docker/config.json': '{"credsStore":"own"}',
        'bin/docker-credential-own':
          '#!/bin/sh\nread -r host\n[ "$host" = other.test ] || { echo "credentials not found in native keychain"; exit 1; }\necho \'{"ServerURL":"other.test","Username":"own","Secret":"of-other.test"}\'\n',
      },
    });
    await land.disk.exec('chmod', ['755', 'bin/docker-credential-own']);
    for (const [isolate, refresh] of [
      ['true', 'true'],
      ['true', 'false'],
      ['false', 'false'],
    ] as const) {
      const main = await land.login({ registries: land.entry(), isolate, refresh });
      const withStore = { ...main, paths: [...main.paths, land.disk.path('bin')] };
      const crane = await ensureGoTool('crane');
      const get = async (host: string) =>
        JSON.parse((await land.client(withStore, crane, ['auth', 'get', host])).stdout);
      expect(await get('other.test')).toMatchObject({ Username: 'own', Secret: 'of-other.test' });
      expect(await get(land.registry.host)).toMatchObject({ Username: 'oidc' });
      expect(await land.push(withStore, `team/app:${isolate}-${refresh}`)).toMatchObject({ code: 0 });
      await land.post(main, {});
      expect(await land.disk.read('home/.docker/config.json')).toContain('"own"');
    }
  });
});
