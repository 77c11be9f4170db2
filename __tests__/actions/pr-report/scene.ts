import {
  type GitHubApi,
  type GitHubApiOptions,
  makeZip,
  type PeerArtifact,
  type PeerPullRequest,
  runAction,
  startGitHubApi,
} from '@go-actions/test-kit';

export const HEAD = 'c'.repeat(40);
const RUN = 42;

/** A Go file of six lines, of which the pull request added the last four. */
export const PATCH = [
  '@@ -1,2 +1,6 @@',
  ' package app',
  ' ',
  '+func A() int {',
  '+  return 1',
  '+}',
  '+var x = 1',
].join('\n');

export const PULL_REQUEST: PeerPullRequest = {
  number: 7,
  base: 'main',
  head: { sha: HEAD, ref: 'feature', repository: 'octo/app', repositoryId: 1 },
  files: [{ filename: 'app.go', patch: PATCH }],
};

export const FORK: PeerPullRequest = {
  ...PULL_REQUEST,
  head: { sha: HEAD, ref: 'main', repository: 'stranger/app', repositoryId: 2 },
};

/** The event of the finished run of a pull request. */
export function finished(pullRequest: PeerPullRequest, more: Record<string, unknown> = {}) {
  const { sha, ref, repository, repositoryId } = pullRequest.head;
  return {
    action: 'completed',
    workflow_run: {
      id: RUN,
      name: 'Go',
      event: 'pull_request',
      status: 'completed',
      conclusion: 'failure',
      head_sha: sha,
      head_branch: ref,
      head_repository: {
        id: repositoryId,
        full_name: repository,
        owner: { login: repository.split('/')[0] },
      },
      pull_requests: repository === 'octo/app' ? [{ number: pullRequest.number }] : [],
      ...more,
    },
  };
}

export const GOFMT = {
  standing: 'new',
  check: 'fmt',
  module: '.',
  severity: 'error',
  file: 'app.go',
  line: 4,
  rule: 'gofmt',
  message: 'Not formatted as gofmt does it.',
  fix: { start: 4, end: 4, text: '\treturn 1\n' },
};

export function lintReport(
  findings: readonly unknown[] = [GOFMT],
  more: Record<string, unknown> = {},
): string {
  return JSON.stringify({
    format: 1,
    verdict: findings.length > 0 ? 'fail' : 'pass',
    checks: [{ check: 'fmt', module: '.', ms: 1, findings: findings.length }],
    findings,
    ...more,
  });
}

export function coverageReport(more: Record<string, unknown> = {}): string {
  return JSON.stringify({
    schema: 1,
    verdict: 'fail',
    total: { covered: 9_999, statements: 10_000, percent: '99.99' },
    patch: {
      covered: 1,
      statements: 3,
      percent: '33.33',
      files: [{ path: 'app.go', count: { covered: 1, statements: 3 }, uncovered: [{ start: 3, end: 4 }] }],
    },
    checks: [
      { kind: 'total', subject: '', count: {}, minimum: '80', met: true },
      { kind: 'patch', subject: '', count: {}, minimum: '90', met: false },
    ],
    tests: { tests: 12, passed: 11, failed: 1, skipped: 0, flaky: 0, cached: 0 },
    failures: [{ kind: 'test', package: 'example.com/app', test: 'TestA', message: 'A() = 1, want 2' }],
    incomplete: [],
    packages: [],
    ...more,
  });
}

export function handedOver(files: Readonly<Record<string, string | Buffer>>, firstId = 1): PeerArtifact[] {
  return Object.entries(files).map(([name, content], i) => ({
    id: firstId + i,
    run: RUN,
    name: `report-${name}`,
    zip: Buffer.isBuffer(content) ? content : makeZip([{ path: `${name}.json`, content }]),
  }));
}

export const startScene = (options: GitHubApiOptions) =>
  startGitHubApi({ token: 'ghs_writer', grants: { 'pull-requests': 'write', actions: 'read' }, ...options });

/** Runs the action on a finished run. */
export const report = (
  api: GitHubApi,
  event: unknown,
  inputs: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
) =>
  runAction('pr-report', {
    workspace: process.cwd(),
    inputs: { token: 'ghs_writer', ...inputs },
    event,
    env: { GITHUB_API_URL: api.url, GITHUB_EVENT_NAME: 'workflow_run', ...env },
  });
