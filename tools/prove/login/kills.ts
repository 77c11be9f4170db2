import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { secretForms } from '@go-actions/action-kit';
import {
  type ActionResult,
  createLoginLandscape,
  type LoginLandscape,
  startVaultPeer,
  type VaultPeer,
} from '@go-actions/test-kit';
import { createRandom } from '../coverage/random.ts';
import { createKiller } from './killer.ts';

const PHASES = ['main', 'helper', 'post'] as const;
const SIGNALS = ['SIGKILL', 'SIGTERM', 'SIGINT'] as const;
const LATENCY_MS = 15;

export type KillTable = {
  readonly kills: number;
  /** Processes that were over before their signal came. */
  readonly late: number;
  readonly ended: number;
  readonly named: number;
  readonly problems: readonly string[];
};

/**
 * One process of a login is ended at a moment drawn from its whole life: main, the credential helper, or post. After post,
 * whatever was issued has ended, or the job's log names it; and what post has not been kept from removing is gone.
 */
export async function proveKills(kills: number, seed: number): Promise<KillTable> {
  const random = createRandom(seed);
  const problems: string[] = [];
  const took = { main: 0, helper: 0, post: 0 };
  const sum = { late: 0, ended: 0, named: 0 };
  // The first round of all is not killed: it says how long each phase takes.
  for (let kill = -1; kill < kills; kill++) {
    const phase = kill < 0 ? undefined : PHASES[kill % PHASES.length];
    const signal = random.pick(SIGNALS);
    const moment = random.below(1_000) / 1_000;
    await using land = await createLoginLandscape({ tokenService: { latencyMs: LATENCY_MS } });
    await using first = await startVaultPeer({ latencyMs: LATENCY_MS });
    await using second = await startVaultPeer({ latencyMs: LATENCY_MS });
    const vaults = { 'first.test': first, 'second.test': second };
    const killer = await createKiller(land.disk);
    const killed = (at: keyof typeof took) => (phase === at ? killer(moment * took[at], signal) : {});
    const timed = async <T>(at: keyof typeof took, body: () => Promise<T>): Promise<T> => {
      const started = performance.now();
      const result = await body();
      if (kill < 0) took[at] = performance.now() - started;
      return result;
    };

    const registries = first.entry('first.test') + second.entry('second.test') + land.entry();
    const main = await timed('main', () =>
      land.login({ registries, verify: 'off' }, { env: killed('main') }),
    );
    const helper =
      main.code === 0 && phase !== 'post' ? await renew(land, main, killed('helper'), timed) : '';
    const post = await timed('post', () => land.post(main, {}, { env: killed('post') }));
    if (phase && { main, helper: { code: helper === 'killed' ? null : 0 }, post }[phase].code === 0)
      sum.late += 1;

    const told = visible([main.stdout, helper, post.stdout].join('\n'));
    const where = `kill ${kill} of ${phase} (${signal} at ${moment.toFixed(3)} of ${Math.round(took[phase ?? 'main'])} ms)`;
    for (const { registry, alive, issued } of listIssued(land, vaults)) {
      sum.ended += issued - alive;
      sum.named += alive;
      const isNamed = told.some((line) => line.includes(registry) && / UTC|usable answer/.test(line));
      if (alive > 0 && !isNamed) problems.push(`${where}: ${alive} of ${registry} live unnamed`);
    }
    if (phase !== 'post' || post.code === 0)
      for (const path of await findLeft(land, Object.values(vaults)))
        problems.push(`${where}: ${path} holds a secret`);
  }
  return { kills, ...sum, problems };
}

/** A client asks when everything has ended; `killed` when its helper was. */
async function renew(
  land: LoginLandscape,
  main: ActionResult,
  env: Record<string, string>,
  timed: (
    at: 'helper',
    body: () => Promise<{ code: number | null; stderr: string }>,
  ) => Promise<{ code: number | null; stderr: string }>,
): Promise<string> {
  await outlive(main);
  const bin = main.paths[0] ?? '';
  const [name = ''] = await readdir(bin);
  const script = 'printf first.test | "$1" get';
  const { code, stderr } = await timed('helper', () =>
    land.client({ ...main, exported: { ...main.exported, ...env } }, 'sh', [
      '-c',
      script,
      'sh',
      join(bin, name),
    ]),
  );
  return code === 0 || code === 1 ? stderr : 'killed';
}

async function outlive(main: ActionResult): Promise<void> {
  const folder = join(dirname(main.outputs['config-dir'] ?? ''), 'credentials');
  for (const name of await readdir(folder)) {
    const cached = JSON.parse(await readFile(join(folder, name), 'utf8')) as object;
    await writeFile(join(folder, name), JSON.stringify({ ...cached, obtainedAt: 0, expiresAt: 1 }));
  }
}

function visible(text: string): string[] {
  return text
    .replaceAll('%0A', '\n')
    .split('\n')
    .filter((line) => !line.startsWith('::add-mask::'));
}

/** What each registry's provider has given, and how much of it lives. */
function listIssued(land: LoginLandscape, vaults: Readonly<Record<string, VaultPeer>>) {
  const given = land.tokenService.issued.length; // no way to end one
  return [
    ...Object.entries(vaults).map(([registry, { given, alive }]) => ({
      registry,
      issued: given.length,
      alive: alive.size,
    })),
    { registry: land.registry.host, issued: given, alive: given },
  ];
}

/** Files of the job that hold a secret in any form. */
async function findLeft(land: LoginLandscape, vaults: readonly VaultPeer[]): Promise<string[]> {
  const secrets = [
    ...land.tokenService.issued.map(({ secret }) => secret),
    ...land.issuer.tokens,
    ...vaults.flatMap(({ given }) => given),
  ];
  const forms = secrets.flatMap((secret) => secretForms('oidc', secret));
  const found: string[] = [];
  for (const root of ['home', 'temp', 'work']) {
    const entries = await readdir(land.disk.path(root), { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((one) => one.isFile())) {
      const path = join(entry.parentPath, entry.name);
      const text = await readFile(path, 'utf8');
      if (forms.some((form) => text.includes(form))) found.push(path);
    }
  }
  return found;
}
