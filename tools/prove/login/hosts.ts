import { createServer, type IncomingMessage } from 'node:http';
import { secretForms } from '@go-actions/action-kit';
import { createLoginLandscape, type LoginLandscape, listen, startLocalServer } from '@go-actions/test-kit';
import { createRandom, type Random } from '../coverage/random.ts';
import { createKiller } from './killer.ts';

const NAMES = [
  'ghcr.io',
  'evil.test',
  'r.localhost:5000',
  'localhost.evil.test',
  '127.0.0.1.evil.test',
  '0x7f.1',
  '2130706433:80',
  '[::ffff:127.0.0.1]:5000',
  'ghcr.io:443',
  '10.0.0.1:5000',
  '169.254.169.254:80',
];
const WRAPS: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => `${name}.`,
  (name) => `good.test@${name}`,
  (name) => `${name}#good.test`,
  (name) => `${name}?x=good.test`,
  (name) => `good.test\\\\@${name}`,
  (name) => `${name}/../good.test`,
  (name) => name.toUpperCase(),
];
const SCHEMES = ['http://', 'https://', 'HTTP://', 'http:', '//', 'ftp://', ''];

/** Who is given no way is asked again for a minute; the first time says it all. */
const PATIENCE_MS = 4_000;

/**
 * Hostile entries, redirects and realms behind a proxy that sees whatever leaves the machine: it is asked for no host that
 * the entry does not name, and sees no secret; and no other server on this machine does.
 */
export async function proveHosts(cases: number, seed: number): Promise<string> {
  const random = createRandom(seed);
  await using land = await createLoginLandscape();
  const killer = await createKiller(land.disk);
  await using trap = await startTrap();
  await using other = await startLocalServer(() => ({ body: { token: 'x', access_token: 'y', value: 'z' } }));
  const problems: string[] = [];
  let [refused, asked] = [0, 0];
  for (let index = 0; index < cases; index++) {
    await using hostile = await startHostile(random, other.url);
    const { entry, named } = drawEntry(random, land, hostile.host);
    const env = {
      HTTP_PROXY: trap.url,
      HTTPS_PROXY: trap.url,
      http_proxy: trap.url,
      https_proxy: trap.url,
      ALL_PROXY: trap.url,
      NO_PROXY: undefined,
      no_proxy: undefined,
    };
    const main = await land.login(
      { registries: entry, verify: random.pick(['scope', 'ping']) },
      { env: { ...env, ...killer(PATIENCE_MS, 'SIGINT') } },
    );
    if (main.code !== 0) refused += 1;
    asked += trap.hosts.length + other.requests.length;
    const secrets = [
      ...land.tokenService.issued.map(({ secret }) => secret),
      ...land.issuer.tokens,
      land.issuer.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN,
    ];
    const forms = secrets.flatMap((secret) => secretForms('oidc', secret));
    const told = [
      ...trap.seen,
      ...other.requests.map((request) => JSON.stringify([request.url, request.headers, request.body])),
    ];
    if (told.some((text) => forms.some((form) => text.includes(form))))
      problems.push(`case ${index}: a secret left: ${entry}`);
    const strange = trap.hosts.filter((host) => !named.includes(host));
    if (strange.length > 0) problems.push(`case ${index}: asked ${strange.join(', ')}: ${entry}`);
    trap.clear();
    other.requests.length = 0;
  }
  if (problems.length > 0) throw new Error(problems.slice(0, 5).join('\n'));
  return `${cases} hostile entries, seed ${seed} (${refused} red, ${asked} requests at the proxy and elsewhere): nothing for a host that is not named`;
}

/** An entry with one hostile part, and the hosts (`host:port`, as CONNECT has them) that it names all the same. */
function drawEntry(
  random: Random,
  land: LoginLandscape,
  hostile: string,
): { entry: string; named: string[] } {
  const host = random.pick(WRAPS)(random.pick(NAMES));
  const url = `${random.pick(SCHEMES)}${random.pick(WRAPS)(random.pick(NAMES))}/token`;
  const kind = random.below(4);
  const quoted = (text: string) => JSON.stringify(text);
  if (kind === 0)
    return { entry: land.entry({ registry: quoted(host) }), named: namedBy(`https://${host.toLowerCase()}`) };
  if (kind === 1) return { entry: land.entry({ 'token-url': quoted(url) }), named: namedBy(url) };
  if (kind === 2)
    return {
      entry: `- { registry: r.test, provider: vault, url: ${quoted(url)}, role: ci, path: kv/x, audience: vault }\n`,
      named: [...namedBy(url), 'r.test:443'],
    };
  return { entry: land.entry({ registry: hostile }), named: [] };
}

function namedBy(url: string): string[] {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed ? [`${parsed.hostname}:${parsed.port || '443'}`] : [];
}

/** A registry that sends its visitors elsewhere: by its realm, or by redirects at any of its addresses. */
function startHostile(random: Random, other: string) {
  const port = new URL(other).port;
  const realms = [
    'http://169.254.169.254/t',
    'https://10.0.0.1/t',
    `http://127.0.0.1.evil.test:${port}/t`,
    `http://localhost.evil.test/t`,
    `http://evil.test/t`,
    `ftp://127.0.0.1:${port}/t`,
    `http://a@127.0.0.1:${port}/t`,
    `//127.0.0.1:${port}/t`,
    'http://r.localhost/t',
  ];
  const realm = random.pick(realms);
  const redirects = random.chance(0.5);
  return startLocalServer(() =>
    redirects
      ? { status: random.pick([301, 302, 307, 308]), headers: { location: `${other}/stolen` } }
      : { status: 401, headers: { 'www-authenticate': `Bearer realm="${realm}",service="x"` } },
  );
}

/** A proxy that notes what it is asked for, and gives no way to it. */
async function startTrap() {
  const hosts: string[] = [];
  const seen: string[] = [];
  const note = (request: IncomingMessage) => seen.push(JSON.stringify([request.url, request.headers]));
  const server = createServer((request, response) => {
    note(request);
    hosts.push(namedBy(request.url ?? '')[0] ?? request.url ?? '');
    request.on('data', (chunk: Buffer) => seen.push(chunk.toString('utf8')));
    request.on('end', () => response.writeHead(400).end('{}'));
  });
  server.on('connect', (request, socket) => {
    note(request);
    hosts.push(request.url ?? '');
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  return {
    ...(await listen(server)),
    hosts,
    seen,
    clear: () => {
      hosts.length = 0;
      seen.length = 0;
    },
  };
}
