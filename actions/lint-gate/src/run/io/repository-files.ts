import { resolve } from 'node:path';
import { ActionError, isInside, readCheckoutFile, writeBelow } from '@go-actions/action-kit';

/** Larger than a baseline of a hundred thousand findings. */
const LIMIT = 64 * 1024 * 1024;

/** Where an input's file may lie: the checkout, or the runner's temp folder for what other steps hand over. */
export type Places = { readonly root: string; readonly dir: string; readonly temp: string };

/**
 * The text of a file that an input names, relative to `dir`; `undefined` when it does not exist. Throws an ActionError for
 * what is not a regular file of the checkout or of the temp folder.
 */
export async function readNamedFile({ root, dir, temp }: Places, name: string): Promise<string | undefined> {
  const path = resolve(dir, name);
  const bytes = await readCheckoutFile(homeOf(path, root, temp), path, { maxBytes: LIMIT });
  return bytes?.toString('utf8');
}

/** Writes a file that an input names, relative to `dir`, through no link, and returns its absolute path. */
export async function writeNamedFile(
  { root, dir, temp }: Places,
  name: string,
  text: Iterable<string>,
): Promise<string> {
  const path = resolve(dir, name);
  return writeBelow(homeOf(path, root, temp), path, Buffer.concat([...inBlocks(text)]));
}

function homeOf(path: string, root: string, temp: string): string {
  if (isInside(root, path)) return root;
  if (isInside(temp, path)) return temp;
  throw new ActionError(
    `${JSON.stringify(path)} lies neither in the checkout nor in the runner's temp folder.`,
  );
}

const BLOCK = 256 * 1024;

/** Joins small pieces, so that each buffer is worth its size. */
function* inBlocks(pieces: Iterable<string>): Generator<Buffer> {
  let block = '';
  for (const piece of pieces) {
    block += piece;
    if (block.length < BLOCK) continue;
    yield Buffer.from(block);
    block = '';
  }
  yield Buffer.from(block);
}
