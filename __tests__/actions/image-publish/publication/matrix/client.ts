import { type Agent, request as openRequest } from 'node:http';
import type { Program } from '@go-actions/delivery';

export type Answer = {
  readonly status: number;
  readonly location: string;
  readonly digest: string;
  readonly text: string;
};

export type Call = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT';
  /** After the host, or the whole address. */
  readonly path: string;
  readonly body?: Buffer | string;
  readonly type?: string;
};

/** Requests of one run of a program, and the trace of them that `crane -v` prints. */
export type Client = {
  /** What is no answer, or a status that is none of `fine`, ends the program. */
  send(call: Call, fine: readonly number[]): Promise<Answer>;
};

export type Place = { readonly host: string; readonly agent: Agent };

/** A token of the registry for all that a program may do. */
export type ReadToken = (signal: AbortSignal) => Promise<string>;

/**
 * A program in this process that is as unforgiving as can be: nothing is tried twice, and a token that the registry does not
 * take any more is the end. `work` returns what it prints.
 */
export function makeProgram(
  { host, agent }: Place,
  readToken: ReadToken,
  work: (client: Client, args: readonly string[]) => Promise<string>,
): Program {
  return async (args, { signal }) => {
    const trace: string[] = [];
    const ended = { command: args[0] ?? '', args, signal: null, truncated: false, timedOut: false, ms: 0 };
    try {
      const client = openClient({ host, agent }, await readToken(signal), trace, signal);
      return { ...ended, code: 0, stdout: await work(client, args), stderr: '' };
    } catch (error) {
      trace.push(`Error: ${error instanceof Error ? error.message : String(error)}`);
      return { ...ended, code: 1, stdout: '', stderr: trace.join('\n') };
    }
  };
}

function openClient({ host, agent }: Place, token: string, trace: string[], signal: AbortSignal): Client {
  return {
    send: async (call, fine) => {
      const url = call.path.startsWith('http') ? call.path : `http://${host}${call.path}`;
      const answer = await exchange(url, call, `Bearer ${token}`, signal, agent);
      const method = /^(GET|HEAD)$/.test(call.method) ? `${call.method} ` : '';
      trace.push(`2026/01/01 00:00:00 <-- ${answer.status} ${method}${url} (1ms)`);
      if (fine.includes(answer.status)) return answer;
      throw new Error(`${call.method} ${call.path}: ${answer.status}`);
    },
  };
}

/** Asks a token service for a token that may read and write a repository. */
export async function fetchToken(
  { realm, service }: { readonly realm: string; readonly service: string },
  { username, secret }: { readonly username: string; readonly secret: string },
  repository: string,
  signal: AbortSignal,
): Promise<string> {
  const query = new URLSearchParams({ service, scope: `repository:${repository}:pull,push` });
  const basic = `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}`;
  const { text } = await exchange(`${realm}?${query}`, { method: 'GET', path: '' }, basic, signal);
  return (JSON.parse(text) as { token: string }).token;
}

function exchange(
  url: string,
  { method, body, type }: Call,
  authorization: string,
  signal: AbortSignal,
  agent?: Agent,
): Promise<Answer> {
  const headers = {
    accept: 'application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, */*',
    authorization,
    ...(type && { 'content-type': type }),
    ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
  };
  return new Promise((resolve, reject) => {
    const request = openRequest(url, { method, headers, signal, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('close', () => {
        if (!response.complete) return reject(new Error('the answer ended in the middle'));
        const header = (name: string) => String(response.headers[name] ?? '');
        resolve({
          status: response.statusCode ?? 0,
          location: header('location'),
          digest: header('docker-content-digest'),
          text: Buffer.concat(chunks).toString('utf8'),
        });
      });
    });
    request.once('error', reject);
    request.end(body);
  });
}
