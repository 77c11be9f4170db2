import { BlockList, isIP } from 'node:net';
import { ActionError } from '../errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for a request, `undefined` for none, as Go reads HTTP_PROXY, HTTPS_PROXY and NO_PROXY (golang.org/x/net/http/httpproxy),
 * so that an action and the go command of one job go the same ways: names in capitals win, loopback is direct, `host` covers
 * its subdomains and `.host` only those, and addresses, CIDR ranges, ports and `*` count. As with curl, blanks separate too.
 */
export function chooseProxy(url: URL, env: Environment): URL | undefined {
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const proxy = read(env, name);
  return proxy === '' || isDirect(url, read(env, 'NO_PROXY')) ? undefined : parseProxy(name, proxy);
}

/** What Node's agents take as `proxyEnv` for a request to `url`, chosen by `chooseProxy`: Node's own NO_PROXY reads otherwise. */
export function proxySettings(url: URL, env: Environment): { HTTP_PROXY?: string; HTTPS_PROXY?: string } {
  const proxy = chooseProxy(url, env)?.href;
  return proxy === undefined ? {} : { HTTP_PROXY: proxy, HTTPS_PROXY: proxy };
}

const read = (env: Environment, name: string): string => env[name] || env[name.toLowerCase()] || '';

function parseProxy(name: string, text: string): URL {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const proxy = URL.parse(withScheme);
  if (proxy && /^https?:$/.test(proxy.protocol)) return proxy;
  throw new ActionError(`${name} does not name an HTTP proxy.`, {
    remedy: 'Set it to an address such as http://proxy.example.com:3128.',
  });
}

function isDirect(url: URL, noProxy: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  if (host === 'localhost' || covers('127.0.0.0/8', host) || covers('::1/128', host)) return true;
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => entry === '*' || covers(entry, host) || matches(entry, host, port));
}

/** Whether an address is in a CIDR range; false when either is something else. */
function covers(range: string, host: string): boolean {
  const [, net = '', prefix = ''] = /^([0-9a-f.:]+)\/(\d{1,3})$/.exec(range) ?? [];
  const [netKind, hostKind] = [isIP(net), isIP(host)];
  if (netKind === 0 || hostKind === 0 || Number(prefix) > (netKind === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(net, Number(prefix), netKind === 4 ? 'ipv4' : 'ipv6');
  return list.check(host, hostKind === 4 ? 'ipv4' : 'ipv6');
}

function matches(entry: string, host: string, port: string): boolean {
  const bracketed = /^\[(.+)\](?::(\d+))?$/.exec(entry);
  const plain = isIP(entry) === 6 ? [entry, entry] : /^(.*?)(?::(\d+))?$/.exec(entry);
  const [, name = '', wanted] = bracketed ?? plain ?? [];
  if (name === '' || (wanted !== undefined && wanted !== port)) return false;
  if (isIP(name) !== 0) return covers(`${name}/${isIP(name) === 4 ? 32 : 128}`, host);
  const suffix = name.replace(/^\*(?=\.)/, '');
  return suffix.startsWith('.') ? host.endsWith(suffix) : host === suffix || host.endsWith(`.${suffix}`);
}
