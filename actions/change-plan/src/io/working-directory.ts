import { stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { ActionError } from '@go-actions/action-kit';

/** The absolute path of the `working-directory` input; it must be a folder inside of the checkout. */
export async function findWorkingDirectory(workspace: string, input: string): Promise<string> {
  const dir = resolve(workspace, input);
  const found = JSON.stringify(input);
  if (/^\.\.([/\\]|$)/.test(relative(workspace, dir))) {
    throw new ActionError(`\`working-directory\` is ${found}; expected a folder inside of the checkout.`);
  }
  const isFolder = await stat(dir).then(
    (stats) => stats.isDirectory(),
    () => false,
  ); // not there, or not readable
  if (isFolder) return dir;
  throw new ActionError(`\`working-directory\` is ${found}, which is no folder of the checkout.`, {
    remedy: 'Check the path, and that `actions/checkout` runs before this step.',
  });
}
