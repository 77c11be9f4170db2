import { join } from 'node:path';
import { writeOldGit } from '@go-actions/test-kit';
import { NOBODY, type Peers, type Setting } from './peers.ts';

/** The git of an old container image, which calls the runner's checkout somebody else's. */
export async function startOldGit({ checkout }: Setting): Promise<Peers> {
  const dir = join(checkout.dir, '..', 'old-git');
  await writeOldGit(dir, process.env.PATH ?? '');
  return { ...NOBODY, path: [dir] };
}
