import { expected, type InputReader, nonEmpty, parseDuration } from '@go-actions/action-kit';
import { parseBodyRule } from './body.ts';
import { parsePath, parseUrl } from './endpoint.ts';
import { parseStatus, parseVersion, parseVersionSource } from './expectation.ts';
import { parseWorkload } from './rollout.ts';

const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];

export type Inputs = ReturnType<typeof readInputs>;

export const readInputs = (input: InputReader) =>
  ({
    urls: input.parsed('url', () =>
      nonEmpty(input.list('url').map(parseUrl), 'where the deployment answers'),
    ),
    paths: input.parsed('path', () =>
      nonEmpty(input.list('path').map(parsePath), 'a path such as "/healthz"'),
    ),
    expectation: {
      statuses: input.parsed('expect-status', () =>
        nonEmpty(input.list('expect-status').map(parseStatus), 'a status such as "2xx"'),
      ),
      version: input.parsed('expect-version', parseVersion),
      from: input.parsed('version-from', parseVersionSource),
      body: input.parsed('body', () => input.lines('body').map(parseBodyRule)),
    },
    kubernetes: {
      workloads: input.parsed('kubernetes', () => input.list('kubernetes').map(parseWorkload)),
      inCluster: input.env('KUBERNETES_SERVICE_HOST') !== undefined,
    },
    policy: {
      timeoutMs: input.duration('timeout'),
      intervalMs: input.parsed('interval', (text) => parseDuration(text) || expected('more than nothing')),
      stableMs: input.duration('stable-for'),
    },
    headers: readHeaders(input),
    followRedirects: input.flag('follow-redirects'),
    tls: { ca: input.optional('tls-ca'), serverName: input.optional('tls-server-name') },
    receiver: readReceiver(input),
    proxies: Object.fromEntries(PROXIES.map((name) => [name, input.env(name)])),
  }) as const;

/** By lower-case name. A whole line is masked, as it may come to stand in a complaint. */
function readHeaders(input: InputReader): Readonly<Record<string, string>> {
  input.secret('headers');
  return input.parsed('headers', () => {
    const headers = input.lines('headers').map(parseHeader);
    const names = headers.map(([name]) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    return twice === undefined
      ? Object.fromEntries(headers)
      : expected(`each name once; ${twice} is there twice`);
  });
}

function parseHeader(line: string): [name: string, value: string] {
  const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):\s*([\x20-\x7e\t]+)$/.exec(line) ?? [];
  return name && value ? [name.toLowerCase(), value] : expected('lines such as "Authorization: Bearer …"');
}

/** A receiver that cannot tell who posted can be told anything. */
function readReceiver(input: InputReader): { readonly url: string; readonly secret: string } | undefined {
  const url = input.optional('notify-url');
  // Not shown: who knows the URL of a webhook can often post there.
  if (url && !/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    input.complain('`notify-url` is no URL; expected one such as "https://hooks.example.com/deployed"');
  const secret = input.secret('notify-secret');
  if (url && !secret) input.complain('`notify-secret` is empty; expected the secret that the receiver knows');
  return url && secret ? { url, secret } : undefined;
}
