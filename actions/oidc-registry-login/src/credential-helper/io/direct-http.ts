import {
  ActionError,
  type HttpRequest,
  type HttpResponse,
  isRetryable,
  planRetry,
} from '@go-actions/action-kit';
import type { Send } from '../../providers/io/send.ts';

const POLICY = { attempts: 8, baseMs: 500, budgetMs: 60_000 };
const TIMEOUT_MS = 15_000;
const LIMIT = 1024 * 1024;

/**
 * The kit's HTTP rules on Node's own `fetch`: the credential helper runs for every request of a client and starts without
 * the toolkit. Proxies come from NODE_USE_ENV_PROXY, which the launcher sets; redirects are results.
 */
export function createDirectSend(now: () => number, random: () => number): Send {
  return async (request) => {
    const started = now();
    for (let attempt = 1; ; attempt++) {
      const outcome = await sendOnce(request).catch((error: Error) => error);
      const response = outcome instanceof Error ? undefined : outcome;
      const wait =
        !response || isRetryable(response.status)
          ? planRetry(POLICY, {
              attempt,
              elapsedMs: now() - started,
              retryAfter: response?.headers['retry-after'],
              random: random(),
              now: now(),
            })
          : undefined;
      if (wait !== undefined) await new Promise((resolve) => setTimeout(resolve, wait));
      else if (response) return response;
      else throw new ActionError(`${new URL(request.url).host} could not be reached.`, { cause: outcome });
    }
  };
}

async function sendOnce({ method = 'GET', url, headers = {}, body }: HttpRequest): Promise<HttpResponse> {
  const response = await fetch(url, {
    method,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body !== undefined && { body: body as string }),
  });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > LIMIT) throw new Error(`The answer is larger than ${LIMIT} bytes.`);
    chunks.push(chunk);
  }
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.concat(chunks),
  };
}
