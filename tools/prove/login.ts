import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ActionError } from '@go-actions/action-kit';
import { createLoginLandscape, createProject } from '@go-actions/test-kit';
import { inRoot } from '../root.ts';
import { sampleArgv } from './login/argv-sampler.ts';
import { proveClients } from './login/clients.ts';
import { proveHosts } from './login/hosts.ts';
import { proveKills } from './login/kills.ts';
import { proveNoLeak } from './login/leaks.ts';
import { startTlsWorld } from './login/tls-world.ts';

type Options = {
  readonly rounds: number;
  readonly kills: number;
  readonly cases: number;
  readonly seed: number;
  readonly life: number;
};
type Proof = { readonly name: string; readonly body: (options: Options) => Promise<string> };

/**
 * `npm run prove -- login [--only NAME …] [--rounds 5] [--kills 60] [--cases 60] [--seed N] [--life 3]`: what takes real time,
 * real clients or a whole machine: secrets that live seconds, processes that are killed, leaks that are planted, hostile hosts,
 * every command line of the machine, a proxy with a private CA, and each client that is installed.
 */
export async function command(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '5' },
      kills: { type: 'string', default: '60' },
      cases: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      life: { type: 'string', default: '3' },
      only: { type: 'string', multiple: true },
    },
  });
  const { only, rounds, kills, cases, seed, life } = values;
  const options: Options = {
    rounds: Number(rounds),
    kills: Number(kills),
    cases: Number(cases),
    seed: Number(seed),
    life: Number(life),
  };
  const wanted = PROOFS.filter(({ name }) => !only || only.includes(name));
  const failed: string[] = [];
  for (const { name, body } of wanted) {
    const result = await body(options).then(
      (text) => `ok      ${text}`,
      (error: Error) => {
        failed.push(name);
        return `FAILED  ${error.message}`;
      },
    );
    console.log(`${name.padEnd(28)} ${result}`);
  }
  if (failed.length > 0) throw new ActionError(`Not proven: ${failed.join(', ')}.`);
}

const PROOFS: readonly Proof[] = [
  { name: 'refresh in real time', body: proveRefresh },
  { name: 'killed writers', body: proveKilledWriters },
  { name: 'kill at any moment', body: proveAllKills },
  { name: 'planted leaks', body: () => proveNoLeak() },
  { name: 'no other host', body: ({ cases, seed }) => proveHosts(cases, seed) },
  { name: 'no secret on a command line', body: proveArgv },
  { name: 'proxy and private CA', body: proveProxy },
  { name: 'silent endpoints', body: proveSilence },
  { name: 'clients', body: () => proveClients() },
];

/** Secrets die between the two pushes: without the helper the second one fails, with it both pass. */
async function proveRefresh({ life }: Options): Promise<string> {
  await using land = await createLoginLandscape({ tokenService: { lifetimeSeconds: life } });
  const twoPushes = async (refresh: string) => {
    const main = await land.login({ registries: land.entry(), refresh });
    const first = await land.push(main, 'team/app:v1');
    const end = Math.max(...land.tokenService.issued.map(({ expiresAt }) => expiresAt));
    while (Date.now() <= end) await new Promise((resolve) => setTimeout(resolve, end - Date.now() + 1));
    return [first.code, (await land.push(main, 'team/app:v2')).code];
  };
  const [control, refreshed] = [await twoPushes('false'), await twoPushes('true')];
  expectEqual({ control, refreshed }, { control: [0, 1], refreshed: [0, 0] });
  return `secrets of ${life} s: static exits ${control.join(', ')}; with the helper ${refreshed.join(', ')}`;
}

async function proveAllKills({ kills, seed }: Options): Promise<string> {
  const { late, ended, named, problems } = await proveKills(kills, seed);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return `${kills} kills of main, helper and post, seed ${seed} (${late} came late): ${ended} credentials ended, ${named} named`;
}

/** Twenty logins into one config, some of them killed at a random moment: the others all keep their entries. */
async function proveKilledWriters({ rounds }: Options): Promise<string> {
  let kept = 0;
  let killed = 0;
  for (let round = 0; round < rounds; round++) {
    await using disk = await createProject({
      'home/.docker/config.json': '{}',
      'work/.keep': '',
      'temp/.keep': '',
    });
    const logins = Array.from({ length: 20 }, async (_, index) => {
      const env = {
        HOME: disk.path('home'),
        RUNNER_TEMP: disk.path('temp'),
        GITHUB_WORKSPACE: disk.path('work'),
        PATH: process.env.PATH ?? '',
        INPUT_REGISTRY: `r${index}.test`,
        INPUT_PROVIDER: 'ghcr',
        INPUT_TOKEN: `ghs_${index}`.padEnd(24, 'x'),
        INPUT_ACCESS: 'pull',
        INPUT_REFRESH: 'false',
        INPUT_ISOLATE: 'false',
        INPUT_VERIFY: 'off',
        'INPUT_ON-MISSING-OIDC': 'error',
        'INPUT_PULL-SECRET-NAME': 'x',
        'INPUT_EXPOSE-CREDENTIALS': 'false',
        'INPUT_DRY-RUN': 'false',
      };
      const child = spawn(process.execPath, [inRoot('dist/oidc-registry-login/index.js')], {
        env,
        stdio: 'ignore',
      });
      if (index % 4 === 0) setTimeout(() => child.kill('SIGKILL'), 100 + Math.random() * 600);
      const code = await new Promise((resolve) => child.once('close', resolve));
      return { host: `r${index}.test`, code };
    });
    const ended = await Promise.all(logins);
    const { auths = {} } = JSON.parse(await readFile(disk.path('home/.docker/config.json'), 'utf8')) as {
      auths?: object;
    };
    const lost = ended.filter(({ host, code }) => code === 0 && !Object.hasOwn(auths, host));
    expectEqual(lost, []);
    kept += ended.filter(({ code }) => code === 0).length;
    killed += ended.filter(({ code }) => code === null).length;
  }
  return `${rounds} rounds of 20: ${kept} finished and kept their entry, ${killed} were killed`;
}

/** Reads the command line of every process while a job logs in, pushes, refreshes and cleans up. */
async function proveArgv(): Promise<string> {
  if (process.platform !== 'linux') return 'skipped: needs /proc';
  await using land = await createLoginLandscape();
  await using sampler = sampleArgv();
  const inputs = { registries: land.entry() };
  const main = await land.login(inputs);
  await land.push(main);
  await land.outlive(main);
  await land.push(main, 'team/app:v2');
  await land.post(main, inputs);
  const secrets = [
    ...land.tokenService.issued.flatMap(({ secret }) => [
      secret,
      Buffer.from(`oidc:${secret}`).toString('base64'),
    ]),
    ...land.issuer.tokens,
    land.issuer.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN,
  ];
  const lines = [...sampler.seen];
  expectEqual(
    lines.filter((line) => secrets.some((secret) => line.includes(secret))),
    [],
  );
  if (!lines.some((line) => line.includes('crane append')))
    throw new Error('The sampler did not see the client.');
  return `${lines.length} command lines, ${secrets.length} secrets, 0 hits`;
}

/** The step and its helper reach a token service that only a proxy can resolve and only a private CA vouches for. */
async function proveProxy(): Promise<string> {
  await using land = await createLoginLandscape();
  await using world = await startTlsWorld(land.disk.dir, land.tokenService.host);
  const inputs = { registries: land.entry({ 'token-url': world.tokenUrl }) };
  const env = {
    HTTPS_PROXY: world.proxyUrl,
    HTTP_PROXY: world.proxyUrl,
    NO_PROXY: undefined,
    NODE_EXTRA_CA_CERTS: world.caFile,
  };
  const main = await land.login(inputs, { env });
  expectEqual({ code: main.code, error: main.annotations[0]?.message }, { code: 0, error: undefined });
  const byStep = world.connects.length;
  await land.outlive(main);
  const push = await land.push({
    ...main,
    exported: { ...main.exported, HTTPS_PROXY: world.proxyUrl, NODE_EXTRA_CA_CERTS: world.caFile },
  });
  expectEqual({ code: push.code, stderr: push.code === 0 ? '' : push.stderr }, { code: 0, stderr: '' });
  return `${byStep} connection by the step, ${world.connects.length - byStep} by the helper`;
}

/** Endpoints that take a request and never answer are given up after a time-out, and asked again. */
async function proveSilence(): Promise<string> {
  await using land = await createLoginLandscape();
  land.issuer.faults.push('hang');
  land.tokenService.faults.push('hang');
  const started = Date.now();
  const main = await land.login({ registries: land.entry(), verify: 'off' });
  expectEqual({ code: main.code, error: main.annotations[0]?.message }, { code: 0, error: undefined });
  return `logged in after ${((Date.now() - started) / 1_000).toFixed(0)} s, both were silent once`;
}

function expectEqual(found: unknown, wanted: unknown): void {
  if (JSON.stringify(found) === JSON.stringify(wanted)) return;
  throw new Error(`found ${JSON.stringify(found)}, wanted ${JSON.stringify(wanted)}`);
}
