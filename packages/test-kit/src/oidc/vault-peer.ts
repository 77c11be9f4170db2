import { type Answer, type Fault, type LocalServer, startLocalServer } from './local-server.ts';

/** A Vault that issues tokens by number and knows which of them are alive. */
export type VaultPeer = LocalServer & {
  readonly alive: Set<string>;
  /** Every token and password handed out so far. */
  readonly given: string[];
  /** What happens instead of an answer, by `METHOD /path`. */
  readonly instead: Map<string, Fault>;
  /** What happens once, first things first, by `METHOD /path`. */
  readonly first: Map<string, Fault[]>;
  /** What an answer waits for, by `METHOD /path`. */
  readonly hold: Map<string, Promise<void>>;
  /** An entry of `registries`, as YAML. */
  entry(registry: string): string;
};

export async function startVaultPeer(options: { latencyMs?: number } = {}): Promise<VaultPeer> {
  const alive = new Set<string>();
  const given: string[] = [];
  const instead = new Map<string, Fault>();
  const first = new Map<string, Fault[]>();
  const hold = new Map<string, Promise<void>>();
  let issued = 0;
  const answer = (route: string, token: string): Answer => {
    if (route === 'POST /v1/auth/jwt/login') {
      issued += 1;
      const clientToken = `hvs.${String(issued).padStart(24, 'x')}`;
      alive.add(clientToken);
      given.push(clientToken);
      return { body: { auth: { client_token: clientToken, lease_duration: 900 } } };
    }
    if (!alive.has(token)) return { status: 403, body: { errors: ['permission denied'] } };
    if (route === 'GET /v1/kv/registry')
      return { body: { data: { username: 'bot', password: `password-of-${token.slice(4)}` } } };
    if (route !== 'POST /v1/auth/token/revoke-self') return { status: 404 };
    alive.delete(token);
    return { status: 204, body: '' };
  };
  const server = await startLocalServer(async ({ method, url, headers }) => {
    const route = `${method} ${url.pathname}`;
    await hold.get(route);
    const fault = first.get(route)?.shift() ?? instead.get(route);
    // A login that is cut or never answered has happened all the same.
    if (fault && route.endsWith('/login') && typeof fault === 'string') answer(route, '');
    return fault ?? answer(route, headers['x-vault-token'] ?? '');
  }, options);
  return Object.assign(server, {
    alive,
    given,
    instead,
    first,
    hold,
    entry: (registry: string) =>
      `- { registry: ${registry}, provider: vault, url: "${server.url}", role: ci, path: kv/registry, audience: vault }\n`,
  });
}
