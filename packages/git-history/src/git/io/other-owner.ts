import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run } from '@go-actions/action-kit';
import type { Repository } from './repository.ts';

/** Where the job's own settings of git and go are. */
export type UserSettings = Partial<
  Record<'HOME' | 'XDG_CONFIG_HOME' | 'GIT_CONFIG_GLOBAL' | 'GOENV', string | undefined>
>;

/**
 * The variables with which the git that `go` starts reads a checkout of another user, as the runner's is in a job's container:
 * `go build` stamps the commit, and ends with "error obtaining VCS status" where git refuses. Empty where git reads it anyway.
 * `safe.directory` stands in a file, since git before 2.38 takes it from nowhere else, and in one that git reads beside
 * the user's own, since git before 2.32 knows no GIT_CONFIG_GLOBAL. The folder `temp` outlives the job's `go` commands.
 */
export async function admitGoToCheckout(
  { root }: Pick<Repository, 'root'>,
  temp: string,
  user: UserSettings,
): Promise<Record<string, string>> {
  const { code, stderr } = await run('git', ['rev-parse', '--git-dir'], { cwd: root, env: { LC_ALL: 'C' } });
  if (code === 0 || !/dubious ownership|unsafe repository/.test(stderr)) return {};
  const config = await mkdtemp(join(temp, 'git-config-'));
  await mkdir(join(config, 'git'));
  const file = join(config, 'git', 'config');
  const usual = user.XDG_CONFIG_HOME || join(user.HOME || homedir(), '.config');
  const included = user.GIT_CONFIG_GLOBAL || join(usual, 'git', 'config');
  await writeFile(file, `[include]\n\tpath = ${quote(included)}\n[safe]\n\tdirectory = ${quote(root)}\n`);
  if (user.GIT_CONFIG_GLOBAL) return { GIT_CONFIG_GLOBAL: file };
  // Go looks for its own settings there as well.
  return { XDG_CONFIG_HOME: config, GOENV: user.GOENV || join(usual, 'go', 'env') };
}

/** A value of git's configuration (git-config, "Values"). */
const quote = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;
