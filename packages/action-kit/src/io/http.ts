import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { HttpClient } from '@actions/http-client';
import { ActionError } from '../errors.ts';
import { DEFAULT_RETRY, isRetryable, planRetry, type RetryPolicy } from '../retry.ts';

export type HttpRequest = {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Redirects are followed only for requests that carry no credentials; default false. */
  readonly followRedirects?: boolean;
  /** Default: four attempts inside 60 s. A request that must not be repeated passes `false`. */
  readonly retry?: RetryPolicy | false;
  readonly timeoutMs?: number;
  /** More than this is an error, not a truncated answer. Default 16 MiB. */
  readonly maxBytes?: number;
  /** Where the body goes when it fits: large ones are then neither collected nor copied, and other threads can share them. */
  readonly into?: Buffer;
  readonly signal?: AbortSignal;
};

export type HttpResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

const MAX_BYTES = 16 * 1024 * 1024;
const clients = new Map<string, HttpClient>();

/**
 * Sends one request; proxies come from the job's environment. Every status is a result. Connection errors, 408, 429 and
 * 5xx are tried again within the policy; what remains is thrown with the method and the host, never with a query string.
 */
export async function fetchHttp(request: HttpRequest): Promise<HttpResponse> {
  const policy =
    request.retry === false ? { ...DEFAULT_RETRY, attempts: 1 } : (request.retry ?? DEFAULT_RETRY);
  const started = Date.now();
  for (let attempt = 1; ; attempt++) {
    const outcome = await send(request).then(
      (response) => ({ response }),
      (error: unknown) => ({ error }),
    );
    const retryable =
      'error' in outcome ? !(outcome.error instanceof TooLargeError) : isRetryable(outcome.response.status);
    const wait =
      retryable && !request.signal?.aborted
        ? planRetry(policy, {
            attempt,
            elapsedMs: Date.now() - started,
            retryAfter: 'response' in outcome ? outcome.response.headers['retry-after'] : undefined,
            random: Math.random(),
            now: Date.now(),
          })
        : undefined;
    if (wait !== undefined) {
      await new Promise((resolve) => setTimeout(resolve, wait));
    } else if ('error' in outcome) {
      throw new ActionError(
        `${describeRequest(request)} failed after ${attempt} attempt${attempt === 1 ? '' : 's'}.`,
        {
          cause: outcome.error,
        },
      );
    } else {
      return outcome.response;
    }
  }
}

/** The parsed JSON of a 2xx answer; anything else is an ActionError with the status and the start of the body. */
export async function fetchJson<T>(request: HttpRequest): Promise<T> {
  const response = await fetchHttp({
    ...request,
    headers: { accept: 'application/json', ...request.headers },
  });
  const text = response.body.toString('utf8');
  if (response.status < 200 || response.status > 299) {
    throw new ActionError(`${describeRequest(request)} answered ${response.status}: ${text.slice(0, 500)}`);
  }
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new ActionError(`${describeRequest(request)} answered ${response.status}, but not with JSON.`, {
      cause,
    });
  }
}

export function describeRequest(request: Pick<HttpRequest, 'method' | 'url'>): string {
  const url = new URL(request.url);
  return `${request.method ?? 'GET'} ${url.protocol}//${url.host}${url.pathname}`;
}

class TooLargeError extends Error {}

async function send(request: HttpRequest): Promise<HttpResponse> {
  request.signal?.throwIfAborted();
  const url = new URL(request.url);
  const client = await clientFor(request.followRedirects ?? false, request.timeoutMs ?? 30_000);
  const headers: Record<string, string> = { ...request.headers };
  if (request.body !== undefined) headers['content-length'] = String(Buffer.byteLength(request.body));
  const body =
    request.body === undefined ? null : Readable.from([Buffer.from(request.body)], { objectMode: false });
  const response = await client.request(request.method ?? 'GET', url.href, body, headers);
  const { message } = response;
  const answered = Object.entries(message.headers).map(([name, value]) => [
    name,
    [value ?? ''].flat().join(', '),
  ]);
  return {
    status: message.statusCode ?? 0,
    headers: Object.fromEntries(answered),
    body: await readBody(message, request),
  };
}

async function readBody(
  message: IncomingMessage,
  { maxBytes = MAX_BYTES, into }: HttpRequest,
): Promise<Buffer> {
  const fits = into !== undefined && Number(message.headers['content-length']) <= into.length;
  const chunks: Buffer[] = [];
  let size = 0;
  message.on('data', (chunk: Buffer) => {
    if (fits) into.set(chunk, size);
    else chunks.push(chunk);
    size += chunk.length;
    if (size > maxBytes) message.destroy(new TooLargeError(`The answer is larger than ${maxBytes} bytes.`));
  });
  await finished(message);
  return fits ? into.subarray(0, size) : Buffer.concat(chunks);
}

/**
 * The library is loaded by the first request: with `https` below it, it is half of what an action's start would cost, and most
 * runs send none. The remark keeps it in the one file that a bundle is.
 */
async function clientFor(allowRedirects: boolean, socketTimeout: number): Promise<HttpClient> {
  const library = await import(/* webpackMode: "eager" */ '@actions/http-client');
  const key = `${allowRedirects} ${socketTimeout}`;
  const client =
    clients.get(key) ??
    new library.HttpClient('go-actions', [], {
      allowRedirects,
      socketTimeout,
      allowRetries: false,
      keepAlive: true,
    });
  clients.set(key, client);
  return client;
}
