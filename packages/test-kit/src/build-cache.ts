import { mkdir, symlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { runChecked } from '@go-actions/action-kit';

/**
 * Lets a build cache that an action keeps to itself be the machine's: compiling Go's own packages anew takes half a minute, and
 * what is compiled is the same. A test of that privacy has a cache of its own.
 */
export async function lendBuildCache(folder: string): Promise<void> {
  const { stdout } = await runChecked('go', ['env', 'GOCACHE']);
  await mkdir(stdout.trim(), { recursive: true });
  await mkdir(dirname(folder), { recursive: true });
  await symlink(stdout.trim(), folder, 'junction');
}
