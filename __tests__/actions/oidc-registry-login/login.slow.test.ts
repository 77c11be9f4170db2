import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createLoginLandscape, startVendors } from '@go-actions/test-kit';
import { ensureGoTool } from '@go-actions/tools';
import { describe, expect, it } from 'vitest';
import { exists, visible } from './evidence.ts';

const STATIC = { refresh: 'false' };

describe('a login', () => {
  it('lets crane push and pull at a real registry, and is gone after the job', async () => {
    await using land = await createLoginLandscape();
    const inputs = { registries: land.entry(), ...STATIC };
    const main = await land.login(inputs);
    expect(main).toMatchObject({ code: 0, annotations: [] });
    expect(main.stdout).toContain('Logged in to 1 of 1 registry, the first until ');
    expect(main.summary).toContain('granted');

    expect(await land.push(main)).toMatchObject({ code: 0 });
    const crane = await ensureGoTool('crane');
    const pulled = await land.client(main, crane, ['export', `${land.registry.host}/team/app:v1`, '-']);
    expect(pulled.stdout).toContain('hello');

    const config = main.outputs['config-dir'] ?? '';
    const post = await land.post(main, inputs);
    expect(post).toMatchObject({ code: 0, annotations: [] });
    expect(await exists(config)).toBe(false);
    expect(post.exported).toEqual({ DOCKER_CONFIG: '', REGISTRY_AUTH_FILE: '' });
    expect(readdirSync(land.disk.path('temp'))).toEqual(['.keep', 'tool-cache']);
    expect((await land.push({ ...main, exported: post.exported })).code).not.toBe(0);
  });

  it('shows no secret anywhere, in any encoding', async () => {
    await using land = await createLoginLandscape();
    const inputs = { registries: land.entry(), refresh: 'true' };
    const main = await land.login(inputs, { env: { RUNNER_DEBUG: '1', ACTIONS_STEP_DEBUG: 'true' } });
    expect(await land.push(main)).toMatchObject({ code: 0 });
    const post = await land.post(main, inputs, { env: { RUNNER_DEBUG: '1' } });
    const secret = land.tokenService.issued[0]?.secret ?? '';
    const shown = [main, post].map((phase) =>
      [
        visible(phase.stdout),
        phase.stderr,
        phase.summary,
        ...[phase.outputs, phase.exported, phase.state].map((file) => JSON.stringify(file)),
      ].join('\n'),
    );
    const forms = [
      secret,
      Buffer.from(`oidc:${secret}`).toString('base64'),
      Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -2),
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      ...land.issuer.tokens,
      land.issuer.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN,
    ];
    expect(forms.filter((form) => !form || shown.some((text) => text.includes(form)))).toEqual([]);
    const masks = main.stdout
      .split('\n')
      .filter((line) => line.startsWith('::add-mask::'))
      .map((line) => line.slice('::add-mask::'.length).replaceAll('%25', '%'));
    expect(forms.filter((form) => !masks.some((mask) => form.includes(mask)))).toEqual([]);
  });

  it('writes files that only their owner can read, whatever the umask is', async () => {
    await using land = await createLoginLandscape();
    const umask = process.umask(0);
    const main = await land.login({ registries: land.entry() }).finally(() => process.umask(umask));
    const dir = main.outputs['config-dir'] ?? '';
    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
    expect([mode(join(dir, '..')), mode(dir), mode(join(dir, 'config.json'))]).toEqual(['700', '700', '600']);
    expect(readdirSync(land.disk.path('work'))).toEqual(['hello.txt']);
  });

  it('logs in to several registries at once, ghcr.io with the job token', async () => {
    await using land = await createLoginLandscape();
    const registries = `${land.entry()}- registry: ghcr.io\n`;
    const main = await land.login({
      registries,
      ...STATIC,
      token: 'ghs_0123456789abcdefghijkl',
      verify: 'off',
    });
    expect(main).toMatchObject({ code: 0 });
    expect(JSON.parse(main.outputs.registries ?? '')).toMatchObject([
      { registry: land.registry.host, provider: 'token-exchange', username: 'oidc' },
      { registry: 'ghcr.io', provider: 'ghcr', username: 'gopher', 'expires-at': null },
    ]);
    const config = JSON.parse(
      await land.disk.read(
        `${(main.outputs['config-dir'] ?? '').slice(land.disk.dir.length + 1)}/config.json`,
      ),
    );
    expect(config.auths['ghcr.io'].auth).toBe(
      Buffer.from('gopher:ghs_0123456789abcdefghijkl').toString('base64'),
    );
  });

  it('takes the short form', async () => {
    await using land = await createLoginLandscape();
    const { tokenUrl, audience } = land.tokenService;
    const main = await land.login({
      registry: land.registry.host,
      provider: 'token-exchange',
      'token-url': tokenUrl,
      audience,
      ...STATIC,
    });
    expect(main).toMatchObject({ code: 0 });
    expect(await land.push(main)).toMatchObject({ code: 0 });
  });

  it('carries what the user has: logins, plugins, contexts, unknown keys', async () => {
    const own = {
      auths: { 'other.test': { auth: 'b3RoZXI6b3RoZXI=' }, 'kept.test': {} },
      credsStore: 'desktop',
      proxies: { default: {} },
    };
    await using land = await createLoginLandscape({
      files: {
        'home/.docker/config.json': JSON.stringify(own),
        'home/.docker/cli-plugins/docker-hello': '#!/bin/sh\n',
        'home/.docker/contexts/meta/x/meta.json': '{}',
        'run/containers/auth.json': JSON.stringify({ auths: { 'podman.test': { auth: 'cDpw' } } }),
      },
    });
    const main = await land.login(
      { registries: land.entry(), ...STATIC },
      { env: { XDG_RUNTIME_DIR: land.disk.path('run') } },
    );
    const dir = (main.outputs['config-dir'] ?? '').slice(land.disk.dir.length + 1);
    const config = JSON.parse(await land.disk.read(`${dir}/config.json`));
    expect(config).toMatchObject({ proxies: { default: {} }, credsStore: 'desktop' });
    expect(Object.keys(config.auths).sort()).toEqual(
      [land.registry.host, 'kept.test', 'other.test', 'podman.test'].sort(),
    );
    expect(await land.disk.read(`${dir}/cli-plugins/docker-hello`)).toBe('#!/bin/sh\n');
    await land.post(main, { registries: land.entry() });
    expect(await land.disk.read('home/.docker/config.json')).toBe(JSON.stringify(own));
    expect(await exists(land.disk.path('home/.docker/cli-plugins/docker-hello'))).toBe(true);
  });
});

describe("the job's environment", () => {
  it('case login-deploy/01: may name its config by a path that begins at the checkout', async () => {
    await using land = await createLoginLandscape({
      files: { 'work/cfg/config.json': '{}', 'work/cfg/cli-plugins/docker-hello': '#!/bin/sh\n' },
    });
    const env = { DOCKER_CONFIG: 'cfg' };
    const main = await land.login({ registries: land.entry(), ...STATIC, verify: 'off' }, { env });
    const dir = (main.outputs['config-dir'] ?? '').slice(land.disk.dir.length + 1);
    expect(await land.disk.read(`${dir}/cli-plugins/docker-hello`)).toBe('#!/bin/sh\n');
    const post = await land.post(main, {});
    expect(post.exported.DOCKER_CONFIG).toBe('cfg');
  });

  it('case login-deploy/15: may not hold a login that docker prefers', async () => {
    await using land = await createLoginLandscape();
    const env = {
      DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [land.registry.host]: { auth: 'b3RoZXI6cHc=' } } }),
    };
    const main = await land.login({ registries: land.entry(), ...STATIC }, { env });
    expect(main.annotations[0]?.message).toContain(
      `DOCKER_AUTH_CONFIG holds a login to ${land.registry.host}, which docker prefers`,
    );
    expect([main.code, main.exported, land.tokenService.issued]).toEqual([1, {}, []]);
  });
});

describe('a refusal', () => {
  it('names the registry, the reason, and what to trust in both shapes of sub', async () => {
    await using land = await createLoginLandscape({
      issuer: { identity: { repository: 'evil/app', subject: 'immutable' } },
    });
    const main = await land.login({ registries: land.entry() });
    expect(main.code).toBe(1);
    const [error] = main.annotations;
    expect(error?.message).toContain(
      `1 of 1 registry refused this job, and nothing was written: ${land.registry.host}.`,
    );
    expect(error?.message).toContain(
      'subject repo:evil@1717/app@424242:ref:refs/heads/main is not trusted here',
    );
    expect(main.summary).toContain('repo:evil/app:ref:refs/heads/main');
    expect(main.summary).toContain('The sub of this job has the immutable shape.');
    expect(main.exported).toEqual({});
    expect(readdirSync(land.disk.path('temp'))).toEqual(['.keep', 'tool-cache']);
  });

  it('says which permission the registry does not grant', async () => {
    await using land = await createLoginLandscape({ tokenService: { allows: ['pull'] } });
    const main = await land.login({ registries: land.entry() });
    expect(main.annotations[0]?.message).toContain('does not grant push on team/app');
    const pull = await land.login({ registries: land.entry({ access: 'pull' }) });
    expect(pull).toMatchObject({ code: 0 });
  });

  it('answers a missing permission with the lines to add, and skips where that is wanted', async () => {
    await using land = await createLoginLandscape();
    const env = { ACTIONS_ID_TOKEN_REQUEST_URL: undefined, ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined };
    const main = await land.login({ registries: land.entry() }, { env });
    expect(main.annotations[0]?.message).toContain('permissions:\n    id-token: write');
    const skipped = await land.login({ registries: land.entry(), 'on-missing-oidc': 'skip' }, { env });
    expect(skipped).toMatchObject({ code: 0 });
    expect(skipped.annotations).toMatchObject([{ level: 'notice' }]);
    expect(land.issuer.requests).toEqual([]);
  });

  it('collects every complaint about the inputs, sends nothing and repeats no secret', async () => {
    await using land = await createLoginLandscape();
    const registries = [
      '- registry: user@ghcr.io',
      '- registry: ghcr.io',
      '  password: hunter2hunter2',
      '- registry: 123456789012.dkr.ecr.eu-west-1.amazonaws.com',
      '  role: AKIAIOSFODNN7EXAMPLE',
      '- registry: quay.io',
      '  robot: nobody',
      '  colour: blue',
    ].join('\n');
    const main = await land.login({ registries, verify: 'maybe' });
    const [error] = main.annotations;
    expect(error?.message.split('\n')).toHaveLength(6);
    expect(error?.message).toContain('registries[2] (ghcr.io): `password` holds a stored secret');
    expect(error?.message).toContain('`verify` is "maybe"');
    expect(main.stdout).not.toMatch(/hunter2|AKIA/);
    expect(land.issuer.requests).toEqual([]);
  });

  it('issues nothing when it could not be written down', async () => {
    await using land = await createLoginLandscape();
    await using vendors = await startVendors(land);
    const registries = `- { registry: vault.test, provider: vault, url: "${vendors.url}", role: ci, path: secret/data/registry, audience: vault, username-field: user, password-field: pass }`;
    const env = { RUNNER_TEMP: land.disk.path('work/hello.txt') };
    const main = await land.login({ registries, verify: 'off' }, { env });
    expect(main.annotations[0]?.message).toContain('(RUNNER_TEMP) cannot hold the credentials.');
    expect(vendors.requests).toEqual([]);
  });

  it("leaves an unreadable config of the user's alone", async () => {
    await using land = await createLoginLandscape({
      files: { 'home/.docker/config.json': '{ "auths": secret' },
    });
    const main = await land.login({ registries: land.entry() });
    expect(main.annotations[0]?.message).toContain('.docker/config.json is no JSON.');
    expect(main.annotations[0]?.message).not.toContain('secret');
    expect(land.tokenService.issued).toEqual([]);
    expect(await land.disk.read('home/.docker/config.json')).toBe('{ "auths": secret');
  });
});

describe('a dry run', () => {
  it('prints claims and policy, and exchanges nothing', async () => {
    await using land = await createLoginLandscape();
    const main = await land.login({ registries: land.entry(), 'dry-run': 'true' });
    expect(main).toMatchObject({ code: 0, exported: {}, outputs: {} });
    expect(main.stdout).toContain('repository: octo/app');
    expect(main.summary).toContain('repo:octo@1717/app@424242:ref:refs/heads/main');
    expect(land.tokenService.requests).toEqual([]);
  });
});
