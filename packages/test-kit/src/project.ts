import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type RunOptions, runChecked } from '@go-actions/action-kit';

/** A temporary folder that disposes of itself: `await using project = await createProject({ 'go.mod': … })`. */
export type Project = AsyncDisposable & {
  readonly dir: string;
  path(...parts: string[]): string;
  /** Writes files given as path -> text; `null` deletes one. */
  write(files: Files): Promise<void>;
  read(path: string): Promise<string>;
  git(...args: string[]): Promise<string>;
  /** Writes the files, commits everything and returns the commit's id. */
  commit(message: string, files?: Files): Promise<string>;
  exec(command: string, args: readonly string[], options?: RunOptions): Promise<string>;
};

export type Files = Readonly<Record<string, string | Uint8Array | null>>;

/** Commits get a fixed author and a clock that moves on by one minute each, so that ids are the same in every run. */
const FIRST_COMMIT = Date.UTC(2026, 0, 1, 12);

/** A test repository needs no housekeeping (a program after every commit) and need not survive a power cut. */
const CARELESS = {
  GIT_CONFIG_COUNT: '2',
  GIT_CONFIG_KEY_0: 'maintenance.auto',
  GIT_CONFIG_VALUE_0: 'false',
  GIT_CONFIG_KEY_1: 'core.fsync',
  GIT_CONFIG_VALUE_1: 'none',
};

/** Makes a project from an object literal; with `git: true` it is a repository on `main` with one commit. */
export async function createProject(files: Files, options: { git?: boolean } = {}): Promise<Project> {
  const dir = await realpath(await mkdtemp(join(tmpdir(), 'go-actions-test-')));
  let commits = 0;
  const gitEnv = () => {
    const date = new Date(FIRST_COMMIT + commits * 60_000).toISOString();
    return {
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_SYSTEM: '/dev/null',
      ...CARELESS,
      GIT_AUTHOR_NAME: 'Gopher',
      GIT_AUTHOR_EMAIL: 'gopher@example.com',
      GIT_COMMITTER_NAME: 'Gopher',
      GIT_COMMITTER_EMAIL: 'gopher@example.com',
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
    };
  };
  const project: Project = {
    dir,
    path: (...parts) => join(dir, ...parts),
    read: (path) => readFile(join(dir, path), 'utf8'),
    exec: async (command, args, execOptions) =>
      (await runChecked(command, args, { cwd: dir, ...execOptions })).stdout,
    git: async (...args) => (await project.exec('git', args, { env: gitEnv() })).trim(),
    // Thousands of small files: one at a time is several times cheaper than through the thread pool.
    write: async (changes) => {
      for (const [path, content] of Object.entries(changes)) {
        if (content === null) {
          rmSync(join(dir, path), { recursive: true });
        } else {
          mkdirSync(dirname(join(dir, path)), { recursive: true });
          writeFileSync(join(dir, path), content);
        }
      }
    },
    commit: async (message, changes = {}) => {
      await project.write(changes);
      await project.git('add', '--all');
      commits += 1;
      await project.git('commit', '--quiet', '--allow-empty', '--message', message);
      return project.git('rev-parse', 'HEAD');
    },
    [Symbol.asyncDispose]: async () => {
      try {
        rmSync(dir, { recursive: true, force: true });
      } catch {
        // Module caches hold read-only folders: make them writable before removing them.
        await project.exec('chmod', ['-R', 'u+w', dir]);
        rmSync(dir, { recursive: true, force: true });
      }
    },
  };
  await project.write(files);
  if (options.git) {
    await project.git('init', '--quiet', '--template=', '--initial-branch=main');
    await project.commit('chore: first commit');
  }
  return project;
}
