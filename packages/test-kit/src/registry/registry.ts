import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '@go-actions/action-kit';
import { ensureGoTool } from '@go-actions/tools';
import { stringify } from 'yaml';
import type { TokenService } from '../oidc/token-service.ts';

export type Registry = AsyncDisposable & {
  /** `127.0.0.1:PORT`, what stands before the first slash of an image's name. */
  readonly host: string;
  readonly url: string;
  /** What the registry has written to its log so far. */
  readonly log: readonly string[];
};

const ATTEMPTS = 3;
const READY_MS = 20_000;

/** Starts the CNCF registry (pinned in tools) in memory on a free loopback port, with the token service as its realm. */
export async function startRegistry(options: { tokenService?: TokenService } = {}): Promise<Registry> {
  const binary = await ensureGoTool('registry');
  for (let attempt = 1; ; attempt++) {
    try {
      return await launch(binary, await freePort(), options.tokenService);
    } catch (error) {
      // Another process can take the port between our look and the registry's bind.
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

async function launch(
  binary: string,
  port: number,
  tokenService: TokenService | undefined,
): Promise<Registry> {
  const dir = await mkdtemp(join(tmpdir(), 'go-actions-registry-'));
  const host = `127.0.0.1:${port}`;
  await writeFile(join(dir, 'jwks.json'), JSON.stringify(tokenService?.jwks ?? { keys: [] }));
  await writeFile(join(dir, 'config.yml'), stringify(configuration(host, dir, tokenService)));
  const stop = new AbortController();
  const log: string[] = [];
  let ended = false;
  const keep = (line: string) => void log.push(line);
  const process = run(binary, ['serve', join(dir, 'config.yml')], {
    signal: stop.signal,
    onStdoutLine: keep,
    onStderrLine: keep,
  }).finally(() => {
    ended = true;
  });
  const registry: Registry = {
    host,
    url: `http://${host}`,
    log,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await process;
      await rm(dir, { recursive: true, force: true });
    },
  };
  const deadline = Date.now() + READY_MS;
  while (!(await answers(registry.url))) {
    if (ended || Date.now() > deadline) {
      await registry[Symbol.asyncDispose]();
      throw new Error(`The registry did not start:\n${log.slice(-10).join('\n')}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return registry;
}

function configuration(host: string, dir: string, tokenService: TokenService | undefined): object {
  const { realm, service, issuerName: issuer } = tokenService ?? {};
  return {
    version: 0.1,
    log: { level: 'info', accesslog: { disabled: true } },
    storage: { inmemory: {}, delete: { enabled: true } },
    http: { addr: host, secret: 'only-for-tests' },
    ...(tokenService && {
      auth: { token: { realm, service, issuer, jwks: join(dir, 'jwks.json'), signingalgorithms: ['ES256'] } },
    }),
  };
}

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/v2/`, { redirect: 'manual' }).then(
    (response) => response.status === 200 || response.status === 401,
    () => false, // not listening yet
  );
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
