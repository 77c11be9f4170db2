import type { CacheService } from '@go-actions/cache-service';

/** A cache that takes longer than this is worth less than what it holds up. */
export const RESTORE_BUDGET_MS = 5 * 60_000;

/**
 * The same service, whose downloads fail once the time is up: what has arrived until then is used, the rest is a miss. A
 * connection that trickles has no time-out of its own.
 */
export function withDeadline(service: CacheService, ms: number): CacheService {
  let expire: (error: Error) => void = () => undefined;
  const expired = new Promise<never>((_, reject) => {
    expire = reject;
  });
  expired.catch(() => undefined); // it has no reader when everything was in time
  setTimeout(() => expire(new Error(`the cache took longer than ${ms / 1_000} s`)), ms).unref();
  return {
    find: async (key, prefixes) => {
      const entry = await Promise.race([service.find(key, prefixes), expired]);
      return (
        entry && { key: entry.key, read: (start, end) => Promise.race([entry.read(start, end), expired]) }
      );
    },
    save: (key, parts) => service.save(key, parts),
  };
}
