import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ActionError, describeExit, type RunOptions, type RunResult, run } from '@go-actions/action-kit';
import { GitError } from '../problem.ts';

export type GitOptions = Omit<RunOptions, 'keepEnv'> & {
  /** The command may speak with a server: it gets the user's configuration, proxies and agents, which others do not. */
  readonly network?: boolean;
};

/**
 * git that runs nothing else and prints the same for everybody. `safe.bareRepository` and `safe.directory` are for the
 * programs that git starts itself (upload-pack): our own commands name their repository, and git looks for none.
 */
const SETTINGS = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.attributesFile=/dev/null',
  'core.quotePath=false',
  'core.pager=cat',
  'color.ui=false',
  'color.diff=false',
  'color.grep=false',
  'column.ui=never',
  'diff.noprefix=false',
  'diff.mnemonicPrefix=false',
  'diff.relative=false',
  'diff.orderFile=/dev/null',
  'diff.suppressBlankEmpty=false',
  'grep.lineNumber=false',
  'grep.column=false',
  'grep.fullName=false',
  'grep.patternType=default',
  'log.showSignature=false',
  'log.mailmap=false',
  'log.follow=false',
  'i18n.logOutputEncoding=UTF-8',
  'clone.defaultRemoteName=origin',
  'safe.directory=*',
  'safe.bareRepository=explicit',
  'protocol.ext.allow=never',
  'submodule.recurse=false',
  'fetch.recurseSubmodules=false',
  'fetch.prune=false',
  'gc.auto=0',
  'maintenance.auto=false',
].flatMap((setting) => ['-c', setting]);

const ENVIRONMENT = {
  GIT_TERMINAL_PROMPT: '0',
  GCM_INTERACTIVE: 'never',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_LFS_SKIP_SMUDGE: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  LC_ALL: 'C',
} as const;

/** What a program needs to start. No GIT_*, and none of the job's tokens. */
const BARE =
  /^(PATH|PATHEXT|SYSTEMROOT|WINDIR|COMSPEC|TEMP|TMP|TMPDIR|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH|DYLD_FALLBACK_LIBRARY_PATH)$/i;
const NETWORK = new RegExp(
  `${BARE.source}|^(HOME|USERPROFILE|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|PROGRAMDATA|XDG_CONFIG_HOME|USER|LOGNAME|SSH_AUTH_SOCK|SSL_CERT_FILE|SSL_CERT_DIR|CURL_CA_BUNDLE|(HTTPS?|ALL|NO)_PROXY)$`,
  'i',
);

/** Runs git in `dir` with our settings and environment; resolves for every exit code. Throws a GitError when it cannot start. */
export async function runGit(
  dir: string,
  args: readonly string[],
  { network = false, env, ...options }: GitOptions = {},
): Promise<RunResult> {
  try {
    return await run('git', ['--no-pager', ...SETTINGS, ...args], {
      cwd: dir,
      ...options,
      keepEnv: network ? NETWORK : BARE,
      env: { ...ENVIRONMENT, ...(network ? {} : ownConfiguration()), ...env },
    });
  } catch (error) {
    if (error instanceof ActionError && (error.cause as NodeJS.ErrnoException)?.code === 'ENOENT') {
      throw new GitError('no-program', '`git` was not found.', {
        remedy: 'Install git in the container or on the runner, before actions/checkout.',
        cause: error,
      });
    }
    throw error;
  }
}

let home: string | undefined;

/**
 * A configuration of our own in place of the user's and the system's. It is a file because git before 2.38 takes
 * `safe.directory` from files only, and is a home because git before 2.32 does not know GIT_CONFIG_GLOBAL.
 */
function ownConfiguration(): Record<string, string> {
  if (home === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'go-actions-git-'));
    writeFileSync(join(made, '.gitconfig'), '[safe]\n\tdirectory = *\n');
    process.on('exit', () => rmSync(made, { recursive: true, force: true }));
    home = made;
  }
  return { HOME: home, GIT_CONFIG_GLOBAL: join(home, '.gitconfig'), GIT_CONFIG_NOSYSTEM: '1' };
}

/** The error for a command that had to succeed. */
export function gitFailure(
  args: readonly string[],
  result: Pick<RunResult, 'code' | 'signal' | 'timedOut' | 'ms' | 'stderr'>,
): GitError {
  const said = result.stderr.trim().split('\n').slice(-5).join('\n');
  const command = `\`git ${args.join(' ').slice(0, 200)}\``;
  if (/dubious ownership|unsafe repository|Permission denied/.test(said)) {
    return new GitError('not-yours', `git may not read the checkout: ${command} was refused.\n${said}`, {
      remedy:
        'Check out and run this step as the same user, for example with `options: --user` of the container.',
    });
  }
  return new GitError('failed', `${command} ${describeExit(result)}.${said && `\n${said}`}`);
}
