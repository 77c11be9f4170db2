import { rm } from 'node:fs/promises';
import { describeError } from '@go-actions/action-kit';
import { readSession, sessionPaths } from '../../credential-helper/io/session.ts';
import type { SavedState } from '../../state.ts';
import { restoreConfig } from './config-file.ts';

/**
 * Takes away what `install` has written, as far as it got; what was issued stays noted. What cannot be taken away keeps
 * nothing else from it, and is told in a sentence.
 */
export async function uninstall({
  folder,
  pullSecret,
  edited,
}: Pick<SavedState, 'folder' | 'pullSecret' | 'edited'>): Promise<string[]> {
  const { config, docker, bin, credentials, session } = sessionPaths(folder);
  const restored = await restore(folder, edited);
  // The file before its folder: a client that ran as root may have left there what we cannot remove.
  const files = [config, ...(pullSecret ? [pullSecret] : [])].map((path) => remove(path, false));
  const folders = [bin, credentials, session].map((path) => remove(path, true));
  const removed = await Promise.all([...files, ...folders]);
  return [...restored, ...removed.flat(), ...(await remove(docker, true))];
}

async function restore(folder: string, edited: string | undefined): Promise<string[]> {
  try {
    const session = await readSession(folder);
    if (session?.edited) await restoreConfig(session.edited.path, session.edited);
    return [];
  } catch (error) {
    return [`${edited ?? folder} could not be restored, and may hold a credential: ${describeError(error)}`];
  }
}

async function remove(path: string, recursive: boolean): Promise<string[]> {
  try {
    await rm(path, { recursive, force: true });
    return [];
  } catch (error) {
    return [`${path} could not be removed, and may hold a credential: ${describeError(error)}`];
  }
}
