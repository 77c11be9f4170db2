import { mkdir, mkdtemp, readdir, realpath, rename, rmdir } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { ActionError } from '@go-actions/action-kit';

/** A folder to fill and the way to put it in place all at once. */
export type Place = { readonly staging: string; readonly target: string; commit(): Promise<void> };

/**
 * Prepares `path` (new, or an empty folder) inside the checkout or the runner's temp folder: a pull request may have
 * committed links that lead elsewhere. Files go to `staging` first, so that nothing is half-written.
 */
export async function preparePlace(path: string, workspace: string, temp: string): Promise<Place> {
  const wanted = resolve(workspace, path);
  const roots = await Promise.all([workspace, temp].map((root) => realpath(root)));
  const isAllowed = (folder: string) => roots.some((root) => folder === root || isInside(root, folder));
  // Where links lead is known only for what exists, so look before a folder is made.
  if (!isAllowed(await nearestFolder(dirname(wanted)))) throw leadsOut(path);
  await mkdir(dirname(wanted), { recursive: true });
  const target = join(await realpath(dirname(wanted)), basename(wanted));
  if (!roots.some((root) => isInside(root, target))) throw leadsOut(path);
  const content = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined; // new: the usual case
    if (error.code === 'ENOTDIR')
      throw new ActionError(
        `\`path\` is ${JSON.stringify(path)}, which is a file; expected a new or empty folder.`,
      );
    throw error;
  });
  if (content && content.length > 0) {
    throw new ActionError(
      `\`path\` is ${JSON.stringify(path)}, which is not empty; expected a new or empty folder.`,
    );
  }
  const staging = await mkdtemp(join(dirname(target), '.handoff-'));
  return {
    staging,
    target,
    commit: async () => {
      if (content) await rmdir(target); // fails on a link, which would lead elsewhere
      await rename(staging, target);
    },
  };
}

async function nearestFolder(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return nearestFolder(dirname(folder)); // not there yet: its parent decides
  }
}

function leadsOut(path: string): ActionError {
  const found = JSON.stringify(path);
  return new ActionError(
    `\`path\` is ${found}, which leads out of the checkout and the runner's temp folder.`,
  );
}

function isInside(root: string, path: string): boolean {
  const inner = relative(root, path);
  return inner !== '' && inner !== '..' && !inner.startsWith(`..${sep}`) && resolve(root, inner) === path;
}
