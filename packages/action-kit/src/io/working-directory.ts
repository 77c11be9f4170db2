import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ActionError } from '../errors.ts';
import { isInside } from '../paths.ts';

/**
 * The real path of the `working-directory` input: a directory inside of the checkout, links followed. `workspace` is the
 * checkout's root, `input` relative to it (empty for the root itself). Throws an ActionError that names the input.
 */
export async function resolveWorkingDirectory(workspace: string, input: string): Promise<string> {
  const [root, path] = await Promise.all([findFolder(workspace), findFolder(resolve(workspace, input))]);
  if (root !== undefined && path !== undefined && isInside(root, path)) return path;
  throw new ActionError(
    `\`working-directory\` is ${JSON.stringify(input)}, which is not a directory in the checkout.`,
    { remedy: 'Check the path, and that `actions/checkout` runs before this step.' },
  );
}

async function findFolder(path: string): Promise<string | undefined> {
  try {
    const real = await realpath(path);
    return (await stat(real)).isDirectory() ? real : undefined;
  } catch {
    return undefined; // not there, or not readable, or a name that no file system takes
  }
}
