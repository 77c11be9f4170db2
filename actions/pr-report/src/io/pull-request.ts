import { type Api, GitHubError } from '@go-actions/github';
import type { DiffFile } from '../diff-lines.ts';
import type { FinishedRun } from '../finished-run.ts';

export type PullRequest = { readonly number: number; readonly base: string };

type Listed = {
  readonly number: number;
  readonly state: string;
  readonly base: { readonly ref: string };
  readonly head: { readonly sha: string; readonly repo: { readonly id: number } | null };
};

/**
 * The open pull request that a run was made for, found by the head that GitHub names in the event, never by what the run
 * says; a text says why there is none.
 */
export async function findPullRequest(api: Api, run: FinishedRun): Promise<PullRequest | string> {
  const head = encodeURIComponent(`${run.headRepository.owner}:${run.headBranch}`);
  const listed = (await api.list(`/pulls?state=open&head=${head}`)) as Listed[];
  const open = listed.filter((one) => one.state === 'open' && one.head.repo?.id === run.headRepository.id);
  if (open.length === 0) return 'No open pull request has this branch as its head.';
  const current = open.filter((one) => one.head.sha === run.headSha);
  if (current.length === 0) return `The pull request has moved on from ${run.headSha}.`;
  const named = current.filter((one) => run.pullRequests.includes(one.number));
  const [found, ...others] = named.length > 0 ? named : current;
  if (!found || others.length > 0) {
    const numbers = current.map(({ number }) => `#${number}`).join(', ');
    return `${numbers} have the same head: which of them the run is for is not known.`;
  }
  return { number: found.number, base: found.base.ref };
}

/** Whether a run was started again since: what this attempt says is then not the last word, and may come after it. */
export async function hasNewerAttempt(api: Api, { id, attempt }: FinishedRun): Promise<boolean> {
  return ((await api.get(`/actions/runs/${id}`)) as { run_attempt: number }).run_attempt > attempt;
}

export async function listDiff(api: Api, number: number): Promise<DiffFile[]> {
  const files = (await api.list(`/pulls/${number}/files`)) as { filename: string; patch?: string }[];
  return files.map(({ filename, patch }) => ({ path: filename, patch }));
}

/**
 * Whether the head has all of its base, so that the merge that was tested has the head's lines. Asking it takes
 * `contents: read` in private repositories; without, the answer is no.
 */
export async function isUpToDate(api: Api, base: string, headSha: string): Promise<boolean> {
  try {
    const path = `/compare/${encodeURIComponent(base)}...${headSha}?per_page=1`;
    return ((await api.get(path)) as { behind_by: number }).behind_by === 0;
  } catch (error) {
    if (error instanceof GitHubError && (error.kind === 'forbidden' || error.kind === 'not-found'))
      return false;
    throw error;
  }
}
