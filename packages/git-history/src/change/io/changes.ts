import { join } from 'node:path';
import { openRepository, type Repository, readGitBytes } from '../../git/io/repository.ts';
import { GitError } from '../../git/problem.ts';
import { type ChangedFile, type LineRange, parseNameStatus, parseUnifiedZero } from '../diff.ts';
import { EVERY_LINE, leavingLinks, type Tree, withLinkedFiles, withLinkedLines } from '../links.ts';
import { readTree } from './tree.ts';
import { withWatchedIndex } from './watched-index.ts';

/** What differs from a base. `known: false` says that everything has to count as changed, and why, as a clause. */
export type Changes =
  | {
      readonly known: true;
      readonly files: readonly ChangedFile[];
      /** Lines of the new side by path. A file without any may have lost some; `end` can lie behind its last line. */
      readonly lines: ReadonlyMap<string, LineRange[]>;
      /** Symbolic links that lead out of the repository: they have all their lines in `lines`, and are not in `files`. */
      readonly leaving: readonly string[];
    }
  | { readonly known: false; readonly reason: string };

/**
 * The one answer to "what changed": between `base` and `head`, or the work tree's tracked files. It is what git stores that counts,
 * never how attributes or configuration want it shown, and links change with what they lead to. Does not reject where git fails.
 */
export async function readChanges(repo: Repository, base: string, head?: string): Promise<Changes> {
  try {
    if (head !== undefined) return await compare(repo, base, head);
    return await withWatchedIndex(repo, (watched) => compare(watched, base));
  } catch (error) {
    if (error instanceof GitError || error instanceof RangeError)
      return { known: false, reason: error.message.split('\n', 1)[0]?.replace(/\.$/, '') ?? '' };
    throw error;
  }
}

async function compare(repo: Repository, base: string, head?: string): Promise<Changes> {
  const [stored, lines, tree] = await Promise.all([
    readStoredFiles(repo, base, head),
    readStoredLines(repo, base, head),
    readTree(repo, head),
  ]);
  const moved = await readMovedFiles(repo, stored, tree);
  const files = [...stored, ...moved];
  for (const { path } of moved) lines.set(path, [...EVERY_LINE]);
  return {
    known: true,
    files: withLinkedFiles(files, tree),
    lines: withLinkedLines(lines, files, tree),
    leaving: leavingLinks(tree.links),
  };
}

/** The files of `readChanges` alone; a failure is a GitError. */
export async function readChangedFiles(
  repo: Repository,
  base: string,
  head?: string,
): Promise<ChangedFile[]> {
  const [stored, tree] = await Promise.all([readStoredFiles(repo, base, head), readTree(repo, head)]);
  return withLinkedFiles([...stored, ...(await readMovedFiles(repo, stored, tree))], tree);
}

/** The lines of `readChanges` alone; a failure is a GitError. */
export async function readChangedLines(
  repo: Repository,
  base: string,
  head?: string,
): Promise<Map<string, LineRange[]>> {
  const changes = await readChanges(repo, base, head);
  if (!changes.known) throw new GitError('failed', `git cannot say which lines changed: ${changes.reason}.`);
  return new Map(changes.lines);
}

/** A file's content in a commit; `undefined` when the commit has no such file. Names must be UTF-8. */
export async function readFileAt(repo: Repository, sha: string, path: string): Promise<Buffer | undefined> {
  const object = `${sha}:${path}`;
  const type = await repo.git(['cat-file', '-t', object]);
  return type.stdout.trim() === 'blob' ? readGitBytes(repo, ['cat-file', 'blob', object]) : undefined;
}

/**
 * Flags that make a diff the same whatever the configuration or .gitattributes say: `--text` reads what `-diff` and `binary`
 * hide. Submodules count by their recorded commit, whatever .gitmodules wants ignored.
 */
const PLAIN = [
  '--text',
  '-M',
  '-l10000',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--diff-algorithm=default',
  '--ignore-submodules=dirty',
  '--submodule=short',
  '--src-prefix=a/',
  '--dst-prefix=b/',
];

/** The changed files as git stores them, without what links make of them. */
export async function readStoredFiles(repo: Repository, base: string, head?: string): Promise<ChangedFile[]> {
  return parseNameStatus(
    await readGitBytes(repo, ['diff', '--name-status', '-z', ...PLAIN, ...commits(base, head)]),
  );
}

async function readStoredLines(repo: Repository, base: string, head?: string) {
  // Not -z: patch headers hold one name a line, and git's quoting of odd names is what keeps them apart.
  return parseUnifiedZero(
    await readGitBytes(repo, ['diff', '-U0', '--inter-hunk-context=0', ...PLAIN, ...commits(base, head)]),
  );
}

/** Every file that is checked out of a submodule whose recorded commit changed: git does not say which of them did. */
async function readMovedFiles(
  repo: Repository,
  stored: readonly ChangedFile[],
  { submodules = [] }: Tree,
): Promise<ChangedFile[]> {
  const changed = new Set(stored.map(({ path }) => path));
  const moved: ChangedFile[] = [];
  for (const folder of submodules.filter((path) => changed.has(path))) {
    const files = await readSubmodule(join(repo.root, folder));
    moved.push(...files.map((path) => ({ status: 'modified', path: `${folder}/${path}` }) as const));
  }
  return moved;
}

/** The files of a submodule and of those in it; none where it is not checked out. */
async function readSubmodule(root: string): Promise<string[]> {
  const repo = await openRepository(root);
  if (repo?.root !== root) return [];
  const { files, submodules = [] } = await readTree(repo);
  const below = await Promise.all(
    submodules.map(async (path) => (await readSubmodule(join(root, path))).map((file) => `${path}/${file}`)),
  );
  return [...files, ...below.flat()];
}

function commits(base: string, head: string | undefined): string[] {
  return [base, ...(head ? [head] : []), '--'];
}
