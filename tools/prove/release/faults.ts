import { formatDuration } from '@go-actions/action-kit';
import {
  type ApiFault,
  createProject,
  type GitHubApi,
  type GitHubApiOptions,
  type Project,
  runAction,
  startGitHubApi,
} from '@go-actions/test-kit';

const TAG = 'v1.0.0';

const WORLDS: readonly { readonly name: string; readonly options: (commit: string) => GitHubApiOptions }[] = [
  { name: 'pushed tag', options: (commit) => ({ tags: { [TAG]: commit } }) },
  { name: 'no tag yet', options: () => ({}) },
  { name: 'immutable', options: (commit) => ({ tags: { [TAG]: commit }, immutable: true }) },
  { name: 'lagging lists', options: () => ({ listLag: 3 }) },
];

const LIMIT = {
  status: 403,
  body: { message: 'You have exceeded a secondary rate limit' },
  headers: { 'retry-after': '0' },
};
/** `after`: what every later call of the run meets; a runner that died makes none, which a revoked token comes closest to. */
const ACCIDENTS: readonly { readonly name: string; readonly fault: ApiFault; readonly later?: ApiFault }[] = [
  {
    name: 'runner dies',
    fault: { when: 'after', answer: { status: 401 } },
    later: { when: 'before', answer: { status: 401 } },
  },
  { name: 'connection breaks', fault: { when: 'before', answer: 'reset' } },
  { name: 'answer lost', fault: { when: 'after', answer: 'reset' } },
  { name: '502 after', fault: { when: 'after', answer: { status: 502 } } },
  { name: '502, starter left', fault: { when: 'starter', answer: { status: 502 } } },
  { name: 'secondary limit', fault: { when: 'before', answer: LIMIT } },
];

/**
 * For every world and accident, a fault at each single call of the publishing phase of the bundled action; then a run without
 * faults, and one more. Wanted: one published release whose assets are the plan's, and no write in the last run.
 */
export async function proveFaults({ every }: { every: number }): Promise<number> {
  await using project = await createProject(
    { 'go.mod': 'module m.test/app\n\ngo 1.24\n', 'main.go': 'package main\n\nfunc main() {}\n' },
    { git: true },
  );
  const commit = await project.git('rev-parse', 'HEAD');
  await project.git('tag', TAG);
  const built = await runPhase(project, commit, undefined, {
    phase: 'build',
    targets: 'linux/amd64 windows/amd64',
  });
  if (built.code !== 0) throw new Error(built.stdout);
  const planned = (JSON.parse(built.outputs.assets ?? '[]') as { name: string; sha256: string }[])
    .map(({ name, sha256 }) => `${name} sha256:${sha256}`)
    .sort();

  let failures = 0;
  for (const world of WORLDS) {
    for (const accident of ACCIDENTS) {
      const started = Date.now();
      const calls = await countCalls(project, commit, world.options(commit));
      const broken: string[] = [];
      let cases = 0;
      for (let at = 0; at < calls; at += every) {
        await using api = await startGitHubApi(world.options(commit));
        api.setFault(({ index }) =>
          index === at ? accident.fault : index > at ? accident.later : undefined,
        );
        await runPhase(project, commit, api, { phase: 'publish' });
        api.setFault(undefined);
        const problem = await judgeRecovery(project, commit, api, planned);
        if (problem) broken.push(`call ${at}: ${problem}`);
        cases += 1;
      }
      failures += broken.length;
      console.log(
        `${world.name.padEnd(14)} ${accident.name.padEnd(18)} ${cases} of ${calls} calls  ${broken.length === 0 ? 'ok' : broken.join('; ')}  ${formatDuration(Date.now() - started)}`,
      );
    }
  }
  return failures;
}

async function judgeRecovery(
  project: Project,
  commit: string,
  api: GitHubApi,
  planned: readonly string[],
): Promise<string | undefined> {
  const second = await runPhase(project, commit, api, { phase: 'publish' });
  if (second.code !== 0) return `the second run failed: ${second.annotations[0]?.message}`;
  const own = api.releases().filter((release) => release.tag === TAG);
  if (own.length !== 1 || own[0]?.draft !== false) return `${own.length} releases`;
  const assets = own[0].assets.map(({ name, digest }) => `${name} ${digest}`).sort();
  if (assets.join() !== planned.join()) return `published ${assets.join(', ')}`;
  const writes = api.writes().length;
  const third = await runPhase(project, commit, api, { phase: 'publish' });
  return third.code === 0 && api.writes().length === writes
    ? undefined
    : `${api.writes().length - writes} writes to a finished release`;
}

async function countCalls(project: Project, commit: string, options: GitHubApiOptions): Promise<number> {
  await using api = await startGitHubApi(options);
  await runPhase(project, commit, api, { phase: 'publish' });
  return api.requests.length;
}

function runPhase(
  project: Project,
  commit: string,
  api: GitHubApi | undefined,
  inputs: Record<string, string>,
) {
  return runAction('semver-release', {
    workspace: project.dir,
    inputs: { 'assets-dir': '.git/assets', token: 'a-long-token', ...inputs },
    env: {
      GITHUB_REF: `refs/tags/${TAG}`,
      GITHUB_REF_NAME: TAG,
      GITHUB_REF_TYPE: 'tag',
      GITHUB_SHA: commit,
      ...(api && { GITHUB_API_URL: api.url }),
    },
  });
}
