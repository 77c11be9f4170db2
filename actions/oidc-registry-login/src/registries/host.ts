import { expected } from '@go-actions/action-kit';

/** What users and tools call Docker Hub; clients know it by other names than its API does. */
const DOCKER_HUB = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io', 'hub.docker.com']);
const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
const NAME = new RegExp(`^(${LABEL}(\\.${LABEL})*|\\[[0-9a-f:]+\\])(:\\d{1,5})?$`);

/**
 * A registry's host as image names spell it: `ghcr.io`, `localhost:5000`. Refuses everything that two programs could read
 * differently (user info, odd ports, unicode, a trailing dot, numeric tricks), because a token is sent there.
 */
export function parseHost(text: string): string {
  const host = text.toLowerCase();
  if (host.includes('://')) expected('a host without a scheme, such as "ghcr.io"');
  if (host.includes('@')) expected('a host without user name or password');
  if (host.includes('/')) expected('a host alone; image names belong into `repositories`');
  if (host.endsWith('.')) expected('a host without a dot at its end');
  if (!NAME.test(host))
    expected('a host such as "ghcr.io" or "localhost:5000", in ASCII (an IDN in its xn-- form)');
  const [, port] = /:(\d+)$/.exec(host) ?? [];
  if (port && (Number(port) < 1 || Number(port) > 65_535 || port.startsWith('0')))
    expected('a port from 1 to 65535');
  // A URL parser turns 0x7f.1 or 2130706433 into another address: what it changes, we do not take.
  const parsed = URL.canParse(`http://${host}/`) ? new URL(`http://${host}/`).hostname : '';
  if (parsed !== hostname(host)) expected('a host name or a plain IP address');
  if (!/[.:]/.test(host) && host !== 'localhost') expected('a host with a dot or a port, as in image names');
  return DOCKER_HUB.has(host) ? 'docker.io' : host;
}

/** The host without its port. */
export function hostname(host: string): string {
  return host.replace(/:\d+$/, '');
}

/** Only what is loopback on every machine and goes past every proxy: a name below `localhost` is asked of a name server. */
export function isLoopback(name: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(name);
}

/** Where the registry's own API answers; loopback registries speak plain HTTP, as every client assumes. */
export function registryUrl(host: string): string {
  if (host === 'docker.io') return 'https://registry-1.docker.io';
  return `${isLoopback(hostname(host)) ? 'http' : 'https'}://${host}`;
}

/** A base URL that may receive a token: https, or http on a loopback address; without a slash at its end. */
export function parseEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : expected('a URL such as "https://vault.example.com"');
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  if (!safe) expected('an https URL (http only on a loopback address)');
  if (url.username || url.password) expected('a URL without user name or password');
  if (url.hash) expected('a URL without a fragment');
  if (url.hostname.endsWith('.') || /[^\x21-\x7e]/.test(text))
    expected('a URL in ASCII, without a dot after its host');
  return text.replace(/\/+$/, '');
}

/** The same for a URL that paths are appended to. */
export function parseBaseUrl(text: string): string {
  const url = parseEndpoint(text);
  return url.includes('?') ? expected('a URL without a query') : url;
}
