import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createProject,
  type Files,
  type GitHubApi,
  type GitHubApiOptions,
  lendBuildCache,
  type Project,
  runAction,
  startGitHubApi,
} from '@go-actions/test-kit';

export const MAIN = 'package main\n\nfunc main() { println("hello") }\n';

/** A Go program of no dependencies, in two commits: the first one is `v1.0.0`. */
export const PROGRAM: Files = {
  'go.mod': 'module m.test/app\n\ngo 1.24\n',
  'main.go': MAIN,
  LICENSE: 'MIT\n',
  'README.md': '# app\n',
};

/** The runner's temp folder of all stages. */
const temp = realpathSync(mkdtempSync(join(tmpdir(), 'go-actions-release-')));
await lendBuildCache(join(temp, 'semver-release-go', 'build'));
process.on('exit', () => rmSync(temp, { recursive: true, force: true }));

export type Stage = AsyncDisposable & {
  readonly project: Project;
  readonly api: GitHubApi;
  /** Tags HEAD, pushes everything, and runs the action as the push of the tag would. */
  release(tag: string, inputs?: Record<string, string>): ReturnType<typeof runAction>;
  run(
    tag: string,
    inputs?: Record<string, string>,
    env?: Record<string, string | undefined>,
  ): ReturnType<typeof runAction>;
  /** Runs the action as a push to a branch would. */
  push(
    branch: string,
    inputs?: Record<string, string>,
    env?: Record<string, string | undefined>,
  ): ReturnType<typeof runAction>;
};

let stages = 0;

/** A project with a bare origin, and GitHub's API over that origin. */
export async function setStage(files: Files, options: GitHubApiOptions = {}): Promise<Stage> {
  // Commits of its own: Go keeps in the module cache, which the stages share, which version a commit has.
  const project = await createProject({ ...files, '.stage': `${++stages}\n` }, { git: true });
  const origin = `${project.dir}.git`;
  await project.git('init', '--quiet', '--bare', origin);
  await project.git('remote', 'add', 'origin', origin);
  const api = await startGitHubApi({ gitDir: origin, token: 'secret-token', ...options });
  const run: Stage['run'] = async (tag, inputs = {}, env = {}) =>
    runAction('semver-release', {
      workspace: project.dir,
      temp,
      inputs: { targets: 'linux/amd64', token: 'secret-token', reproducible: 'off', ...inputs },
      env: {
        GITHUB_API_URL: api.url,
        GITHUB_REF: `refs/tags/${tag}`,
        GITHUB_REF_NAME: tag,
        GITHUB_REF_TYPE: 'tag',
        GITHUB_SHA: env.GITHUB_SHA ?? (await project.git('rev-parse', 'HEAD')),
        GOPROXY: 'off',
        RUNNER_ENVIRONMENT: 'github-hosted',
        ...env,
      },
    });
  return {
    project,
    api,
    run,
    push: (branch, inputs, env) =>
      run('', inputs, {
        GITHUB_REF: `refs/heads/${branch}`,
        GITHUB_REF_NAME: branch,
        GITHUB_REF_TYPE: 'branch',
        ...env,
      }),
    release: async (tag, inputs) => {
      await project.git('tag', tag);
      await project.git('push', '--quiet', 'origin', 'HEAD', `refs/tags/${tag}`);
      return run(tag, inputs);
    },
    [Symbol.asyncDispose]: async () => {
      await api[Symbol.asyncDispose]();
      await project.exec('rm', ['-rf', origin]);
      await project[Symbol.asyncDispose]();
    },
  };
}
