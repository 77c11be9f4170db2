import { once } from 'node:events';
import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingMessage,
  request as requestHttp,
} from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';
import { getCACertificates, TLSSocket } from 'node:tls';
import { chooseProxy, isCertificateError, proxySettings } from '@go-actions/action-kit';
import { type Answer, explainFailure, type Outcome, type Peer } from '../answer.ts';
import { planRedirect } from '../endpoint.ts';
import { isExpected } from '../expectation.ts';
import { readStart } from './answer-body.ts';
import { readCertificate } from './certificate.ts';

export type Probe = {
  readonly headers: Readonly<Record<string, string>>;
  readonly followRedirects: boolean;
  readonly tls: { readonly ca: string | undefined; readonly serverName: string | undefined };
  /** The whole of one request, redirects included, may take so long. */
  readonly timeoutMs: number;
  /** A redirect that is expected is an answer; others are followed. */
  readonly statuses: readonly string[];
  /** Where proxies are named. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
};

/** Asks one URL over a new connection, as a new client would; every way it can end, but for a cancelled job, is an outcome. */
export async function probe(url: string, options: Probe): Promise<Outcome> {
  const started = performance.now();
  const timeout = AbortSignal.timeout(Math.ceil(options.timeoutMs));
  const signal = AbortSignal.any([timeout, options.signal]);
  const hasHeaders = Object.keys(options.headers).length > 0;
  const tried = new Set<string>();
  let at = url;
  try {
    for (let followed = 0; ; followed++) {
      const { answer, location } = await ask(at, options, signal, tried);
      const ms = performance.now() - started;
      if (location === undefined || isExpected(answer.status, options.statuses)) return { ...answer, ms };
      const plan = options.followRedirects
        ? planRedirect(at, location, followed, hasHeaders)
        : { refused: `it redirects (${answer.status}), and \`follow-redirects\` is false` };
      if ('refused' in plan) return { kind: 'unhealthy', reason: plan.refused, ms };
      at = plan.to;
    }
  } catch (error) {
    const ms = performance.now() - started;
    options.signal.throwIfAborted();
    const addresses = [...tried];
    if (timeout.aborted) {
      const where = addresses.length > 0 ? ` from ${addresses.join(' and ')}` : '';
      return {
        kind: 'timeout',
        reason: `there was no answer within ${options.timeoutMs / 1_000} s${where}`,
        ms,
      };
    }
    const { code = '', message } = error as NodeJS.ErrnoException;
    const { kind, reason } = explainFailure(code, message, addresses);
    const certificate = isCertificateError(code)
      ? await readCertificate(new URL(at), options.tls.serverName, signal)
      : undefined;
    return { kind, reason: certificate ? `${reason}; it is ${certificate}` : reason, ms };
  }
}

/** Nobody in between may answer from memory. */
const OWN_HEADERS = { 'user-agent': 'go-actions', 'cache-control': 'no-cache', pragma: 'no-cache' };

type Asked = { readonly answer: Omit<Answer, 'ms'>; readonly location: string | undefined };

async function ask(
  at: string,
  { headers, tls, environment }: Probe,
  signal: AbortSignal,
  tried: Set<string>,
): Promise<Asked> {
  const url = new URL(at);
  const common = { headers: { ...OWN_HEADERS, ...headers }, signal };
  const trust = {
    ...(tls.ca && { ca: [...getCACertificates(), tls.ca] }),
    ...(tls.serverName && { servername: tls.serverName }),
    rejectUnauthorized: true, // whatever NODE_TLS_REJECT_UNAUTHORIZED says to other programs
  };
  const agentOptions = { proxyEnv: proxySettings(url, environment) };
  const request =
    url.protocol === 'https:'
      ? requestHttps(url, { ...common, ...trust, agent: new HttpsAgent(agentOptions) })
      : requestHttp(url, { ...common, agent: new HttpAgent(agentOptions) });
  watchAddresses(request, tried);
  request.on('error', () => undefined); // one that comes after the first bytes of an answer ends its body as well
  const switched = once(request, 'upgrade').then(([, socket]) => {
    (socket as Socket).destroy();
    throw new Error('it switches to another protocol');
  });
  const answered = Promise.race([once(request.end(), 'response'), switched]);
  const [message] = (await answered) as [IncomingMessage];
  // Through a tunnel only the service can answer; a proxy that reads the request can do so itself.
  const proxy = url.protocol === 'http:' ? chooseProxy(url, environment)?.host : undefined;
  const peer = describePeer(message, proxy);
  const text = await readStart(message);
  const status = message.statusCode ?? 0;
  const lines = Object.entries(message.headers).map(([name, value]) => [
    name,
    [value ?? ''].flat().join(', '),
  ]);
  const answer = { status, headers: Object.fromEntries(lines), ...text, peer };
  return {
    answer,
    location: [301, 302, 303, 307, 308].includes(status) ? (message.headers.location ?? '') : undefined,
  };
}

/** Notes where connections were tried: a request that gets no answer says nothing of it. */
function watchAddresses(request: ClientRequest, tried: Set<string>): void {
  request.once('socket', (socket: Socket) => {
    socket.on('connectionAttempt', (ip: string, port: number) => tried.add(`${ip}:${port}`));
    socket.once('connect', () => tried.add(`${socket.remoteAddress}:${socket.remotePort}`));
  });
  request.once('error', (error) => {
    const errors = error instanceof AggregateError ? error.errors : [error];
    for (const { address, port } of errors as { address?: string; port?: number }[])
      if (address !== undefined && port !== undefined) tried.add(`${address}:${port}`);
  });
}

function describePeer({ socket }: IncomingMessage, proxy: string | undefined): Peer {
  const address = `${socket.remoteAddress ?? '?'}:${socket.remotePort ?? '?'}`;
  if (!(socket instanceof TLSSocket)) return { address, ...(proxy !== undefined && { proxy }) };
  const { issuer, valid_to: validTo } = socket.getPeerCertificate();
  const names = [issuer?.O, issuer?.CN].flat().filter(Boolean).join(', ');
  return { address, tls: { protocol: socket.getProtocol() ?? '?', issuer: names, validTo } };
}
