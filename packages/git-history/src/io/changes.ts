import { type ChangedFile, type LineRange, parseNameStatus, parseUnifiedZero } from '../diff.ts';
import { type Repository, readGitBytes } from './repository.ts';

/**
 * Flags that make a diff the same whatever the configuration or .gitattributes say. Submodules count by their recorded
 * commit only: looking inside would run git with their configuration.
 */
const PLAIN = [
  '-M',
  '-l10000',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--no-relative',
  '--ignore-submodules=dirty',
  '--submodule=short',
  '--src-prefix=a/',
  '--dst-prefix=b/',
];

/** The files that differ between `base` and `head` (default: the work tree's tracked files), renames detected. */
export async function readChangedFiles(
  repo: Repository,
  base: string,
  head?: string,
): Promise<ChangedFile[]> {
  return parseNameStatus(
    await readGitBytes(repo, ['diff', '--name-status', '-z', ...PLAIN, ...commits(base, head)]),
  );
}

/** The `+` lines between `base` and `head` (default: the work tree's tracked files), by path relative to the root. */
export async function readChangedLines(
  repo: Repository,
  base: string,
  head?: string,
): Promise<Map<string, LineRange[]>> {
  // Not -z: patch headers hold one name a line, and git's quoting of odd names is what keeps them apart.
  return parseUnifiedZero(
    await readGitBytes(repo, ['diff', '-U0', '--inter-hunk-context=0', ...PLAIN, ...commits(base, head)]),
  );
}

/** A file's content in a commit; `undefined` when the commit has no such file. Names must be UTF-8. */
export async function readFileAt(repo: Repository, sha: string, path: string): Promise<Buffer | undefined> {
  const object = `${sha}:${path}`;
  const type = await repo.git(['cat-file', '-t', object]);
  return type.stdout.trim() === 'blob' ? readGitBytes(repo, ['cat-file', 'blob', object]) : undefined;
}

function commits(base: string, head: string | undefined): string[] {
  return [base, ...(head ? [head] : []), '--'];
}
