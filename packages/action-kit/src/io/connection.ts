import type { Agent, IncomingMessage, RequestOptions } from 'node:http';
import { proxySettings } from './proxy.ts';

/** One request on its way, before its body is read. */
export type Outgoing = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  readonly signal: AbortSignal;
};

/** Sends a request and returns the head of its answer, redirects included; ends both when the signal does. */
export type Open = (outgoing: Outgoing) => Promise<IncomingMessage>;

const agents = new Map<string, Agent>();

/** What Node's own client is asked for: the agent of the job's proxies, and no header that nobody gave. */
export async function describe({ method, url, headers, signal }: Outgoing, userAgent = '') {
  const httpModule = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const proxyEnv = proxySettings(url, process.env);
  const key = `${url.protocol} ${proxyEnv.HTTP_PROXY ?? ''}`;
  // Said here, so that NODE_TLS_REJECT_UNAUTHORIZED, which is meant for other programs of the job, opens no request of ours.
  const connections = { keepAlive: true, proxyEnv, rejectUnauthorized: true };
  const agent = agents.get(key) ?? new httpModule.Agent(connections);
  agents.set(key, agent);
  const options: RequestOptions = {
    method,
    protocol: url.protocol,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port || (url.protocol === 'https:' ? 443 : 80),
    path: url.pathname + url.search,
    headers: { 'user-agent': userAgent, ...headers },
    agent,
    signal,
  };
  return { httpModule, options };
}
