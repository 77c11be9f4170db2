/** The run that the event is about: GitHub's own words, beside which everything in its artifacts is only a claim. */
export type FinishedRun = {
  readonly id: number;
  /** Counted from 1. */
  readonly attempt: number;
  /** The workflow's name, as the pull request's version of the file has it. */
  readonly name: string;
  readonly passed: boolean;
  readonly headSha: string;
  readonly headBranch: string;
  readonly headRepository: { readonly id: number; readonly fullName: string; readonly owner: string };
  /** Only for branches of the repository itself; a fork's run comes without. */
  readonly pullRequests: readonly number[];
};

/** Reads a `workflow_run` event; a text says why there is nothing to report. Throws on another event's payload. */
export function parseFinishedRun(event: Readonly<Record<string, unknown>>): FinishedRun | string {
  const run = event.workflow_run as Payload | undefined;
  const head = run?.head_repository;
  if (!run || !Number.isSafeInteger(run.id))
    throw new Error('expected the payload of a `workflow_run` event');
  if (run.event !== 'pull_request') return `The run was started by ${run.event}, not by a pull request.`;
  if (run.conclusion !== 'success' && run.conclusion !== 'failure' && run.conclusion !== 'timed_out')
    return `The run ended as ${run.conclusion ?? run.status}: there is no result to show.`;
  if (!head || !Number.isSafeInteger(head.id)) return 'The repository of the pull request is gone.';
  if (!/^[0-9a-f]{40,64}$/.test(run.head_sha)) throw new Error('expected the id of the head commit');
  return {
    id: run.id,
    attempt: run.run_attempt ?? 1,
    name: String(run.name ?? ''),
    passed: run.conclusion === 'success',
    headSha: run.head_sha,
    headBranch: String(run.head_branch ?? ''),
    headRepository: { id: head.id, fullName: head.full_name, owner: head.owner.login },
    pullRequests: (run.pull_requests ?? []).map(({ number }) => number),
  };
}

type Payload = {
  readonly id: number;
  readonly run_attempt?: number;
  readonly name?: string;
  readonly event: string;
  readonly status?: string;
  readonly conclusion?: string | null;
  readonly head_sha: string;
  readonly head_branch?: string;
  readonly head_repository?: {
    readonly id: number;
    readonly full_name: string;
    readonly owner: { readonly login: string };
  } | null;
  readonly pull_requests?: readonly { readonly number: number }[];
};
