import { createServer } from 'node:http';
import { listen } from '../loopback.ts';
import { Exchange } from './exchange.ts';
import { type CacheRequest, type CacheWeather, FAIR_WEATHER } from './faults.ts';
import { type CacheEntry, CacheStore } from './store.ts';
import { type CacheScope, MAIN_SCOPE, makeRuntimeToken } from './token.ts';
import { Wire } from './wire.ts';

export type CacheService = AsyncDisposable & {
  readonly url: string;
  /** The variables that the runner would give a job: service v2 by default, or only the old v1 service. */
  env(options?: { scopes?: readonly CacheScope[]; service?: 'v1' | 'v2' }): Record<string, string>;
  readonly weather: CacheWeather;
  /** Every request since the start or the last `forget()`. */
  readonly requests: readonly CacheRequest[];
  forget(): void;
  bytes(kind: 'upload' | 'download'): number;
  /** Bytes of all entries that are there now. */
  stored(): number;
  entries(): readonly CacheEntry[];
  /** Removes entries as the hourly eviction would; says how many. */
  evict(which: (entry: CacheEntry) => boolean): number;
};

/**
 * A cache service on loopback that speaks what `@actions/cache` 6 speaks: v2 (Twirp JSON, and blobs with the block verbs of
 * Azure's REST API and Range downloads) and v1 (`/_apis/artifactcache`), with GitHub's matching rules, scopes and immutable keys.
 * It is empty, or has the `entries` of another one.
 */
export async function startCacheService(
  weather: Partial<CacheWeather> = {},
  entries: readonly CacheEntry[] = [],
): Promise<CacheService> {
  const store = new CacheStore(entries);
  const sky: CacheWeather = { ...FAIR_WEATHER, failures: [], ...weather };
  const requests: CacheRequest[] = [];
  const wire = new Wire();
  const server = createServer((request, response) => {
    const exchange = new Exchange(request, response, { store, sky, requests, wire, origin: url });
    exchange.answer().catch((error: unknown) => response.destroy(error as Error));
  });
  server.keepAliveTimeout = 60_000;
  const listening = await listen(server);
  const { url } = listening;
  return {
    ...listening,
    weather: sky,
    requests,
    env: ({ scopes = [MAIN_SCOPE], service = 'v2' } = {}) => ({
      ACTIONS_RUNTIME_TOKEN: makeRuntimeToken(scopes),
      ...(service === 'v2'
        ? { ACTIONS_RESULTS_URL: `${url}/`, ACTIONS_CACHE_SERVICE_V2: 'True' }
        : { ACTIONS_CACHE_URL: `${url}/` }),
    }),
    forget: () => {
      requests.length = 0;
    },
    bytes: (kind) =>
      requests.filter((request) => request.kind === kind).reduce((sum, { bytes }) => sum + bytes, 0),
    stored: () => store.finished().reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0),
    entries: () => store.finished(),
    evict: (which) => store.evict(which),
  };
}
