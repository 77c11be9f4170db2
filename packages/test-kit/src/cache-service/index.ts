export type { CacheRequest, CacheWeather, RequestKind } from './faults.ts';
export { type CacheListing, startCacheListing } from './listing.ts';
export { type CacheService, startCacheService } from './service.ts';
export type { CacheEntry } from './store.ts';
export { type CacheScope, MAIN_SCOPE, makeRuntimeToken } from './token.ts';
