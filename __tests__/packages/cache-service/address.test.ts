import { InputReader } from '@go-actions/action-kit';
import { isEnterpriseServer, readServiceAddress } from '@go-actions/cache-service';
import { describe, expect, it } from 'vitest';

describe('readServiceAddress', () => {
  it.each([
    { server: 'https://github.com', v2: true },
    { server: undefined, v2: true },
    { server: 'https://octo.ghe.com', v2: true },
    { server: 'http://github.localhost:3000', v2: true },
    { server: 'https://github.example.com', v2: false },
    { server: 'https://notgithub.com', v2: false },
    { server: 'https://ghe.com.example.org', v2: false },
  ])('case platform/ghes: takes service v2 on $server: $v2', ({ server, v2 }) => {
    const env = {
      ACTIONS_CACHE_SERVICE_V2: 'True',
      ACTIONS_RESULTS_URL: 'https://results/',
      ACTIONS_CACHE_URL: 'https://cache/',
      ACTIONS_RUNTIME_TOKEN: 't',
      GITHUB_SERVER_URL: server,
    };
    expect(readServiceAddress(new InputReader(env, () => undefined))).toEqual({
      resultsUrl: 'https://results/',
      cacheUrl: 'https://cache/',
      token: 't',
      v2,
    });
  });

  it('takes service v1 where the variable is not set', () => {
    expect(readServiceAddress(new InputReader({}, () => undefined)).v2).toBe(false);
  });

  it('takes a text that is no address for a foreign server', () => {
    expect(isEnterpriseServer('github')).toBe(true);
  });
});
