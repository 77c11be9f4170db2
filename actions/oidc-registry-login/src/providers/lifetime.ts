import { decodeClaims } from './claims.ts';

/** What nobody told is assumed to be short: Docker Hub's default, the shortest of all providers. */
const ASSUMED_MS = 5 * 60_000;
/** No credential of a job lives longer; a number beyond it is no time. */
const LONGEST_MS = 400 * 24 * 3_600_000;

/** When a credential ends, in milliseconds since the epoch: what was told, else soon. */
export function settleEnd(told: number | undefined, now: number): number {
  return told !== undefined && Number.isFinite(told) ? Math.min(told, now + LONGEST_MS) : now + ASSUMED_MS;
}

/** The earliest of what is known; `undefined` when nothing is. */
export function earliest(...ends: readonly (number | undefined)[]): number | undefined {
  const known = ends.filter((end): end is number => end !== undefined && Number.isFinite(end));
  return known.length > 0 ? Math.min(...known) : undefined;
}

/** Seconds from now, as providers say it, to a moment; `undefined` when they do not say. */
export function expiryAfter(seconds: unknown, now: number): number | undefined {
  const value = typeof seconds === 'string' ? Number(seconds) : seconds;
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? now + value * 1_000 : undefined;
}

/** The claim `exp` of a signed token; `undefined` for an opaque one, or one without it. */
export function expiryOf(token: string): number | undefined {
  if (token.split('.').length !== 3) return undefined;
  try {
    const { exp } = decodeClaims(token);
    return typeof exp === 'number' && exp > 0 ? exp * 1_000 : undefined;
  } catch {
    return undefined; // three parts by chance
  }
}
