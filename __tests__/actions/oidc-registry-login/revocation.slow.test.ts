import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createLoginLandscape,
  type LoginLandscape,
  startVaultPeer,
  type VaultPeer,
} from '@go-actions/test-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exists, visible } from './evidence.ts';
import { findStep, until } from './running-step.ts';

let land: LoginLandscape;
let vault: VaultPeer;
beforeEach(async () => {
  land = await createLoginLandscape();
  vault = await startVaultPeer();
});
afterEach(async () => {
  await vault[Symbol.asyncDispose]();
  await land[Symbol.asyncDispose]();
});

const READ = 'GET /v1/kv/registry';
const LOGIN = 'POST /v1/auth/jwt/login';
const REVOKE = 'POST /v1/auth/token/revoke-self';
const left = () => readdirSync(land.disk.path('temp')).filter((name) => name.startsWith('oidc-'));

/** One login that is sent signals once `when` holds. */
async function interrupted(registries: string, when: () => boolean, signals: readonly NodeJS.Signals[]) {
  const running = land.login({ registries, verify: 'off' });
  const pid = await findStep(land.disk.path('temp'));
  await until(when);
  for (const signal of signals) process.kill(pid, signal);
  return running;
}

const asked = (route: string) => () =>
  vault.requests.some(({ method, url }) => `${method} ${url.pathname}` === route);

describe('what was issued before a step fails', () => {
  it('case login-deploy/02: ends when a later request of the same provider is refused', async () => {
    vault.instead.set(READ, { status: 403, body: { errors: ['permission denied'] } });
    const main = await land.login({ registries: vault.entry('vault.test'), verify: 'off' });
    expect(main.code).toBe(1);
    expect(main.annotations[0]?.message).toContain("The role's policies do not allow reading `path`.");
    expect([...vault.alive]).toEqual([]);
    expect(left()).toEqual([]);
  });

  it('ends when another registry refuses, and when the verification fails', async () => {
    const refused = land.entry({ audience: 'https://somebody.else' });
    const main = await land.login({ registries: vault.entry('vault.test') + refused, verify: 'off' });
    expect(main.code).toBe(1);
    expect([...vault.alive]).toEqual([]);
    const unverified = await land.login({ registries: vault.entry(land.registry.host) });
    expect(unverified.annotations[0]?.message).toContain('answered 401');
    expect([...vault.alive]).toEqual([]);
    expect(left()).toEqual([]);
  });

  it('is not issued when the pull secret could not be written', async () => {
    const inputs = { verify: 'off', 'pull-secret-file': land.disk.path('temp') };
    const main = await land.login({ registries: vault.entry('vault.test'), ...inputs });
    expect(main.annotations[0]?.message).toMatch(/^`pull-secret-file` is .* not a regular file\.$/);
    expect([vault.requests, left()]).toEqual([[], []]);
  });

  it('ends when the config cannot be written', async () => {
    await land.disk.write({ 'home/.docker/.keep': '', 'home/real.json': '{}' });
    symlinkSync(land.disk.path('home/real.json'), land.disk.path('home/.docker/config.json'));
    const main = await land.login({ registries: vault.entry('vault.test'), verify: 'off', isolate: 'false' });
    expect(main.annotations[0]?.message).toContain('is a symbolic link');
    expect([...vault.alive]).toEqual([]);
    expect(left()).toEqual([]);
  });

  it('case login-deploy/05: is named with its end when it cannot be ended, and post tries again', async () => {
    vault.instead.set(REVOKE, { status: 403, body: { errors: ['no'] } });
    const refused = land.entry({ audience: 'https://somebody.else' });
    const main = await land.login({ registries: vault.entry('vault.test') + refused, verify: 'off' });
    const alive =
      /vault\.test: a Vault token, which lives until 20\d\d-\d\d-\d\d \d\d:\d\d UTC: 127\.0\.0\.1:\d+ answered 403 to its revocation\./;
    expect(main.annotations[0]?.message).toMatch(alive);
    expect(main.summary).toMatch(alive);
    const again = await land.post(main, {});
    expect(again.annotations).toMatchObject([{ level: 'warning', message: expect.stringMatching(alive) }]);
    expect(left()).toEqual([]);
  });

  it('is ended by post when the provider was busy in main', async () => {
    vault.instead.set(REVOKE, { status: 403, body: { errors: ['no'] } });
    vault.instead.set(READ, { status: 404, body: { errors: [] } });
    const main = await land.login({ registries: vault.entry('vault.test'), verify: 'off' });
    expect(vault.alive.size).toBe(1);
    vault.instead.clear();
    expect(await land.post(main, {})).toMatchObject({ code: 0, annotations: [] });
    expect(vault.alive.size).toBe(0);
  });

  it.each([
    { name: 'a lost answer', faults: ['truncate', 'reset'] as const, lost: 2 },
    { name: 'a busy gateway', faults: [{ status: 502 }, { status: 429 }] as const, lost: 0 },
  ])('is named when a repeated login got through: $name', async ({ faults, lost }) => {
    vault.first.set(LOGIN, [...faults]);
    const main = await land.login({ registries: vault.entry('vault.test'), verify: 'off' });
    expect(main).toMatchObject({ code: 0, annotations: [] });
    const post = await land.post(main, {});
    expect(vault.alive.size).toBe(lost);
    const message = expect.stringContaining('vault.test: an exchange got no usable answer.');
    expect(post).toMatchObject({ code: 0, annotations: [{ level: 'warning', message }] });
  });

  it('is named when there is no way to end it', async () => {
    const refused = land.entry({ registry: 'other.test', audience: 'https://somebody.else' });
    const main = await land.login({ registries: land.entry() + refused, verify: 'off' });
    expect(main.annotations[0]?.message).toMatch(
      /: an access token, which lives until .* UTC: its provider has no way to end it earlier\./,
    );
    expect(left()).toEqual([]);
  });
});

describe('a job that is cancelled', () => {
  it('case login-deploy/04, case platform/06: ends at once and ends what was issued', async () => {
    const silent = await startVaultPeer();
    silent.instead.set(LOGIN, 'hang');
    try {
      const both = vault.entry('vault.test') + silent.entry('silent.test');
      const main = await interrupted(both, () => asked(READ)() && silent.requests.length > 0, ['SIGINT']);
      expect(main.code).toBe(1);
      const message = main.annotations.at(-1)?.message ?? '';
      expect(message).toContain('The job was cancelled (SIGINT).');
      expect(message).toContain('silent.test: an exchange got no usable answer.');
      expect([...vault.alive]).toEqual([]);
      expect(await land.post(main, {})).toMatchObject({ code: 0, annotations: [] });
    } finally {
      await silent[Symbol.asyncDispose]();
    }
  });

  const moments = [
    { name: 'while it waits for the login', hang: LOGIN, when: LOGIN, alive: 1, named: 'no usable answer' },
    {
      name: 'while it reads the secret',
      hang: READ,
      when: READ,
      alive: 0,
      named: 'Ending vault.test: a Vault token',
    },
  ];
  it.each(moments)('and killed $name leaves nothing that post does not end or name', async (moment) => {
    vault.instead.set(moment.hang, 'hang');
    const main = await interrupted(vault.entry('vault.test'), asked(moment.when), ['SIGKILL']);
    expect(main.code).not.toBe(0);
    vault.instead.clear();
    const post = await land.post(main, {});
    expect(post.code).toBe(0);
    expect(post.stdout).toContain(moment.named);
    expect(vault.alive.size).toBe(moment.alive);
    expect(left().filter((name) => !name.endsWith('.ended'))).toEqual([]);
  });

  it.each([LOGIN, READ])(
    'case platform/14: in a container main sees at %s that post has run, and keeps nothing',
    async (route) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      vault.hold.set(route, promise);
      const running = land.login({ registries: vault.entry('vault.test'), verify: 'off' });
      await until(asked(route));
      const folder = land.disk.path(`temp/${left()[0]}`);
      const session = JSON.stringify({ folder, environment: {} });
      const state = { 'go-actions-phase': '"main"', session };
      expect(await land.post({ exported: {}, state } as never, {})).toMatchObject({ code: 0 });
      resolve();
      const main = await running;
      expect(main).toMatchObject({ code: 1, exported: {} });
      expect([...vault.alive]).toEqual([]);
      expect(left().filter((name) => !name.endsWith('.ended'))).toEqual([]);
    },
  );
});

describe('post', () => {
  const login = (inputs = {}) =>
    land.login({ registries: vault.entry('vault.test'), verify: 'off', ...inputs });

  it('case platform/01: never runs main in its place, when that was killed before it could save its state', async () => {
    const inputs = { registries: vault.entry('vault.test'), verify: 'off' };
    const post = await land.post({ exported: {}, state: {} } as never, inputs);
    expect(post).toMatchObject({ code: 0, exported: {}, annotations: [] });
    expect([vault.requests, left()]).toEqual([[], []]);
  });

  const spoilt = [
    {
      name: 'a half note',
      spoil: (folder: string) => writeFileSync(join(folder, 'issued/x.json'), '{"issued":{"reg'),
      told: 'A registry of this login: an exchange got no usable answer',
    },
    {
      name: 'broken notes of the session',
      spoil: (folder: string) => writeFileSync(join(folder, 'session.json'), '{"s3cr3t'),
      told: 'session.json is damaged.',
    },
    {
      name: 'a pull secret that became a folder',
      spoil: () => mkdirSync(land.disk.path('temp/pull/x'), { recursive: true }),
      told: 'pull could not be removed, and may hold a credential',
    },
  ];
  it.each(spoilt)('case login-deploy/05: ends everything beside $name', async ({ spoil, told }) => {
    const main = await login();
    spoil(land.disk.path(`temp/${left()[0]}`));
    const session = JSON.parse(main.state.session ?? '');
    const state = {
      ...main.state,
      session: JSON.stringify({ ...session, pullSecret: land.disk.path('temp/pull') }),
    };
    const post = await land.post({ ...main, state }, {});
    expect(post.annotations.map(({ message }) => message)).toEqual([expect.stringContaining(told)]);
    expect(post.stdout).not.toContain('s3cr3t');
    expect([[...vault.alive], left()]).toEqual([[], []]);
  });

  it('case login-deploy/05: names what lives on when a later step has removed the folder', async () => {
    const main = await login({ 'pull-secret-file': land.disk.path('temp/pull.json') });
    rmSync(main.paths[0]?.replace(/\/bin$/, '') ?? '', { recursive: true });
    const post = await land.post(main, {});
    expect(post.annotations).toMatchObject([{ level: 'warning' }]);
    expect(post.annotations[0]?.message).toMatch(
      /is gone, .*\nvault\.test: a Vault token, which lives until 20/,
    );
    expect(post.exported).toEqual({ DOCKER_CONFIG: '', REGISTRY_AUTH_FILE: '' });
    expect(await exists(land.disk.path('temp/pull.json'))).toBe(false);
  });

  it('has nothing to say when main has taken everything back', async () => {
    vault.instead.set(READ, { status: 403, body: { errors: ['permission denied'] } });
    const main = await login();
    expect(await land.post(main, {})).toMatchObject({ code: 0, stdout: '' });
  });

  it('case login-deploy/06, case platform/01: needs no inputs', async () => {
    const main = await land.login({ registries: vault.entry('vault.test'), verify: 'off' });
    const config = main.outputs['config-dir'] ?? '';
    expect(readFileSync(join(config, 'config.json'), 'utf8')).toContain('vault.test');
    const nonsense = { registries: '', registry: '', verify: 'nonsense', isolate: 'perhaps' };
    const post = await land.post(main, nonsense);
    expect(post).toMatchObject({ code: 0, annotations: [] });
    expect(await exists(config)).toBe(false);
    expect([...vault.alive]).toEqual([]);
    expect(visible(post.stdout)).toContain('1 credential ended at the provider.');
  });
});
