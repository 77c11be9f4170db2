import type { JobContext } from '@go-actions/action-kit';

/** Whether the job runs for a commit of the default branch: the runs whose numbers later ones are compared with. */
export function isDefaultBranchRun({ defaultBranch, refName, refType, eventName }: JobContext): boolean {
  return refType === 'branch' && refName === defaultBranch && !eventName.startsWith('pull_request');
}
