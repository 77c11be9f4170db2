import { createServer } from 'node:http';
import { type Listening, listen } from '../loopback.ts';
import type { CacheService } from './service.ts';

/** `url` is the GITHUB_API_URL of a job. */
export type CacheListing = Listening;

/**
 * GitHub's REST list of a repository's cache entries over a service's own: newest first, filtered by the beginning of the key
 * and by ref, in pages ("List GitHub Actions caches for a repository"). `status`: what it answers in place of the list.
 */
export async function startCacheListing(service: CacheService, status = 200): Promise<CacheListing> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    const isList = /^\/repos\/[^/]+\/[^/]+\/actions\/caches$/.test(pathname) && request.method === 'GET';
    const code = isList ? status : 404;
    response.writeHead(code, { 'content-type': 'application/json' });
    if (code !== 200) return response.end(JSON.stringify({ message: 'Resource not accessible' }));
    const [prefix, ref] = [searchParams.get('key') ?? '', searchParams.get('ref')];
    const size = Math.min(100, Number(searchParams.get('per_page') ?? '30'));
    const first = (Number(searchParams.get('page') ?? '1') - 1) * size;
    const found = service
      .entries()
      .filter(({ key, scope }) => key.startsWith(prefix) && (ref === null || scope === ref))
      .reverse();
    const caches = found.map(({ id, key, scope, version, bytes }) => ({
      id,
      ref: scope,
      key,
      version,
      size_in_bytes: bytes?.length ?? 0,
    }));
    response.end(
      JSON.stringify({
        total_count: caches.length,
        actions_caches: caches.slice(first, first + size),
      }),
    );
  });
  return listen(server);
}
