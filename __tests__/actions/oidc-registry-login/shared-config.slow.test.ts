import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { type ActionResult, createProject, type Project, runAction } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';

const OWN = {
  auths: { 'own.test': { auth: 'b3duOm93bg==' } },
  proxies: { default: { httpProxy: 'http://p' } },
};

/** A login with the job token to a host of that name, into the user's own config: needs no network. */
async function login(
  disk: Project,
  host: string,
  token = `ghs_${host.padEnd(24, 'x')}`,
): Promise<ActionResult> {
  return runAction('oidc-registry-login', { ...job(disk), inputs: inputs(host, token) });
}

async function logout(disk: Project, main: ActionResult, host: string): Promise<ActionResult> {
  return runAction('oidc-registry-login', { ...job(disk), inputs: inputs(host, ''), state: main.state });
}

function inputs(host: string, token: string) {
  return { registry: host, provider: 'ghcr', token, isolate: 'false', refresh: 'false', verify: 'off' };
}

function job(disk: Project) {
  const none = { DOCKER_CONFIG: undefined, REGISTRY_AUTH_FILE: undefined, XDG_RUNTIME_DIR: undefined };
  return { workspace: disk.path('work'), temp: disk.path('temp'), env: { HOME: disk.path('home'), ...none } };
}

async function createMachine(config: unknown = OWN): Promise<Project> {
  return createProject({
    'home/.docker/config.json': JSON.stringify(config),
    'temp/.keep': '',
    'work/.keep': '',
  });
}

const hosts = (disk: Project): string[] =>
  Object.keys(JSON.parse(readFileSync(disk.path('home/.docker/config.json'), 'utf8')).auths).sort();

describe('the config of a shared runner', () => {
  it('keeps all of twenty logins at once, and none of them afterwards', async () => {
    await using disk = await createMachine();
    const names = Array.from({ length: 20 }, (_, index) => `r${index}.test`);
    const mains = await Promise.all(names.map((name) => login(disk, name)));
    expect(mains.map(({ code }) => code)).toEqual(names.map(() => 0));
    expect(hosts(disk)).toEqual(['own.test', ...names].sort());
    await Promise.all(mains.map((main, index) => logout(disk, main, names[index] ?? '')));
    expect(JSON.parse(await disk.read('home/.docker/config.json'))).toEqual(OWN);
  });

  it("gets back the user's own login to the same host, not somebody else's later one", async () => {
    await using disk = await createMachine();
    const ours = await login(disk, 'own.test');
    expect(JSON.parse(await disk.read('home/.docker/config.json')).auths['own.test']).not.toEqual(
      OWN.auths['own.test'],
    );
    await logout(disk, ours, 'own.test');
    expect(JSON.parse(await disk.read('home/.docker/config.json'))).toEqual(OWN);

    const again = await login(disk, 'own.test');
    const changed = { auths: { 'own.test': { auth: 'bmV3Om5ldw==' } } };
    await disk.write({ 'home/.docker/config.json': JSON.stringify(changed) });
    await logout(disk, again, 'own.test');
    expect(JSON.parse(await disk.read('home/.docker/config.json'))).toEqual(changed);
  });

  it('is as it was after two jobs on the same host, in whatever order they end', async () => {
    await using disk = await createMachine();
    const first = await login(disk, 'own.test', 'ghs_first-0123456789abcdef');
    const second = await login(disk, 'own.test', 'ghs_second-0123456789abcdef');
    await logout(disk, first, 'own.test');
    expect(await disk.read('home/.docker/config.json')).toContain(
      Buffer.from('gopher:ghs_second-0123456789abcdef').toString('base64'),
    );
    await logout(disk, second, 'own.test');
    expect(JSON.parse(await disk.read('home/.docker/config.json'))).toEqual(OWN);
    expect(readdirSync(disk.path('home/.docker'))).toEqual(['config.json']);
  });

  it('outlives a writer that was killed with the lock in its hand', async () => {
    await using disk = await createMachine();
    const lock = disk.path('home/.docker/config.json.lock');
    const { pid } = spawnSync('true');
    writeFileSync(lock, JSON.stringify({ pid, host: (await import('node:os')).hostname(), id: 'x' }));
    expect(await login(disk, 'r.test')).toMatchObject({ code: 0 });
    writeFileSync(lock, ''); // killed before it could write its name
    const old = Date.now() / 1_000 - 60;
    utimesSync(lock, old, old);
    expect(await login(disk, 's.test')).toMatchObject({ code: 0 });
    expect(hosts(disk)).toEqual(['own.test', 'r.test', 's.test']);
  });

  it('is not written through a symbolic link', async () => {
    await using disk = await createProject({
      'home/real.json': '{}',
      'home/.docker/.keep': '',
      'temp/.keep': '',
      'work/.keep': '',
    });
    symlinkSync(disk.path('home/real.json'), disk.path('home/.docker/config.json'));
    const main = await login(disk, 'r.test');
    expect(main.annotations[0]?.message).toContain(
      'is a symbolic link, and credentials are not written through one',
    );
    expect(await disk.read('home/real.json')).toBe('{}');
  });
});
