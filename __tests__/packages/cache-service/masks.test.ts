import { openCacheService } from '@go-actions/cache-service';
import { startLocalServer } from '@go-actions/test-kit';
import { afterEach, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.restoreAllMocks();
});

it.each([true, false])(
  'what a service gives for an address is masked only where it is one (v2: %s)',
  async (v2) => {
    const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    await using server = await startLocalServer(() => ({
      body: { ok: true, signed_download_url: 'pass', archiveLocation: 'pass', cacheKey: 'k' },
    }));
    const address = { resultsUrl: server.url, cacheUrl: server.url, token: 't', v2 };
    expect(await openCacheService(address, 'test')?.find('k', [])).toBeUndefined();
    expect(written.mock.calls.flat().join('')).not.toContain('add-mask');
  },
);
