import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../root.ts';

/**
 * Where the jobs of the demo work, kept from run to run so that the second one is warm: in the user's cache folder, since a
 * runner's folders lie inside of no work tree. A test that looks for a repository above its own folder finds none.
 */
export async function openState(name: string): Promise<string> {
  const caches = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const clone = createHash('sha256').update(ROOT).digest('hex').slice(0, 12);
  const state = join(caches, 'go-actions', clone, name);
  await mkdir(state, { recursive: true });
  return state;
}
