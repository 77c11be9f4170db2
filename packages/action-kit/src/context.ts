/** The facts about the running job that the runner hands over; plain data, so that pure modules can take it. */
export type JobContext = {
  readonly workspace: string;
  readonly temp: string;
  readonly toolCache: string | undefined;
  readonly repository: string;
  readonly defaultBranch: string | undefined;
  readonly eventName: string;
  readonly event: Readonly<Record<string, unknown>>;
  readonly ref: string;
  readonly refName: string;
  readonly refType: 'branch' | 'tag' | '';
  readonly sha: string;
  readonly baseRef: string | undefined;
  readonly headRef: string | undefined;
  readonly workflow: string;
  readonly job: string;
  readonly runId: string;
  readonly runAttempt: number;
  readonly actor: string;
  readonly serverUrl: string;
  readonly apiUrl: string;
  readonly runnerOs: string;
  readonly runnerArch: string;
  readonly debug: boolean;
};

/** Builds the context from the runner's environment and the parsed event payload. */
export function describeJob(
  env: Readonly<Record<string, string | undefined>>,
  event: Readonly<Record<string, unknown>>,
  cwd: string,
): JobContext {
  const refType = env.GITHUB_REF_TYPE;
  const repository = event.repository as { default_branch?: unknown } | undefined;
  return {
    workspace: env.GITHUB_WORKSPACE || cwd,
    temp: env.RUNNER_TEMP || env.TMPDIR || '/tmp',
    toolCache: env.RUNNER_TOOL_CACHE || undefined,
    repository: env.GITHUB_REPOSITORY ?? '',
    defaultBranch: typeof repository?.default_branch === 'string' ? repository.default_branch : undefined,
    eventName: env.GITHUB_EVENT_NAME ?? '',
    event,
    ref: env.GITHUB_REF ?? '',
    refName: env.GITHUB_REF_NAME ?? '',
    refType: refType === 'branch' || refType === 'tag' ? refType : '',
    sha: env.GITHUB_SHA ?? '',
    baseRef: env.GITHUB_BASE_REF || undefined,
    headRef: env.GITHUB_HEAD_REF || undefined,
    workflow: env.GITHUB_WORKFLOW ?? '',
    job: env.GITHUB_JOB ?? '',
    runId: env.GITHUB_RUN_ID ?? '',
    runAttempt: Number(env.GITHUB_RUN_ATTEMPT ?? '1') || 1,
    actor: env.GITHUB_ACTOR ?? '',
    serverUrl: env.GITHUB_SERVER_URL || 'https://github.com',
    apiUrl: env.GITHUB_API_URL || 'https://api.github.com',
    runnerOs: env.RUNNER_OS ?? '',
    runnerArch: env.RUNNER_ARCH ?? '',
    debug: env.RUNNER_DEBUG === '1',
  };
}

/**
 * Whether the job runs for a commit of the default branch: the runs that later ones start from and are compared with. `unknown`
 * is the answer for a pushed branch when the event does not name the default one (local engines).
 */
export function isDefaultBranchRun(
  {
    refType,
    refName,
    eventName,
    defaultBranch,
  }: Pick<JobContext, 'refType' | 'refName' | 'eventName' | 'defaultBranch'>,
  unknown = false,
): boolean {
  if (refType !== 'branch' || /^(pull_request|merge_group|release)/.test(eventName)) return false;
  return defaultBranch === undefined ? unknown : refName === defaultBranch;
}

/** A link to lines of a file at the running commit, fit for Markdown; `path` is relative to the repository's root. */
export function permalink(job: JobContext, path: string, lines?: { start: number; end?: number }): string {
  const anchor = lines
    ? `#L${lines.start}${lines.end && lines.end !== lines.start ? `-L${lines.end}` : ''}`
    : '';
  const file = path.split('/').map(encodePart).join('/');
  return `${job.serverUrl}/${job.repository}/blob/${job.sha}/${file}${anchor}`;
}

/** Parentheses would end a link of Markdown. */
function encodePart(part: string): string {
  return encodeURIComponent(part).replaceAll('(', '%28').replaceAll(')', '%29');
}

/** The page of a run, for people. */
export const pageOfRun = (
  { serverUrl, repository }: Pick<JobContext, 'serverUrl' | 'repository'>,
  runId: string | number,
): string => `${serverUrl}/${repository}/actions/runs/${runId}`;
