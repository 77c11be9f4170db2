import { once } from 'node:events';
import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { getCACertificates, TLSSocket } from 'node:tls';
import { type Answer, BODY_LIMIT, explainFailure, type Outcome, type Peer } from '../answer.ts';
import { planRedirect } from '../endpoint.ts';
import { isExpected } from '../expectation.ts';

export type Probe = {
  readonly headers: Readonly<Record<string, string>>;
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
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = AbortSignal.any([timeout, options.signal]);
  try {
    for (let at = url, followed = 0; ; followed++) {
      const { answer, location } = await ask(at, options, signal);
      const ms = performance.now() - started;
      if (location === undefined || isExpected(answer.status, options.statuses)) return { ...answer, ms };
      const plan = planRedirect(at, location, followed);
      if ('refused' in plan) return { kind: 'unhealthy', reason: plan.refused, ms };
      at = plan.to;
    }
  } catch (error) {
    const ms = performance.now() - started;
    options.signal.throwIfAborted();
    if (timeout.aborted)
      return { kind: 'timeout', reason: `there was no answer within ${options.timeoutMs / 1_000} s`, ms };
    const { code = '', message } = error as NodeJS.ErrnoException;
    return { ...explainFailure(code, message, listAddresses(error)), ms };
  }
}

/** What Node says that it tried; a name with several addresses fails with one error for each. */
function listAddresses(error: unknown): string[] {
  const errors = error instanceof AggregateError ? error.errors : [error];
  return errors.flatMap(({ address, port }: { address?: string; port?: number }) =>
    address === undefined ? [] : [`${address}:${port}`],
  );
}

type Asked = { readonly answer: Omit<Answer, 'ms'>; readonly location: string | undefined };

async function ask(at: string, { headers, tls, environment }: Probe, signal: AbortSignal): Promise<Asked> {
  const url = new URL(at);
  const common = { headers: { 'user-agent': 'go-actions', ...headers }, signal };
  const trust = {
    ...(tls.ca && { ca: [...getCACertificates(), tls.ca] }),
    ...(tls.serverName && { servername: tls.serverName }),
  };
  const agentOptions = { proxyEnv: environment };
  const request =
    url.protocol === 'https:'
      ? requestHttps(url, { ...common, ...trust, agent: new HttpsAgent(agentOptions) })
      : requestHttp(url, { ...common, agent: new HttpAgent(agentOptions) });
  request.on('error', () => undefined); // one that comes after the first bytes of an answer ends its body as well
  const [message] = (await once(request.end(), 'response')) as [IncomingMessage];
  const peer = describePeer(message);
  const body = await readStart(message);
  const status = message.statusCode ?? 0;
  const answered = Object.entries(message.headers).map(([name, value]) => [
    name,
    [value ?? ''].flat().join(', '),
  ]);
  const answer = { status, headers: Object.fromEntries(answered), body, peer };
  return {
    answer,
    location: [301, 302, 303, 307, 308].includes(status) ? (message.headers.location ?? '') : undefined,
  };
}

function describePeer({ socket }: IncomingMessage): Peer {
  const address = `${socket.remoteAddress ?? '?'}:${socket.remotePort ?? '?'}`;
  if (!(socket instanceof TLSSocket)) return { address };
  const { issuer, valid_to: validTo } = socket.getPeerCertificate();
  const names = [issuer?.O, issuer?.CN].flat().filter(Boolean).join(', ');
  return { address, tls: { protocol: socket.getProtocol() ?? '?', issuer: names, validTo } };
}

/** The first bytes of a body; what is beyond them is not waited for. */
async function readStart(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= BODY_LIMIT) break; // which closes the connection
  }
  return Buffer.concat(chunks).subarray(0, BODY_LIMIT).toString('utf8');
}
