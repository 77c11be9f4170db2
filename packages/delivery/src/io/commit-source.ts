import { lstat, mkdtemp, readdir, readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { ActionError, type Job } from '@go-actions/action-kit';
import { cloneShared, openRepository, type Repository, readGit } from '@go-actions/git-history';

/** git-lfs, docs/spec.md */
const POINTER = 'version https://git-lfs.github.com/spec/v1\n';
const LARGEST_POINTER = 1_024;

/** The commit that is published, checked out in a clone of our own: nothing that is ignored or uncommitted gets in. */
export type CommitSource = AsyncDisposable & {
  /** Absolute; the folder around it is private, its name in lower case, and has room for `scratch`. */
  readonly root: string;
  readonly commit: string;
  /** Seconds since the epoch: SOURCE_DATE_EPOCH. */
  readonly committed: number;
  /** A folder beside the clone that goes with it. */
  readonly scratch: (name: string) => string;
  /** Leaves one tag in the clone, at the commit: what Go stamps into binaries. A tag that is elsewhere is an ActionError. */
  readonly leaveOnlyTag: (tag: string) => Promise<void>;
  /** Makes the clone complete in itself, for programs that see nothing but its folder. */
  readonly ownObjects: () => Promise<void>;
};

/** Opens the commit that the run is for. `revision` is the run's own; the checkout must have it. */
export async function openCommitSource({ context }: Pick<Job, 'context'>): Promise<CommitSource> {
  const checkout = await openRepository(context.workspace);
  if (!checkout)
    throw new ActionError(`${context.workspace} is not inside a git repository.`, {
      remedy: 'Run actions/checkout before this step.',
    });
  const commit = await resolveCommit(checkout, context.sha);
  const folder = await realpath(await mkdtemp(join(context.temp, 'delivery-')));
  const root = join(folder, 'source');
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const clone = await cloneShared(checkout, root);
    await readGit(clone, ['checkout', '--quiet', '--detach', commit]);
    return {
      root: clone.root,
      commit,
      committed: Number(await readGit(clone, ['show', '--no-patch', '--format=%ct', commit])),
      scratch: (name) => join(folder, name),
      leaveOnlyTag: (tag) => leaveOnlyTag(clone, tag, commit),
      ownObjects: async () => {
        await readGit(clone, ['repack', '--quiet', '-a', '-d']);
        await rm(join(clone.root, '.git', 'objects', 'info', 'alternates'), { force: true });
      },
      [Symbol.asyncDispose]: remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** A folder of the commit, by its path in the repository; one that is not in the commit is an error that says so. */
export async function openCommittedFolder(
  source: Pick<CommitSource, 'root'>,
  path: string,
  input: string,
): Promise<string> {
  const folder = join(source.root, path);
  const inside = folder === source.root || folder.startsWith(source.root + sep);
  const stats = inside ? await lstat(folder).catch(() => undefined) : undefined; // absent: said below
  if (stats?.isDirectory()) return folder;
  throw new ActionError(
    `\`${input}\` is ${JSON.stringify(path)}, which is no folder of the commit that is published.`,
    { remedy: 'Files that are ignored or not committed are never published.' },
  );
}

/** A regular file of the commit, links followed as long as they stay in it. */
export async function openCommittedFile(
  source: Pick<CommitSource, 'root'>,
  path: string,
  input: string,
): Promise<string> {
  const real = await realpath(join(source.root, path)).catch(() => undefined); // absent: said below
  const inside = real?.startsWith(source.root + sep) && !relative(source.root, real).startsWith(`.git${sep}`);
  if (real !== undefined && inside && (await lstat(real)).isFile()) return real;
  throw new ActionError(
    `\`${input}\` names ${JSON.stringify(path)}, which is no file of the commit that is published.`,
    { remedy: 'Files that are ignored or not committed are never published.' },
  );
}

/** Symbolic links below a folder that lead out of the commit, as `path -> target`: packers would follow them. */
export async function findLinksOutside(
  source: Pick<CommitSource, 'root'>,
  folder: string,
): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const links = entries.filter((entry) => entry.isSymbolicLink());
  const found = await Promise.all(
    links.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      const real = await realpath(path).catch(() => undefined); // dangling: it leads nowhere that we could show to be inside
      if (real?.startsWith(source.root + sep)) return [];
      return [`${relative(source.root, path)} -> ${await readlink(path)}`];
    }),
  );
  return found.flat().sort();
}

/** Files below a folder that are pointers of Git LFS: the content is not in the commit, and the pointer would be published. */
export async function findLfsPointers(source: Pick<CommitSource, 'root'>, folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      const small = entry.isFile() && (await lstat(path)).size < LARGEST_POINTER;
      const pointer = small && (await readFile(path, 'utf8')).startsWith(POINTER);
      return pointer ? [relative(source.root, path)] : [];
    }),
  );
  return found.flat().sort();
}

async function leaveOnlyTag(clone: Repository, tag: string, commit: string): Promise<void> {
  const planned = `refs/tags/${tag}`;
  const { code, stdout } = await clone.git(['rev-parse', '--verify', '--quiet', `${planned}^{commit}`]);
  if (code === 0 && stdout.trim() !== commit)
    throw new ActionError(
      `The tag ${tag} is at the commit ${stdout.trim()}, and this run is for ${commit}: it would publish something else as ${tag}.`,
      { remedy: 'Run this for the tag, as in a workflow that a push of the tag starts.' },
    );
  const refs = (await readGit(clone, ['for-each-ref', '--format=%(refname)', 'refs/tags'])).split('\n');
  const others = refs.filter((ref) => ref && ref !== planned).map((ref) => `delete ${ref}\n`);
  const input = `${others.join('')}update ${planned} ${commit}\n`;
  await readGit(clone, ['update-ref', '--stdin'], { input });
}

async function resolveCommit(repo: Repository, revision: string): Promise<string> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const result = await repo.git(args);
  if (result.code === 0) return result.stdout.trim();
  throw new ActionError(`The checkout does not have the commit ${revision} that started this run.`, {
    remedy: 'Leave `ref` of actions/checkout at its default.',
  });
}
