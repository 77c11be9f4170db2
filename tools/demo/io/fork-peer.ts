import { startGitHubApi } from '@go-actions/test-kit';
import { JOB_TOKEN } from './engine.ts';
import type { Peers, Setting } from './peers.ts';

/** What a pull request from a fork has: a token that may read, a cache that may be read, and no secret at all. */
export async function startForkPeer({ repository }: Setting): Promise<Peers> {
  const api = await startGitHubApi({ repository, token: JOB_TOKEN, grants: { contents: 'read' } });
  return {
    env: { GITHUB_API_URL: api.url, ACTIONS_CACHE_MODE: 'read' },
    vars: {},
    afterRun: async () => undefined,
    readFacts: async () => {
      const writes = api.writes().map(({ method, path }) => `${method} ${path}`);
      const refused = api.requests.filter(({ status }) => status === 403).map(({ path }) => path);
      return [
        { what: 'Written to GitHub', found: writes.join(', ') || 'nothing', ok: writes.length === 0 },
        {
          what: 'Asked for without permission',
          found: refused.join(', ') || 'nothing',
          ok: refused.length === 0,
        },
      ];
    },
    [Symbol.asyncDispose]: () => api[Symbol.asyncDispose](),
  };
}
