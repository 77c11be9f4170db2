import { createHash } from 'node:crypto';
import { lstat, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError, describeExit, group, type Job, printForeign, run } from '@go-actions/action-kit';
import { readGit } from '@go-actions/git-history';
import type { SourceTree } from '../../source/io/source.ts';
import type { GoEnvironment } from '../closed-go.ts';

/** What the command left in the tree: files that are part of the build and not of the commit. */
export type Generated = { readonly files: number; readonly sha256: string };

/**
 * Runs the user's command in the tree, by an argument vector and never by a shell. It may add files, not change committed
 * ones: a binary that claims its commit would not be made of it.
 */
export async function runBeforeBuild(
  command: readonly string[],
  { root, repository }: SourceTree,
  env: GoEnvironment,
  job: Job,
): Promise<Generated | undefined> {
  const [program, ...args] = command;
  if (program === undefined) return undefined;
  const result = await group(`before-build: ${command.join(' ').slice(0, 200)}`, async () => {
    const ended = await run(program, args, { cwd: root, env, signal: job.signal });
    printForeign(ended.stdout + ended.stderr);
    return ended;
  });
  if (result.code !== 0) {
    const said = (result.stderr || result.stdout).trim().split('\n').slice(-10).join('\n');
    throw new ActionError(`\`before-build\` ${describeExit(result)}.\n${said}`);
  }
  const status = await readGit(repository, [
    'status',
    '--porcelain',
    '-z',
    '--untracked-files=all',
    '--ignored=matching',
  ]);
  const entries = status.split('\0').filter(Boolean);
  const changed = entries.filter((entry) => !/^(\?\?|!!) /.test(entry)).map((entry) => entry.slice(3));
  if (changed.length > 0) {
    throw new ActionError(
      `\`before-build\` changed files of the commit: ${changed.slice(0, 10).join(', ')}.`,
      { remedy: 'Commit what it makes of them, so that the release is the commit.' },
    );
  }
  // Go marks a binary as modified when git sees files that are neither committed nor ignored.
  await writeFile(join(root, '.git/info/exclude'), '*\n');
  const files = await readGit(repository, ['ls-files', '-z', '--others']);
  return digestFiles(root, files.split('\0').filter(Boolean));
}

async function digestFiles(root: string, paths: readonly string[]): Promise<Generated> {
  const hash = createHash('sha256');
  const made = paths.filter((path) => !/(^|\/)node_modules\//.test(path)).toSorted();
  for (const path of made) {
    const file = join(root, path);
    const content = (await lstat(file)).isSymbolicLink() ? await readlink(file) : await readFile(file);
    hash.update(`${path}\0${createHash('sha256').update(content).digest('hex')}\n`);
  }
  return { files: made.length, sha256: hash.digest('hex') };
}
