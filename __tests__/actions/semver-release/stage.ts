import {
  createProject,
  type Files,
  type GitHubApi,
  type GitHubApiOptions,
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

export type Stage = AsyncDisposable & {
  readonly project: Project;
  readonly api: GitHubApi;
  /** Tags HEAD, pushes everything, and runs the action as the push of the tag would. */
  release(tag: string, inputs?: Record<string, string>): ReturnType<typeof runAction>;
  run(tag: string, inputs?: Record<string, string>): ReturnType<typeof runAction>;
};

/** A project with a bare origin, and GitHub's API over that origin. */
export async function setStage(files: Files, options: GitHubApiOptions = {}): Promise<Stage> {
  const project = await createProject(files, { git: true });
  const origin = `${project.dir}.git`;
  await project.git('init', '--quiet', '--bare', origin);
  await project.git('remote', 'add', 'origin', origin);
  const api = await startGitHubApi({ gitDir: origin, token: 'secret-token', ...options });
  const run: Stage['run'] = async (tag, inputs = {}) =>
    runAction('semver-release', {
      workspace: project.dir,
      inputs: { targets: 'linux/amd64', token: 'secret-token', ...inputs },
      env: {
        GITHUB_API_URL: api.url,
        GITHUB_REF: `refs/tags/${tag}`,
        GITHUB_REF_NAME: tag,
        GITHUB_REF_TYPE: 'tag',
        GITHUB_SHA: await project.git('rev-parse', 'HEAD'),
      },
    });
  return {
    project,
    api,
    run,
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
