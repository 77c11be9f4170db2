import { createServer, type IncomingMessage, request as openRequest, type ServerResponse } from 'node:http';
import { listen } from '../loopback.ts';

/**
 * What can happen to one request: a status instead of an answer (429 with `Retry-After: 1`), a connection that is reset before
 * the registry hears of it, a body that ends in the middle, an answer that is lost after the registry has acted, a token that
 * the registry no longer takes.
 */
export type RegistryFault = 500 | 503 | 429 | 'reset' | 'cut' | 'lost' | 'expired';

export const REGISTRY_FAULTS: readonly RegistryFault[] = [500, 503, 429, 'reset', 'cut', 'lost', 'expired'];

export type ProxiedRequest = {
  /** Counted from 1 in the order of arrival. */
  readonly number: number;
  readonly method: string;
  /** With the query string. */
  readonly path: string;
  /** `undefined` until an answer has been sent, and for ever where none was. */
  status: number | undefined;
  readonly fault: RegistryFault | undefined;
};

export type FaultProxy = AsyncDisposable & {
  /** `127.0.0.1:PORT`, to be used in place of the registry's host. */
  readonly host: string;
  readonly requests: ProxiedRequest[];
  /** Asked for every request; `undefined` lets it pass. */
  plan: (request: Pick<ProxiedRequest, 'number' | 'method' | 'path'>) => RegistryFault | undefined;
};

/** A proxy before a registry that breaks the requests that `plan` names, and passes on all others byte for byte. */
export async function startFaultProxy(registry: { readonly host: string }): Promise<FaultProxy> {
  const requests: ProxiedRequest[] = [];
  const [hostname = '', port = ''] = registry.host.split(':');
  const server = createServer((incoming, response) => {
    const { method = 'GET', url: path = '/' } = incoming;
    const number = requests.length + 1;
    const fault = proxy.plan({ number, method, path });
    const record: ProxiedRequest = { number, method, path, status: undefined, fault };
    requests.push(record);
    if (fault === 'reset') {
      incoming.socket.resetAndDestroy();
    } else if (typeof fault === 'number') {
      incoming.resume();
      record.status = fault;
      refuse(response, fault);
    } else {
      forward(incoming, response, { hostname, port, path, method, record });
    }
  });
  const proxy: FaultProxy = { ...(await listen(server)), requests, plan: () => undefined };
  return proxy;
}

function refuse(response: ServerResponse, status: number): void {
  const headers = { 'content-type': 'application/json', ...(status === 429 && { 'retry-after': '1' }) };
  const code = status === 429 ? 'TOOMANYREQUESTS' : 'UNKNOWN';
  response.writeHead(status, headers);
  response.end(JSON.stringify({ errors: [{ code, message: 'planned by the test' }] }));
}

function forward(
  incoming: IncomingMessage,
  response: ServerResponse,
  target: { hostname: string; port: string; path: string; method: string; record: ProxiedRequest },
): void {
  const { record } = target;
  // The client's own Host stays, so that the registry's upload addresses lead back through here.
  const headers = { ...incoming.headers };
  if (record.fault === 'expired') delete headers.authorization;
  const upstream = openRequest({ ...target, headers }, (answer) => {
    if (record.fault === 'lost') {
      answer.resume();
      answer.once('end', () => incoming.socket.resetAndDestroy());
      return;
    }
    record.status = answer.statusCode;
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    if (record.fault === 'cut') cut(answer, response);
    else answer.pipe(response);
  });
  upstream.once('error', () => incoming.socket.destroy()); // the registry has gone: so has the answer
  if (record.fault === 'cut' && /^(PUT|PATCH|POST)$/.test(target.method)) {
    // Half of an upload arrives; the connection ends on both sides.
    incoming.once('data', (chunk: Buffer) => {
      upstream.write(chunk.subarray(0, chunk.length / 2));
      upstream.destroy();
      incoming.socket.destroy();
    });
    incoming.once('end', () => incoming.socket.destroy());
    return;
  }
  incoming.pipe(upstream);
}

function cut(answer: IncomingMessage, response: ServerResponse): void {
  answer.once('data', (chunk: Buffer) => {
    response.write(chunk.subarray(0, chunk.length / 2));
    setImmediate(() => response.socket?.destroy());
  });
  answer.once('end', () => response.socket?.destroy());
}
