/** Times in milliseconds; `timeoutMs` is for becoming healthy, `stableMs` for staying so. */
export type Policy = { readonly timeoutMs: number; readonly intervalMs: number; readonly stableMs: number };

/** What the attempts so far came to; times are since the first one began. */
export type Watch = {
  readonly attempts: number;
  /** Failures in a row. */
  readonly failures: number;
  readonly healthySince: number | undefined;
  /** How often it was healthy and then was not any more. */
  readonly relapses: number;
};

export const START: Watch = { attempts: 0, failures: 0, healthySince: undefined, relapses: 0 };

/** The watch after one more attempt, which ended at `at`. */
export function observe(watch: Watch, healthy: boolean, at: number): Watch {
  const { attempts, failures, healthySince, relapses } = watch;
  if (healthy) return { attempts: attempts + 1, failures: 0, healthySince: healthySince ?? at, relapses };
  const relapsed = healthySince !== undefined;
  return {
    attempts: attempts + 1,
    failures: failures + 1,
    healthySince: undefined,
    relapses: relapses + (relapsed ? 1 : 0),
  };
}

const GROWTH = 1.5;
const LONGEST_MS = 15_000;

/**
 * Ends the watch, or says how long to wait until the next attempt: a steady interval while healthy, growing with jitter
 * while not, so that a struggling deployment is not asked to death. The last attempt falls on the deadline. `random` is
 * from 0 to 1.
 */
export function planNext(
  { failures, healthySince }: Watch,
  { timeoutMs, intervalMs, stableMs }: Policy,
  at: number,
  random: number,
): { readonly end: 'healthy' | 'failed' } | { readonly waitMs: number } {
  if (healthySince !== undefined) {
    const left = healthySince + stableMs - at;
    return left <= 0 ? { end: 'healthy' } : { waitMs: Math.min(intervalMs, left) };
  }
  if (at >= timeoutMs) return { end: 'failed' };
  const grown = Math.min(intervalMs * GROWTH ** (failures - 1), Math.max(intervalMs, LONGEST_MS));
  return { waitMs: Math.min(grown * (0.75 + random / 2), timeoutMs - at) };
}
