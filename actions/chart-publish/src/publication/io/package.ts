import { createHash } from 'node:crypto';
import { readFile, utimes } from 'node:fs/promises';

export type Package = { readonly path: string; readonly digest: string };

/** The package's digest; its file gets the time of the commit, which helm writes into the manifest as `created`. */
export async function readPackage(path: string, committed: number): Promise<Package> {
  await utimes(path, committed, committed);
  const hash = createHash('sha256').update(await readFile(path));
  return { path, digest: `sha256:${hash.digest('hex')}` };
}
