import { runChecked } from '@go-actions/action-kit';
import { type PeerArtifact, startArtifactService, startGitHubApi } from '@go-actions/test-kit';
import { finishedRunEvent } from '../event.ts';
import { JOB_TOKEN } from './engine.ts';
import type { Peers, Setting } from './peers.ts';

const RUN = 42;
/** What go-pr-report.yml asks its caller for, and nothing else. */
const GRANTS = { actions: 'read', 'pull-requests': 'write' } as const;

/** GitHub with one open pull request, and an artifact service that outlives a run: what the first hands over, the next reads. */
export async function startReportPeer({ repository, checkout }: Setting): Promise<Peers> {
  const { number, base, head } = (checkout.event.payload as Payload).pull_request;
  const service = await startArtifactService();
  const artifacts: PeerArtifact[] = [];
  const files = await listDiff(checkout.dir, base.sha, head.sha);
  const pullRequest = {
    number,
    base: base.ref,
    head: { sha: head.sha, ref: head.ref, repository, repositoryId: 1 },
    files,
  };
  const api = await startGitHubApi({
    repository,
    token: JOB_TOKEN,
    grants: GRANTS,
    artifacts,
    pullRequests: [pullRequest],
  });
  const writes: string[][] = [];
  return {
    env: { GITHUB_API_URL: api.url },
    vars: {},
    artifacts: service,
    laterEvent: finishedRunEvent(repository, { id: RUN, name: 'Go', ...head }),
    afterRun: async () => {
      const known = artifacts.length;
      for (const { id, name, bytes } of service.artifacts.slice(known))
        artifacts.push({ id, name, run: RUN, zip: bytes });
      const before = writes.flat().length;
      writes.push(
        api
          .writes()
          .slice(before)
          .map(({ path }) => path.split('/').slice(-2).join('/')),
      );
    },
    readFacts: async () => {
      const { comments, suggestions } = api.talk(number);
      const title = comments[0]?.body.split('\n')[1]?.replace(/^#+ |`/g, '') ?? '';
      const places = suggestions.map(({ path, line }) => `${path}:${line}`);
      const [, , again = []] = writes;
      return [
        { what: 'Comments', found: `${comments.length}: ${title}`, ok: comments.length === 1 },
        {
          what: 'Suggestions',
          found: places.join(', ') || 'none',
          ok: suggestions.length > 0 && suggestions.every(({ body }) => body.includes('```suggestion\n')),
        },
        {
          what: 'Written by the same report again',
          found: again.join(', ') || 'nothing',
          ok: writes.length === 3 && again.length === 0,
        },
      ];
    },
    [Symbol.asyncDispose]: async () => {
      await api[Symbol.asyncDispose]();
      await service[Symbol.asyncDispose]();
    },
  };
}

type Side = { readonly ref: string; readonly sha: string };
type Payload = {
  readonly pull_request: { readonly number: number; readonly base: Side; readonly head: Side };
};

/** The files of the pull request as GitHub's API has them: patches without file headers. */
async function listDiff(dir: string, base: string, head: string) {
  const git = async (...args: string[]) => (await runChecked('git', args, { cwd: dir })).stdout;
  const names = (await git('diff', '--name-only', '-z', base, head)).split('\0').filter(Boolean);
  return Promise.all(
    names.map(async (filename) => {
      const diff = await git('diff', '--no-color', '--no-ext-diff', base, head, '--', filename);
      return { filename, patch: diff.slice(diff.indexOf('@@')).trimEnd() };
    }),
  );
}
