import { randomUUID } from 'node:crypto';
import { lstat, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { ActionError } from '@go-actions/action-kit';

/** A docker config or a credential is a few kilobytes; more than this is something else. */
const LIMIT = 4 * 1024 * 1024;

/** The text of a file, `undefined` when there is none. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    const stats = await stat(path);
    if (!stats.isFile()) throw new ActionError(`${path} is no regular file.`);
    if (stats.size > LIMIT) throw new ActionError(`${path} is larger than ${LIMIT} bytes.`);
    return await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined; // nothing there yet
    throw error;
  }
}

/** Replaces a file as a whole, readable by its owner only: readers see the old text or the new one, never a half. */
export async function writePrivate(path: string, text: string): Promise<void> {
  const scratch = `${path}.${randomUUID()}`;
  const file = await open(scratch, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await rename(scratch, path);
  } catch (error) {
    await rm(scratch, { force: true });
    throw error;
  }
}

/** Refuses a path that leads elsewhere: what is written there would not be where the user thinks. */
export async function refuseSymlink(path: string): Promise<void> {
  const stats = await lstat(path).catch(() => undefined); // nothing there yet
  if (stats?.isSymbolicLink()) {
    throw new ActionError(`${path} is a symbolic link, and credentials are not written through one.`, {
      remedy: 'Keep `isolate: true`, which leaves the existing config alone.',
    });
  }
}
