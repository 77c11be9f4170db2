import { readFileSync } from 'node:fs';
import { createLoginLandscape, type LoginLandscape } from '@go-actions/test-kit';
import { ensureGoTool } from '@go-actions/tools';
import { describe, expect, it } from 'vitest';

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
});
