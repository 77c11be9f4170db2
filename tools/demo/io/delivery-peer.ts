import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { delimiter } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ActionError } from '@go-actions/action-kit';
import {
  createDeliveryLandscape,
  type DeliveryLandscape,
  REGISTRY_FAULTS,
  startGitHubApi,
} from '@go-actions/test-kit';
import { DELIVERY_TOOLS } from '../../go-tools.ts';
import type { Fact } from '../scene.ts';
import { JOB_TOKEN } from './engine.ts';
import type { Peers, Setting } from './peers.ts';

/** A vulnerability database that knows of nothing: what is scanned is shown, not what is found. */
const DATABASE = {
  'vulndb/index/db.json': JSON.stringify({ modified: '2026-01-01T00:00:00Z' }),
  'vulndb/index/modules.json': '[]',
  'vulndb/index/vulns.json': '[]',
};
/** Of so many requests one goes wrong, each time in another way. */
const BETWEEN_FAULTS = 9;

/**
 * A registry with token auth that the job logs in to by OIDC, a base image and a signing key, the API that a release is written to,
 * and a place where the service answers. With `ANSWERS` it is a version of before that answers there.
 */
export async function startDeliveryPeer({ repository, checkout, scene }: Setting): Promise<Peers> {
  if (process.platform !== 'linux')
    throw new ActionError('What an image holds can be started on Linux only.');
  await using stack = new AsyncDisposableStack();
  const landscape = stack.use(await createDeliveryLandscape({ repository, tools: DELIVERY_TOOLS }));
  const { disk, issuer, tokenService, proxy } = landscape;
  const api = stack.use(
    await startGitHubApi({ repository, gitDir: checkout.origin, token: JOB_TOKEN, immutable: true }),
  );
  const answering = stack.use(await startAnswering(scene.vars?.ANSWERS));
  await disk.write(DATABASE);
  if (scene.vars?.FAULTS) breakSome(landscape);
  const owned = stack.move();
  return {
    env: { ...issuer.env, GITHUB_API_URL: api.url },
    vars: {
      REGISTRY: proxy.host,
      PULL_FROM: landscape.registry.host,
      TOKEN_URL: tokenService.tokenUrl,
      AUDIENCE: tokenService.audience,
      BASE: landscape.base.replace(landscape.registry.host, proxy.host),
      DATABASE: pathToFileURL(disk.path('vulndb')).href,
      ADDRESS: answering.address,
      ...scene.vars,
    },
    secrets: { SIGN_KEY: landscape.signingKey, SIGN_PASSWORD: landscape.signingPassword },
    path: (landscape.env.PATH ?? '').split(delimiter).slice(0, DELIVERY_TOOLS.length),
    afterRun: async () => undefined,
    readFacts: () => readFacts(landscape, scene.delivered ?? {}),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** What is published meets them; what the steps of the caller do themselves does not. */
function breakSome({ proxy }: DeliveryLandscape): void {
  let count = 0;
  proxy.plan = ({ path }) => {
    if (!/^\/v2\/(team|charts)\//.test(path)) return undefined;
    count += 1;
    return count % BETWEEN_FAULTS === 0
      ? REGISTRY_FAULTS[(count / BETWEEN_FAULTS) % REGISTRY_FAULTS.length]
      : undefined;
  };
}

/** An address that is free, or where an old version answers. */
async function startAnswering(version: string | undefined): Promise<AsyncDisposable & { address: string }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ status: 'ok', version }));
  });
  const port = await listenOnQuietPort(server);
  const address = `127.0.0.1:${port}`;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  if (version === undefined) await close();
  return {
    address,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      if (server.listening) await close();
    },
  };
}

/** Outside of the ports that systems give to connections: it has to stay free until the service starts, minutes later. */
async function listenOnQuietPort(server: Server): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 30_000);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
    try {
      await promise;
      return port;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    } finally {
      server.removeAllListeners('error').removeAllListeners('listening');
    }
  }
}

/** What the registry has, asked past the proxy with the programs that users have. */
async function readFacts(
  landscape: DeliveryLandscape,
  delivered: Readonly<Record<string, readonly string[]>>,
): Promise<Fact[]> {
  const { proxy, registry, exec } = landscape;
  proxy.plan = () => undefined;
  const struck = proxy.requests.filter(({ fault }) => fault !== undefined);
  const facts: Fact[] = [];
  if (struck.length > 0)
    facts.push({
      what: 'Requests that went wrong',
      found: `${struck.length} of ${proxy.requests.length}`,
      ok: struck.length >= REGISTRY_FAULTS.length,
    });
  for (const [repository, wanted] of Object.entries(delivered)) {
    const tags = await landscape.listHumanTags(repository);
    facts.push({
      what: `The tags of ${repository}`,
      found: tags.join(', ') || 'none',
      ok: tags.join() === wanted.join(),
    });
    const name = `${registry.host}/${repository}`;
    const version = wanted.find((tag) => /^\d+\.\d+\.\d+$/.test(tag));
    if (version === undefined) continue;
    const verify = [
      'verify',
      '--key',
      'keys/cosign.pub',
      '--insecure-ignore-tlog=true',
      `${name}:${version}`,
    ];
    facts.push(await check(`cosign verify ${repository}:${version}`, () => exec('cosign', verify)));
    facts.push(
      repository.startsWith('charts/')
        ? await check(`helm show chart ${repository}`, () =>
            exec('helm', ['show', 'chart', '--plain-http', `oci://${name}`, '--version', version]),
          )
        : await check(`crane validate ${repository}:${version}`, () =>
            exec('crane', ['validate', '--remote', `${name}:${version}`]),
          ),
    );
  }
  return facts;
}

async function check(what: string, run: () => Promise<string>): Promise<Fact> {
  return run().then(
    () => ({ what, found: 'accepted', ok: true }),
    (error: unknown) => ({ what, found: String(error).slice(0, 300), ok: false }),
  );
}
