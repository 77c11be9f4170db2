import type { JobContext } from '@go-actions/action-kit';

export type BaseSource = 'input' | 'merge-group' | 'pull-request' | 'push' | 'default-branch';

/** Which commit a run is compared with, before anything was looked up. */
export type BasePlan =
  | {
      readonly source: BaseSource;
      /** A commit id, a branch or tag name, or any revision that git understands. */
      readonly revision: string;
      /** What to fetch when the server does not hand out `revision` itself: a branch. */
      readonly branch?: string;
      /** `exact`: the commit itself; `merge-base`: its newest common ancestor with the head. */
      readonly relation: 'exact' | 'merge-base';
      /**
       * Set on pull requests whose checkout may be GitHub's test merge: when the head is this commit and has two parents,
       * the first one is the base; the payload's `base.sha` can be older than it.
       */
      readonly testMerge?: string;
    }
  | { readonly reason: string };

/**
 * Chooses the base of a run: the input, else what the event says (merge queue `base_sha`, pull request; on the default branch
 * the push's `before`), else the default branch. The commit in front of a push to another branch was not proved: its run may be
 * red or cancelled, and would hide its change for ever. Tags have no base, nor has the first push of the default branch.
 */
export function planBase(job: JobContext, base?: string): BasePlan {
  if (base) {
    // `git fetch` and `git rev-parse` must not read it as an option or a refspec.
    if (/^-|[\s:\0]/.test(base)) return { reason: `${JSON.stringify(base)} is not the name of a commit` };
    return { source: 'input', revision: base, branch: base, relation: 'merge-base' };
  }
  const mergeGroup = read(job.event, 'merge_group', 'base_sha');
  if (isCommit(mergeGroup)) return { source: 'merge-group', revision: mergeGroup, relation: 'exact' };

  const pullRequest = read(job.event, 'pull_request', 'base', 'sha');
  if (isCommit(pullRequest)) {
    return {
      source: 'pull-request',
      revision: pullRequest,
      relation: 'merge-base',
      ...(job.baseRef && { branch: `refs/heads/${job.baseRef}` }),
      ...(job.eventName === 'pull_request' && { testMerge: job.sha }),
    };
  }

  if (job.refType === 'tag') return { reason: `a tag (${job.refName}) has no base to compare with` };
  const before = read(job.event, 'before');
  const unproved = job.defaultBranch && job.refName !== job.defaultBranch;
  if (job.eventName === 'push' && isCommit(before) && !unproved)
    return { source: 'push', revision: before, relation: 'merge-base' };

  if (!job.defaultBranch)
    return { reason: `the ${job.eventName || 'local'} event names no base and no default branch` };
  if (job.refName === job.defaultBranch) {
    const why = job.eventName === 'push' ? 'this is its first push' : 'the event names no earlier commit';
    return { reason: `the run is on the default branch ${job.defaultBranch} and ${why}` };
  }
  return {
    source: 'default-branch',
    revision: `refs/remotes/origin/${job.defaultBranch}`,
    branch: `refs/heads/${job.defaultBranch}`,
    relation: 'merge-base',
  };
}

/**
 * The commits that a checkout of this event can have: GITHUB_SHA, and the head that the payload names, which callers check out
 * on purpose. Empty where the runner names none.
 */
export function headsOfEvent({ sha, event, eventName }: JobContext): string[] {
  if (!isCommit(sha)) return [];
  const proposed = read(event, 'pull_request', 'head', 'sha');
  // GITHUB_SHA is a commit of the base branch then: a checkout of it has nothing of the pull request.
  if (eventName === 'pull_request_target' && isCommit(proposed)) return [proposed];
  const named = [
    proposed,
    read(event, 'merge_group', 'head_sha'),
    read(event, 'workflow_run', 'head_sha'),
    read(event, 'after'),
  ];
  return [sha, ...named.filter(isCommit)];
}

/** A full commit id that is not all zeros (git's "there was nothing before"). */
export function isCommit(value: unknown): value is string {
  return typeof value === 'string' && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(value) && !/^0+$/.test(value);
}

function read(event: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<string, unknown> | undefined | null)?.[key],
    event,
  );
}
