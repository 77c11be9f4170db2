import { startGitHubApi } from '@go-actions/test-kit';
import type { Fact } from '../scene.ts';
import { JOB_TOKEN } from './engine.ts';
import type { Peers, Setting } from './peers.ts';

/** A GitHub API over the checkout's `origin`, for releases without programs; `dies`: nothing is let in after the first draft. */
export async function startReleasesPeer({ repository, checkout, scene }: Setting): Promise<Peers> {
  const wanted = scene.releases ?? {};
  const api = await startGitHubApi({ repository, gitDir: checkout.origin, token: JOB_TOKEN });
  let drafted = false;
  if (scene.dies)
    api.setFault(({ method, path }) => {
      if (drafted) return { when: 'before', answer: { status: 401, body: { message: 'Bad credentials' } } };
      drafted = method === 'POST' && path.endsWith('/releases');
      return undefined;
    });
  const writes: number[] = [];
  let first: string | undefined;
  const list = () =>
    api.releases().map(({ tag, draft, prerelease }) => describeRelease(tag, draft, prerelease));
  return {
    env: { GITHUB_API_URL: api.url },
    vars: {},
    afterRun: async () => {
      first ??= list().join(', ') || 'nothing';
      writes.push(api.writes().length);
      api.setFault(undefined);
    },
    readFacts: async (): Promise<Fact[]> => {
      const planned = Object.entries(wanted).map(([tag, kind]) => `${tag}: ${kind}`);
      const found = list();
      const [before = 0, after] = writes.slice(-2);
      const isAgain = scene.runs.length > 1 && !scene.dies;
      return [
        {
          what: 'Releases',
          found: found.toSorted().join(', ') || 'none',
          ok: found.toSorted().join() === planned.toSorted().join(),
        },
        ...(scene.dies
          ? [
              {
                what: 'Left by the run that died',
                found: first ?? '',
                ok: first?.endsWith(': draft') === true,
              },
            ]
          : []),
        ...(isAgain
          ? [
              {
                what: 'Written by the same run again',
                found: `${(after ?? 0) - before}`,
                ok: after === before,
              },
            ]
          : []),
      ];
    },
    [Symbol.asyncDispose]: () => api[Symbol.asyncDispose](),
  };
}

function describeRelease(tag: string, draft: boolean, prerelease: boolean): string {
  return `${tag}: ${draft ? 'draft' : prerelease ? 'prerelease' : 'release'}`;
}
