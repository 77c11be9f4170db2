import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from '@go-actions/action-kit';
import {
  type ActionResult,
  runAction,
  startOidcIssuer,
  startTokenService,
  startVendors,
} from '@go-actions/test-kit';

/** What one request costs from a hosted runner, roughly. */
const LATENCY_MS = 50;

/**
 * `npm run bench -- login [--rounds 15]`: five registries against the slowest single one, the step's own cost without any
 * network, and the credential helper answering from its cache; the last two less a bare node. Rounds are interleaved.
 */
export async function command(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { rounds: { type: 'string', default: '15' } } });
  await using issuer = await startOidcIssuer({ latencyMs: LATENCY_MS });
  await using tokenService = await startTokenService({ issuer });
  await using vendors = await startVendors({ issuer, tokenService, latencyMs: LATENCY_MS });
  const disk = await mkdtemp(join(tmpdir(), 'go-actions-bench-login-'));
  const login = (registries: string, isolate = 'true'): Promise<ActionResult> =>
    runAction('oidc-registry-login', {
      workspace: disk,
      temp: join(disk, 'temp'),
      inputs: { registries, isolate, verify: 'off', token: 'ghs_0123456789abcdefghijkl' },
      env: { HOME: disk, DOCKER_CONFIG: undefined, REGISTRY_AUTH_FILE: undefined, ...issuer.env },
    });
  try {
    const singles = entries(vendors.url, vendors.host);
    const local = '- registry: ghcr.io\n';
    const main = await login(local);
    const helper = await helperOf(main);
    const contenders: Record<string, () => Promise<unknown>> = {
      'bare node': () => run(process.execPath, ['-e', '0']),
      'ghcr.io, no network': () => login(local),
      'helper, from its cache': () => run(helper, ['get'], { input: 'ghcr.io' }),
      ...Object.fromEntries(singles.map(({ name, entry }) => [name, () => login(entry)])),
      'all five': () => login(singles.map(({ entry }) => entry).join('')),
    };
    const times = await measure(contenders, Number(values.rounds));
    const bare = times.get('bare node') ?? 0;
    const slowest = Math.max(...singles.map(({ name }) => times.get(name) ?? 0));
    const five = times.get('all five') ?? 0;
    for (const [name, ms] of times) console.log(`${name.padEnd(26)} ${ms.toFixed(0).padStart(5)} ms`);
    console.log(`\nall five / slowest one            ${(five / slowest).toFixed(2)} x   (at most 1.30)`);
    console.log(
      `step without network - bare node  ${((times.get('ghcr.io, no network') ?? 0) - bare).toFixed(0)} ms   (at most 100)`,
    );
    console.log(
      `helper from cache - bare node     ${((times.get('helper, from its cache') ?? 0) - bare).toFixed(0)} ms   (at most 40)`,
    );
  } finally {
    await rm(disk, { recursive: true, force: true });
  }
}

/** Medians of interleaved rounds, in milliseconds. */
async function measure(
  contenders: Record<string, () => Promise<unknown>>,
  rounds: number,
): Promise<Map<string, number>> {
  const samples = new Map<string, number[]>(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, body] of Object.entries(contenders)) {
      const started = performance.now();
      await body();
      samples.get(name)?.push(performance.now() - started);
    }
  }
  return new Map(
    [...samples].map(([name, all]) => [name, all.sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0]),
  );
}

/** The path of the launcher that a login has installed. */
async function helperOf(main: ActionResult): Promise<string> {
  const config = JSON.parse(await readFile(main.exported.REGISTRY_AUTH_FILE ?? '', 'utf8')) as {
    credHelpers: Record<string, string>;
  };
  return join(main.paths[0] ?? '', `docker-credential-${config.credHelpers['ghcr.io']}`);
}

function entries(endpoint: string, host: string): { name: string; entry: string }[] {
  const id = '11111111-2222-3333-4444-555555555555';
  const pool = 'projects/1/locations/global/workloadIdentityPools/p/providers/g';
  const role = 'arn:aws:iam::123456789012:role/push';
  const keys: Record<string, string> = {
    dockerhub: `registry: hub.test, username: acme, connection-id: ${id}`,
    ecr: `registry: ecr.test, role: "${role}", region: eu-west-1`,
    gar: `registry: gar.test, workload-identity-provider: ${pool}, service-account: push@p.iam.gserviceaccount.com`,
    acr: `registry: "${host}", tenant-id: ${id}, client-id: ${id}`,
    quay: 'registry: quay.test, robot: acme+push',
  };
  return Object.entries(keys).map(([name, rest]) => ({
    name,
    entry: `- { provider: ${name}, endpoint: "${endpoint}", ${rest} }\n`,
  }));
}
