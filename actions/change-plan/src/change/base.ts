/** The file name of the workflow that runs this, as the API takes it; GITHUB_WORKFLOW_REF is `owner/repo/PATH@ref`. */
export function workflowName(workflowRef: string | undefined): string | undefined {
  return workflowRef?.split('@', 1)[0]?.split('/').at(-1) || undefined;
}

/** The commit of the newest run in an answer of "list workflow runs"; `undefined` when no run was green. */
export function newestCommit(answer: unknown): string | undefined {
  const runs = (answer as { workflow_runs?: unknown } | undefined)?.workflow_runs;
  const [newest] = Array.isArray(runs) ? runs : [];
  const sha = (newest as { head_sha?: unknown } | undefined)?.head_sha;
  return typeof sha === 'string' && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(sha) ? sha : undefined;
}
