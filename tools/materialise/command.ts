import { ActionError } from '@go-actions/action-kit';
import { writeTree } from './io/tree.ts';
import type { Self } from './materialise.ts';

/**
 * `materialise FOLDER OWNER/REPO REF`: this repository for servers that do not know `uses: $/…` (GitHub Enterprise Server).
 * Commit the folder to OWNER/REPO there, and tag it REF.
 */
export async function command(args: string[]): Promise<void> {
  const [folder, repository, ref] = args;
  if (!folder || !repository || !ref || args.length > 3) {
    throw new ActionError('Expected a folder, a repository and a ref.', {
      remedy: 'For example: ../export actions/go-actions v1',
    });
  }
  const self = parseSelf(repository, ref);
  await writeTree(folder, self);
  console.log(`Wrote ${folder}: push it to ${self.repository} as ${self.ref}.`);
}

/** Both end up in YAML and in a URL, so only plain characters are taken. */
export function parseSelf(repository: string, ref: string): Self {
  if (!/^[A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9._-]+$/.test(repository)) {
    throw new ActionError(`${JSON.stringify(repository)} is not a repository; expected OWNER/REPO.`);
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(ref)) {
    throw new ActionError(`${JSON.stringify(ref)} is not a ref; expected a tag, a branch or a commit.`);
  }
  return { repository, ref };
}
