import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, lstat, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Repository, readGit } from '@go-actions/git-history';
import { LARGEST_POINTER, type LfsPointer, parseLfsPaths, parsePointer, pathOfObject } from '../lfs.ts';

/**
 * Puts the content of Git LFS files into a clone, as far as the checkout that it was made from has it, each checked against
 * the digest in its pointer. Returns the paths that were filled, and those that are still pointers.
 */
export async function fillLfsFiles(
  clone: Repository,
  checkout: Repository,
): Promise<{ readonly filled: readonly string[]; readonly missing: readonly string[] }> {
  const attributes = await readGit(clone, ['ls-files', '-z', '--', '.gitattributes', '**/.gitattributes']);
  if (attributes === '') return { filled: [], missing: [] };
  const files = await readGit(clone, ['ls-files', '-z']);
  const attributed = await readGit(clone, ['check-attr', '-z', '--stdin', 'filter'], { input: files });
  const common = (await readGit(checkout, ['rev-parse', '--git-common-dir'])).trim();
  const objects = resolve(checkout.root, common, 'lfs/objects');

  const filled: string[] = [];
  const missing: string[] = [];
  for (const path of parseLfsPaths(attributed)) {
    const target = join(clone.root, path);
    const pointer = await readPointer(target);
    if (!pointer) continue;
    const candidates = [join(objects, pathOfObject(pointer)), join(checkout.root, path)];
    const content = await findContent(candidates, pointer);
    if (content === undefined) {
      missing.push(path);
      continue;
    }
    await rm(target);
    await copyFile(content, target);
    filled.push(path);
  }
  // git and Go would take the content for a change of the pointer.
  if (filled.length > 0)
    await readGit(clone, ['update-index', '--assume-unchanged', '-z', '--stdin'], {
      input: `${filled.join('\0')}\0`,
    });
  return { filled, missing };
}

async function readPointer(path: string): Promise<LfsPointer | undefined> {
  const stat = await lstat(path);
  return stat.isFile() && stat.size < LARGEST_POINTER
    ? parsePointer(await readFile(path, 'utf8'))
    : undefined;
}

async function findContent(
  paths: readonly string[],
  { sha256, bytes }: LfsPointer,
): Promise<string | undefined> {
  for (const path of paths) {
    const stat = await lstat(path).catch(() => undefined); // not there: the next place
    if (stat?.isFile() && stat.size === bytes && (await digestFile(path)) === sha256) return path;
  }
  return undefined;
}

async function digestFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
