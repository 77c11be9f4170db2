import type { Job } from '@go-actions/action-kit';
import { readApi } from '@go-actions/github';
import { newestCommit, workflowName } from '../base.ts';

/**
 * The commit of the newest green run of this workflow for a push to this branch; `undefined` when there was none. A refusal
 * is a GitHubError (https://docs.github.com/en/rest/actions/workflow-runs#list-workflow-runs-for-a-workflow).
 */
export async function fetchLastSuccess(
  token: string | undefined,
  workflowRef: string | undefined,
  { context, signal }: Job,
): Promise<string | undefined> {
  const workflow = workflowName(workflowRef);
  const branch = context.headRef ?? context.refName;
  if (!token || !workflow || !branch) return undefined;
  const options = {
    apiUrl: context.apiUrl,
    repository: context.repository,
    token,
    permission: 'actions: read',
    signal,
  };
  const query = new URLSearchParams({ branch, event: 'push', status: 'success', per_page: '1' });
  return newestCommit(
    await readApi(options, `/actions/workflows/${encodeURIComponent(workflow)}/runs?${query}`),
  );
}
