import { type Commit, LOG_FORMAT, parseLog, type Repository, readGit } from '@go-actions/git-history';
import type { ModuleFile } from '../../go-rules/zip-rules.ts';
import { type KnownTag, parseTag } from '../../version/tag.ts';

const LARGEST_LOG = 512 * 1024 * 1024;

/** Every release tag of the repository, and where it stands to the commit. */
export async function readTags(repository: Repository, commit: string): Promise<KnownTag[]> {
  const format = '--format=%(refname:strip=2)';
  const list = async (...filter: string[]) =>
    (await readGit(repository, ['for-each-ref', ...filter, format, 'refs/tags'])).split('\n').filter(Boolean);
  const [all, merged, containing] = await Promise.all([
    list(),
    list(`--merged=${commit}`),
    list(`--contains=${commit}`),
  ]);
  const [behind, beyond] = [new Set(merged), new Set(containing)];
  // What is on both sides of the commit is the commit itself, also behind a tag of a tag.
  const placeOf = (name: string): KnownTag['place'] => {
    if (behind.has(name)) return beyond.has(name) ? 'here' : 'ancestor';
    return beyond.has(name) ? 'descendant' : 'elsewhere';
  };
  return all.flatMap((name): KnownTag[] => {
    const tag = parseTag(name);
    return tag ? [{ ...tag, place: placeOf(name) }] : [];
  });
}

/** All commits after a tag (or from the beginning) up to `commit`, newest first. */
export async function readLog(
  repository: Repository,
  commit: string,
  since: string | undefined,
): Promise<Commit[]> {
  const range = since === undefined ? [commit] : [commit, `^refs/tags/${since}`];
  return parseLog(
    await readGit(repository, ['log', '-z', '--topo-order', LOG_FORMAT, ...range, '--'], {
      maxBytes: LARGEST_LOG,
    }),
  );
}

/**
 * The ids of those commits that touch a folder and none of the `except` folders; `undefined` when every commit counts. Both
 * sides of a merge are read, and a merge counts when it brings the folder something: its title may be that of a pull request.
 */
export async function listTouching(
  repository: Repository,
  commit: string,
  since: string | undefined,
  folder: string,
  except: readonly string[],
): Promise<Set<string> | undefined> {
  if (folder === '.' && except.length === 0) return undefined;
  const range = since === undefined ? [commit] : [commit, `^refs/tags/${since}`];
  const paths = [
    `:(top,literal)${folder === '.' ? '' : folder}`,
    ...except.map((each) => `:(top,literal,exclude)${each}`),
  ];
  const flags = ['--full-history', '--diff-merges=first-parent', '--no-renames', '--name-only'];
  const log = await readGit(repository, ['log', ...flags, '--format=%x00%H', ...range, '--', ...paths], {
    maxBytes: LARGEST_LOG,
  });
  // A merge is listed when it differs from any parent, and names files where it differs from the first one.
  const entries = log.split('\0').map((entry) => entry.trimEnd().split('\n'));
  return new Set(entries.flatMap(([sha = '', ...files]) => (files.length > 0 ? [sha] : [])));
}

/** When a commit was made; `undefined` when the repository has no such commit. */
export async function readCommitTime(repository: Repository, revision: string): Promise<Date | undefined> {
  const flags = ['-1', '--no-show-signature', '--format=%ct', '--end-of-options'];
  const result = await repository.git(['log', ...flags, `${revision}^{commit}`]);
  return result.code === 0 ? new Date(Number(result.stdout) * 1_000) : undefined;
}

/** The text of a file in a commit or tag; `undefined` when it is not there. */
export async function readFileAt(
  repository: Repository,
  revision: string,
  path: string,
): Promise<string | undefined> {
  const result = await repository.git(['cat-file', 'blob', `${revision}:${path}`]);
  return result.code === 0 ? result.stdout : undefined;
}

/** The regular files of a module: below its folder, and not below the folders of others. Symbolic links are not packed by Go. */
export async function listModuleFiles(
  repository: Repository,
  commit: string,
  folder: string,
  except: readonly string[],
): Promise<ModuleFile[]> {
  const where = folder === '.' ? [] : ['--', `${folder}/`];
  const lines = await readGit(
    repository,
    ['ls-tree', '-r', '-z', '--long', '--full-tree', commit, ...where],
    {
      maxBytes: LARGEST_LOG,
    },
  );
  return lines.split('\0').flatMap((line): ModuleFile[] => {
    const [, mode, size, path] = /^([0-7]+) \w+ [0-9a-f]+ +([0-9]+|-)\t(.*)$/s.exec(line) ?? [];
    if (path === undefined || !mode?.startsWith('100')) return [];
    if (except.some((dir) => path.startsWith(`${dir}/`))) return [];
    return [{ path: folder === '.' ? path : path.slice(folder.length + 1), bytes: Number(size) }];
  });
}

/** The paths below a folder that differ between a revision and a commit, renames as two. */
export async function listChangedFiles(
  repository: Repository,
  before: string,
  commit: string,
  folder: string,
): Promise<string[]> {
  const where = folder === '.' ? [] : [`:(top,literal)${folder}`];
  const args = ['diff-tree', '-r', '-z', '--no-renames', '--name-only', before, commit, '--', ...where];
  return (await readGit(repository, args, { maxBytes: LARGEST_LOG })).split('\0').filter(Boolean);
}
