import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream/promises';
import { ActionError } from '../errors.ts';
import { type Hop, planRedirect } from '../redirect.ts';
import { DEFAULT_RETRY, isCertificateError, isRetryable, planRetry, type RetryPolicy } from '../retry.ts';
import { counted } from '../words.ts';
import { cancelled, pause } from './cancellation.ts';
import type { Open } from './connection.ts';
import { TimeLimit } from './time-limit.ts';

export type HttpRequest = {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Whether redirects of a GET or HEAD are followed; no credential goes to another origin. Default false. */
  readonly followRedirects?: boolean;
  /** Default: four attempts inside 60 s. A request that must not be repeated passes `false`. */
  readonly retry?: RetryPolicy | false;
  /** Called right before a further attempt, with how the last one ended: for who must know of each that was sent. */
  readonly onRetry?: (last: HttpOutcome) => void;
  /** The whole of one attempt, body included, with more for what is carried (see `TimeLimit`). Default 30 s. */
  readonly timeoutMs?: number;
  /** More than this is an error, not a truncated answer; it may depend on the status. Default 16 MiB. */
  readonly maxBytes?: number | ((status: number) => number);
  /** Where the body goes when it fits: large ones are then neither collected nor copied, and other threads can share them. */
  readonly into?: Buffer;
  readonly signal?: AbortSignal;
  /** Goes on when the job is cancelled, once and until `signal` says so: for what takes back what the job has done. */
  readonly afterCancel?: boolean;
};

export type HttpResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/** How one attempt ended. */
export type HttpOutcome = { readonly response: HttpResponse } | { readonly error: unknown };

const MAX_BYTES = 16 * 1024 * 1024;
const TIMEOUT_MS = 30_000;
const MOST_REDIRECTS = 10;

/** Sends a request by the given connection, again where the policy says so (see `fetchHttp`). */
export async function fetchBy(open: Open, request: HttpRequest): Promise<HttpResponse> {
  const once = request.retry === false || (request.afterCancel && cancelled.aborted);
  const policy = once ? { ...DEFAULT_RETRY, attempts: 1 } : request.retry || DEFAULT_RETRY;
  const ends = [...(request.signal ? [request.signal] : []), ...(request.afterCancel ? [] : [cancelled])];
  const end = AbortSignal.any(ends);
  const started = Date.now();
  for (let attempt = 1; ; attempt++) {
    const outcome: HttpOutcome = await send(open, request, end).then(
      (response) => ({ response }),
      (error: unknown) => ({ error }),
    );
    end.throwIfAborted();
    const retryable = 'error' in outcome ? !isFinal(outcome.error) : isRetryable(outcome.response.status);
    const wait = retryable
      ? planRetry(policy, {
          attempt,
          elapsedMs: Date.now() - started,
          retryAfter: 'response' in outcome ? outcome.response.headers['retry-after'] : undefined,
          random: Math.random(),
          now: Date.now(),
        })
      : undefined;
    if (wait !== undefined) {
      await pause(wait, request.signal);
      request.onRetry?.(outcome);
    } else if ('response' in outcome) return outcome.response;
    else
      throw new ActionError(`${describeRequest(request)} failed after ${counted(attempt, 'attempt')}.`, {
        cause: outcome.error,
      });
  }
}

export function describeRequest(request: Pick<HttpRequest, 'method' | 'url'>): string {
  const url = new URL(request.url);
  return `${request.method ?? 'GET'} ${url.protocol}//${url.host}${url.pathname}`;
}

/** A failure that a second attempt would only repeat. */
class FinalError extends Error {}

const isFinal = (error: unknown): boolean =>
  error instanceof FinalError || isCertificateError((error as NodeJS.ErrnoException | undefined)?.code);

async function send(open: Open, request: HttpRequest, end: AbortSignal): Promise<HttpResponse> {
  end.throwIfAborted();
  const { method = 'GET', followRedirects = false, timeoutMs = TIMEOUT_MS } = request;
  const body = request.body === undefined ? undefined : Buffer.from(request.body);
  const limit = new TimeLimit(timeoutMs);
  limit.carry(body?.length ?? 0);
  const signal = AbortSignal.any([limit.signal, end]);
  const length: Record<string, string> = body ? { 'content-length': String(body.length) } : {};
  let hop: Hop = { url: new URL(request.url), headers: { ...request.headers, ...length } };
  try {
    for (let followed = 0; ; followed++) {
      const message = await orAborted(open({ method, ...hop, body, signal }), signal);
      const next =
        followRedirects && (method === 'GET' || method === 'HEAD')
          ? planHop(hop, message.statusCode ?? 0, message.headers.location)
          : undefined;
      if (!next) return await readResponse(message, request, limit, signal);
      message.destroy();
      if (followed === MOST_REDIRECTS) throw new FinalError(`More than ${MOST_REDIRECTS} redirects.`);
      hop = next;
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : error; // Node only says that the request was aborted
  } finally {
    limit.end();
  }
}

/** Node says nothing at all when a service switches the protocol (101): then the time limit is what ends the wait. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

function planHop(...args: Parameters<typeof planRedirect>): Hop | undefined {
  try {
    return planRedirect(...args);
  } catch (cause) {
    throw new FinalError((cause as Error).message);
  }
}

async function readResponse(
  message: IncomingMessage,
  { method, maxBytes = MAX_BYTES, into }: HttpRequest,
  limit: TimeLimit,
  signal: AbortSignal,
): Promise<HttpResponse> {
  const status = message.statusCode ?? 0;
  const most = typeof maxBytes === 'number' ? maxBytes : maxBytes(status);
  const announced = Number(message.headers['content-length']);
  const tooLarge = () => new FinalError(`The answer is larger than ${most} bytes.`);
  if (announced > most && method !== 'HEAD') {
    message.destroy();
    throw tooLarge();
  }
  const fits = into !== undefined && announced <= into.length;
  const chunks: Buffer[] = [];
  let size = 0;
  message.on('data', (chunk: Buffer) => {
    if (fits) into.set(chunk, size);
    else chunks.push(chunk);
    size += chunk.length;
    limit.carry(chunk.length);
    if (size > most) message.destroy(tooLarge());
  });
  try {
    await finished(message, { signal });
  } catch (error) {
    message.destroy();
    throw error;
  }
  const headers = Object.entries(message.headers).map(([name, value]) => [
    name,
    [value ?? ''].flat().join(', '),
  ]);
  return {
    status,
    headers: Object.fromEntries(headers),
    body: fits ? into.subarray(0, size) : Buffer.concat(chunks),
  };
}
