import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from '@go-actions/test-kit';

/** Ways of a service to do harm. */
export const MANNERS = {
  silent: 'takes the request and never answers',
  reset: 'cuts each connection',
  drip: 'one byte of an answer every 200 ms, for ever',
  flood: 'an answer without end',
  garbage: 'bytes that are nothing',
  lie: 'well-formed answers with absurd values',
  short: 'promises more than it sends',
  circle: 'redirects to itself',
} as const;
export type Manner = keyof typeof MANNERS;

export type HostileService = AsyncDisposable & { readonly url: string; readonly asked: number };

/** What is no secret of anybody, and must never be obeyed: it would show as a command in a log. */
export const BAIT = '::error::owned by the service';

export async function startHostileService(manner: Manner): Promise<HostileService> {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    request.on('error', () => undefined).resume();
    response.on('error', () => undefined);
    ANSWER[manner](request, response, url);
  });
  const listening = await listen(server);
  const { url } = listening;
  return {
    ...listening,
    get asked() {
      return asked;
    },
  };
}

type Answer = (request: IncomingMessage, response: ServerResponse, url: string) => void;
const JSON_TYPE = { 'content-type': 'application/json' };
const CHUNK = Buffer.alloc(1024 * 1024, '[');

const ANSWER: Record<Manner, Answer> = {
  silent: () => undefined,
  reset: (request) => void request.socket.destroy(),
  drip: (_request, response) => {
    response.writeHead(200, JSON_TYPE);
    const timer = setInterval(() => response.write(' '), 200);
    response.on('close', () => clearInterval(timer));
  },
  flood: (_request, response) => {
    response.writeHead(200, JSON_TYPE);
    const pour = () => {
      while (!response.destroyed && response.write(CHUNK));
    };
    response.on('drain', pour);
    pour();
  },
  garbage: (_request, response) => void response.writeHead(200, JSON_TYPE).end(randomBytes(5_000)),
  lie: (request, response, url) => {
    const status = request.method === 'HEAD' ? 204 : 200;
    response.writeHead(status, { ...JSON_TYPE, link: `<${url}/more>; rel="next"`, 'retry-after': '0' });
    response.end(JSON.stringify(lies(url)));
  },
  short: (_request, response) => {
    response.writeHead(200, { ...JSON_TYPE, 'content-length': '1000' });
    response.write('{"ok": true');
    setTimeout(() => response.destroy(), 50);
  },
  circle: (request, response, url) =>
    void response.writeHead(307, { location: new URL(request.url ?? '/', url).href }).end(),
};

/** Every field that some client of ours reads, with a value that would serve an attacker. */
function lies(url: string): unknown {
  const text = `pass\n${BAIT}\r##[error]${BAIT}`;
  return {
    ok: true,
    signed_download_url: `${url}/blob`,
    signed_upload_url: 'pass',
    matched_key: text,
    archiveLocation: 'true',
    cacheKey: text,
    cacheId: -1,
    entry_id: text,
    artifact_id: text,
    artifacts: [{ name: text, database_id: '1e999', size: '-5', digest: text }],
    signed_url: `${url}/blob`,
    total_count: 1e15,
    actions_caches: [{ key: text, ref: 'refs/heads/main' }],
    value: text,
    access_token: text,
    token: text,
    username: text,
    password: text,
    expires_in: -1e12,
    issued_token_type: text,
    id: text,
    message: text,
    errors: [{ code: text, message: text }],
    status: text,
    version: text,
    Version: text,
    head_sha: text,
    object: { sha: text, type: 'commit' },
  };
}
