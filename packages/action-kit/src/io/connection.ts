import type { Agent, IncomingMessage, RequestOptions } from 'node:http';
import { Readable } from 'node:stream';
import type { HttpClient } from '@actions/http-client';
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

let client: HttpClient | undefined;
const agents = new Map<string, Agent>();

/**
 * Through the toolkit's client, which is loaded by the first request: with `https` below it, it is half of what an action's
 * start would cost, and most runs send none (the remark keeps it in the one file that a bundle is). Missing there: an abort
 * signal, a limit for the body, Go's reading of NO_PROXY, and redirects that are relative or drop every credential.
 */
export const openByToolkit: Open = async (outgoing) => {
  const library = await import(/* webpackMode: "eager" */ '@actions/http-client');
  client ??= new library.HttpClient('go-actions', [], { allowRedirects: false, allowRetries: false });
  const { httpModule, options } = await describe(outgoing, client.userAgent);
  const body = outgoing.body && Readable.from([outgoing.body], { objectMode: false });
  const info = { options, parsedUrl: outgoing.url, httpModule };
  return (await client.requestRaw(info, body ?? null)).message;
};

/** The same by Node alone, for a program that has to start without the toolkit (the credential helper). */
export const openDirectly: Open = async (outgoing) => {
  const { httpModule, options } = await describe(outgoing, 'go-actions');
  return new Promise((resolve, reject) => {
    httpModule.request(options, resolve).on('error', reject).end(outgoing.body);
  });
};

async function describe({ method, url, headers, signal }: Outgoing, userAgent = '') {
  const httpModule = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const proxyEnv = proxySettings(url, process.env);
  const key = `${url.protocol} ${proxyEnv.HTTP_PROXY ?? ''}`;
  const agent = agents.get(key) ?? new httpModule.Agent({ keepAlive: true, proxyEnv });
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
