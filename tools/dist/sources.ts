import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { inRoot, ROOT } from '../root.ts';

/** Packages that never reach a bundle. */
const OUTSIDE = ['test-kit', 'tools'];

/** A digest of all that the bundles of an action are made of: what it may import, the settings, the locked packages and Node. */
export async function digestSources(action: string): Promise<string> {
  const packages = (await readdir(inRoot('packages'))).filter((name) => !OUTSIDE.includes(name));
  const folders = [
    inRoot('actions', action),
    inRoot('tools/dist'),
    ...packages.map((name) => inRoot('packages', name)),
  ];
  const files = [inRoot('package-lock.json'), inRoot('tsconfig.json')];
  for (const folder of folders) files.push(...(await listFiles(folder)));
  return digestFiles(files, process.version);
}

/** A digest of the committed files of an action's bundles. */
export async function digestBundles(action: string): Promise<string> {
  return digestFiles(await listFiles(inRoot('dist', action)));
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name));
}

async function digestFiles(files: readonly string[], salt = ''): Promise<string> {
  const hash = createHash('sha256').update(salt);
  for (const file of [...files].sort()) {
    const bytes = await readFile(file);
    hash.update(`\0${relative(ROOT, file)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}
