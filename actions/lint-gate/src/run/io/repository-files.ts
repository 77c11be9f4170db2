import { randomBytes } from 'node:crypto';
import { mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { ActionError } from '@go-actions/action-kit';

/** The text of a file that an input names; `undefined` when it does not exist. */
export async function readNamedFile(dir: string, name: string): Promise<string | undefined> {
  try {
    return await readFile(resolve(dir, name), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined; // the caller knows what that means
    throw error;
  }
}

/**
 * Writes a file that an input names, relative to `dir`, and returns its absolute path. It is written beside its place and
 * moved there, so that a link in the checkout is replaced instead of followed; a folder that leads out of `root` by a
 * link is refused.
 */
export async function writeNamedFile(
  root: string,
  dir: string,
  name: string,
  text: Iterable<string>,
): Promise<string> {
  const path = resolve(dir, name);
  await mkdir(dirname(path), { recursive: true });
  const folder = await realpath(dirname(path));
  if (!isAbsolute(name) && isWithin(root, path) && !isWithin(root, join(folder, '.'))) {
    throw new ActionError(`${name} lies behind a link that leads out of the checkout, to ${folder}.`);
  }
  const scratch = join(folder, `.lint-gate-${randomBytes(4).toString('hex')}`);
  try {
    await writeFile(scratch, inBlocks(text));
    await rename(scratch, path);
  } finally {
    await rm(scratch, { force: true });
  }
  return path;
}

const BLOCK = 256 * 1024;

/** Joins small pieces, so that each write is worth its call. */
function* inBlocks(pieces: Iterable<string>): Generator<string> {
  let block = '';
  for (const piece of pieces) {
    block += piece;
    if (block.length < BLOCK) continue;
    yield block;
    block = '';
  }
  yield block;
}

function isWithin(root: string, path: string): boolean {
  const inside = relative(root, path);
  return inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
}
