export type RetryPolicy = { readonly attempts: number; readonly baseMs: number; readonly budgetMs: number };

export const DEFAULT_RETRY: RetryPolicy = { attempts: 4, baseMs: 500, budgetMs: 60_000 };

/** Whether a response may be asked for again: time-outs, rate limits and server faults, never another 4xx. */
export function isRetryable(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** Whether Node's error code says that a certificate is not to be trusted: the next attempt meets the same one. */
export function isCertificateError(code: unknown): boolean {
  return typeof code === 'string' && CERTIFICATE_ERROR.test(code);
}

const CERTIFICATE_ERROR = /^(SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|CERT_|ERR_TLS_CERT_)/;

/**
 * How long to wait before attempt `attempt` (1 = first retry), in milliseconds: exponential with full jitter, at least
 * what `Retry-After` asks for. `undefined` when attempts or the time budget are used up.
 */
export function planRetry(
  policy: RetryPolicy,
  state: { attempt: number; elapsedMs: number; retryAfter?: string | undefined; random: number; now: number },
): number | undefined {
  if (state.attempt >= policy.attempts) return undefined;
  const jittered = policy.baseMs * 2 ** (state.attempt - 1) * (0.5 + state.random / 2);
  const wait = Math.max(jittered, parseRetryAfter(state.retryAfter, state.now));
  return state.elapsedMs + wait > policy.budgetMs ? undefined : wait;
}

/** Milliseconds of a Retry-After header: seconds or an HTTP date; 0 when absent or unreadable (RFC 9110, 10.2.3). */
export function parseRetryAfter(header: string | undefined, now: number): number {
  if (!header) return 0;
  if (/^\d+$/.test(header)) return Number(header) * 1_000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}
