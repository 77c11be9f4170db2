import { ActionError, describeExit, type RunOptions, type RunResult, run } from '@go-actions/action-kit';

/** A git work tree, asked through a git that runs nothing else: no hooks, monitors, pagers, prompts or foreign diff programs. */
export type Repository = {
  /** Absolute path of the work tree's top folder. */
  readonly root: string;
  /** Runs git in `root`; resolves for every exit code. */
  git(args: readonly string[], options?: RunOptions): Promise<RunResult>;
};

/**
 * The system and user configuration stays: it is the machine owner's, and on Windows it decides line ends (`core.autocrlf`).
 * `safe.directory=*`: in job containers the checkout belongs to another user, and nothing below runs what it configures.
 */
const CONFIG = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.quotePath=false',
  'core.pager=cat',
  'color.ui=false',
  'safe.directory=*',
  'protocol.ext.allow=never',
  'submodule.recurse=false',
  'fetch.recurseSubmodules=false',
  'gc.auto=0',
  'maintenance.auto=false',
].flatMap((setting) => ['-c', setting]);

const ENVIRONMENT = {
  GIT_TERMINAL_PROMPT: '0',
  GCM_INTERACTIVE: 'never',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_LFS_SKIP_SMUDGE: '1',
  LC_ALL: 'C',
  // Set when a hook or an alias started us; they would point git at another repository or program.
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_INDEX_FILE: undefined,
  GIT_EXTERNAL_DIFF: undefined,
  GIT_DIFF_OPTS: undefined,
} as const;

/** Opens the repository whose work tree holds `dir`; `undefined` when there is none, or no git program. */
export async function openRepository(dir: string): Promise<Repository | undefined> {
  try {
    const result = await runGit(dir, ['rev-parse', '--show-toplevel']);
    const root = result.stdout.replace(/\r?\n$/, '');
    if (result.code !== 0 || root === '') return undefined;
    return { root, git: (args, options) => runGit(root, args, options) };
  } catch (error) {
    if (error instanceof ActionError && (error.cause as NodeJS.ErrnoException)?.code === 'ENOENT')
      return undefined; // no git
    throw error;
  }
}

/** Standard output of a git command that must succeed; anything else is an ActionError with git's own words. */
export async function readGit(
  repo: Repository,
  args: readonly string[],
  options?: RunOptions,
): Promise<string> {
  const result = await repo.git(args, options);
  if (result.code !== 0) throw gitFailure(args, result);
  return result.stdout;
}

const OUTPUT_LIMIT = 512 * 1024 * 1024;

/** Like `readGit`, as bytes: file names and contents need not be UTF-8. At most 512 MiB. */
export async function readGitBytes(repo: Repository, args: readonly string[]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const result = await repo.git(args, {
    onStdout: (chunk) => {
      size += chunk.length;
      if (size <= OUTPUT_LIMIT) chunks.push(chunk);
    },
  });
  if (result.code !== 0) throw gitFailure(args, result);
  if (size > OUTPUT_LIMIT) throw new ActionError(`\`git ${args[0]}\` printed more than 512 MiB.`);
  return Buffer.concat(chunks);
}

function runGit(dir: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return run('git', ['--no-pager', ...CONFIG, ...args], {
    cwd: dir,
    ...options,
    env: { ...ENVIRONMENT, ...options.env },
  });
}

function gitFailure(args: readonly string[], result: RunResult): ActionError {
  const said = result.stderr.trim().split('\n').slice(-5).join('\n');
  return new ActionError(
    `\`git ${args.join(' ').slice(0, 200)}\` ${describeExit(result)}.${said && `\n${said}`}`,
  );
}
