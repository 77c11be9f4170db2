/** Longest body of a release, in characters (GitHub answers 422 above it). */
export const BODY_LIMIT = 125_000;

/** GitHub renames assets whose names have other characters, so that a second run would not find them. */
export const ASSET_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

export const PER_PAGE = 100;

/** What GitHub asks for when a secondary limit comes without a Retry-After ("Best practices for using the REST API"). */
const SECONDARY_WAIT_MS = 60_000;

/**
 * Milliseconds to wait before a request that a rate limit refused may be sent again; `undefined` when the answer is no rate
 * limit. GitHub refuses with 403 as well as with 429, and nothing has been done then, so that a write may be repeated too.
 */
export function planRateLimitWait(
  response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly text: string;
  },
  now: number,
): number | undefined {
  if (response.status !== 403 && response.status !== 429) return undefined;
  const after = response.headers['retry-after'];
  if (after !== undefined && /^\d+$/.test(after)) return Number(after) * 1_000;
  const reset = Number(response.headers['x-ratelimit-reset']);
  if (response.headers['x-ratelimit-remaining'] === '0' && reset > 0) return Math.max(0, reset * 1_000 - now);
  return /secondary rate limit|abuse detection/i.test(response.text) ? SECONDARY_WAIT_MS : undefined;
}
