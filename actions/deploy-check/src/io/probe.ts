import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { rootCertificates, TLSSocket } from 'node:tls';
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
};

/** Asks one URL over a new connection, as a new client would; every way it can end is an outcome. */
export async function probe(url: string, options: Probe): Promise<Outcome> {
  const started = performance.now();
  const signal = AbortSignal.timeout(options.timeoutMs);
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
    if (signal.aborted)
      return { kind: 'timeout', reason: `there was no answer within ${options.timeoutMs / 1_000} s`, ms };
    const { code = '', message } = error as NodeJS.ErrnoException;
    return { ...explainFailure(code, message), ms };
  }
}

type Asked = { readonly answer: Omit<Answer, 'ms'>; readonly location: string | undefined };

async function ask(at: string, { headers, tls, environment }: Probe, signal: AbortSignal): Promise<Asked> {
  const url = new URL(at);
  const common = { headers: { 'user-agent': 'go-actions', ...headers }, signal };
  const trust = {
    ...(tls.ca && { ca: [...rootCertificates, tls.ca] }),
    ...(tls.serverName && { servername: tls.serverName }),
  };
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent =
      url.protocol === 'https:'
        ? requestHttps(
            url,
            { ...common, ...trust, agent: new HttpsAgent({ proxyEnv: environment }) },
            resolve,
          )
        : requestHttp(url, { ...common, agent: new HttpAgent({ proxyEnv: environment }) }, resolve);
    sent.on('error', reject);
    sent.end();
  });
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
