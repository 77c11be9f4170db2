import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from '../loopback.ts';

/** One request as a peer saw it; the body is text. */
export type SeenRequest = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type Answer = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown;
};

/** What a test can make go wrong instead of an answer: the connection is reset, never answered, or cut in the middle. */
export type Fault = Answer | 'reset' | 'hang' | 'truncate';

export type LocalServer = AsyncDisposable & {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  readonly host: string;
  readonly requests: SeenRequest[];
  /** Taken from the front, one for each request, before the handler is asked. */
  readonly faults: Fault[];
};

const BODY_LIMIT = 1024 * 1024;

/** Starts an HTTP server on a free loopback port; every request is recorded, every connection is closed on dispose. */
export async function startLocalServer(
  handle: (request: SeenRequest) => Promise<Answer | Fault> | Answer | Fault,
  options: { latencyMs?: number } = {},
): Promise<LocalServer> {
  const requests: SeenRequest[] = [];
  const faults: Fault[] = [];
  const server = createServer(async (incoming, response) => {
    const request = await readRequest(incoming);
    requests.push(request);
    if (options.latencyMs) await new Promise((resolve) => setTimeout(resolve, options.latencyMs));
    try {
      send(response, faults.shift() ?? (await handle(request)));
    } catch (error) {
      send(response, { status: 500, body: { error: String(error) } });
    }
  });
  return { ...(await listen(server)), requests, faults };
}

async function readRequest(incoming: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += (chunk as Buffer).length;
    if (size > BODY_LIMIT) throw new Error(`A request body is larger than ${BODY_LIMIT} bytes.`);
    chunks.push(chunk as Buffer);
  }
  const headers = Object.entries(incoming.headers).map(([name, value]) => [
    name,
    [value ?? ''].flat().join(', '),
  ]);
  return {
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? 'localhost'}`),
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function send(response: ServerResponse, answer: Fault): void {
  if (answer === 'hang') return;
  if (answer === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (answer === 'truncate') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '4096' });
    response.write('{"access_to');
    setImmediate(() => response.socket?.destroy());
    return;
  }
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {});
  const type = typeof answer.body === 'string' ? 'text/plain' : 'application/json';
  response.writeHead(answer.status ?? 200, { 'content-type': type, ...answer.headers });
  response.end(text);
}
