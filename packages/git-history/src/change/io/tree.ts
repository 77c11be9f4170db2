import { type Repository, readGitBytes } from '../../git/io/repository.ts';
import { GitError } from '../../git/problem.ts';
import type { Tree } from '../links.ts';
import { decodePath } from '../path-bytes.ts';

const LINK = '120000';
const SUBMODULE = '160000';

/** Every file of a commit, or of the index where none is given, and where the symbolic links among them lead. */
export async function readTree(repo: Repository, commit?: string): Promise<Tree> {
  const listing =
    commit === undefined ? ['ls-files', '--stage', '-z'] : ['ls-tree', '-r', '-z', commit, '--'];
  const bytes = await readGitBytes(repo, listing);
  const files: string[] = [];
  const submodules: string[] = [];
  const linked: { path: string; object: string }[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0, at);
    const tab = bytes.indexOf(9, at);
    const path = decodePath(bytes.subarray(tab + 1, end));
    files.push(path);
    const mode = bytes.toString('latin1', at, at + LINK.length);
    if (mode === SUBMODULE) submodules.push(path);
    if (mode === LINK) {
      const object = /\b[0-9a-f]{40,64}\b/.exec(bytes.toString('latin1', at, tab))?.[0] ?? '';
      linked.push({ path, object });
    }
    at = end + 1;
  }
  const targets = await readBlobs(
    repo,
    linked.map(({ object }) => object),
  );
  return {
    files,
    submodules,
    links: new Map(linked.map(({ path }, i) => [path, decodePath(targets[i] ?? Buffer.of())])),
  };
}

/** Blobs in the order of their ids, by one `git cat-file --batch` (`id type size LF content LF` each). */
async function readBlobs(repo: Repository, objects: readonly string[]): Promise<Buffer[]> {
  if (objects.length === 0) return [];
  const input = objects.map((object) => `${object}\n`).join('');
  const bytes = await readGitBytes(repo, ['cat-file', '--batch'], { input });
  const blobs: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const start = bytes.indexOf(10, at) + 1;
    const head = bytes.toString('latin1', at, start - 1);
    const size = Number(/^[0-9a-f]+ blob (\d+)$/.exec(head)?.[1] ?? Number.NaN);
    if (start === 0 || Number.isNaN(size))
      throw new GitError('failed', `git has no content for a symbolic link: ${head}.`);
    blobs.push(bytes.subarray(start, start + size));
    at = start + size + 1;
  }
  return blobs;
}
