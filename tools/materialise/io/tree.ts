import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ActionError } from '@go-actions/action-kit';
import { ROOT } from '../../root.ts';
import { materialise, type Self } from '../materialise.ts';

/**
 * Writes what a workflow needs of this repository to `folder`, and no more (act packs the whole folder for every `uses`):
 * manifests and published workflows with `$/` replaced, and the bundles. The folder must be empty or not exist.
 */
export async function writeTree(folder: string, self: Self, root: string = ROOT): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) {
    throw new ActionError(`${folder} is not empty.`, { remedy: 'Name a new or empty folder.' });
  }
  for (const path of [...(await listManifests(root)), ...(await listPublishedWorkflows(root))]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), materialise(await readFile(join(root, path), 'utf8'), self));
  }
  await cp(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  await cp(join(root, 'LICENSE'), join(folder, 'LICENSE'));
}

/** The action.yml files, relative to the repository's root. */
export async function listManifests(root: string = ROOT): Promise<string[]> {
  const folders = await readdir(join(root, 'actions'));
  const files = await Promise.all(folders.sort().map((name) => readdir(join(root, 'actions', name))));
  return [
    'action.yml',
    ...folders.filter((_, i) => files[i]?.includes('action.yml')).map((name) => `actions/${name}/action.yml`),
  ];
}

/** The workflows that others call: every `go-*.yml`. */
export async function listPublishedWorkflows(root: string = ROOT): Promise<string[]> {
  return (await listWorkflows(root)).filter((path) => path.startsWith('.github/workflows/go-'));
}

export async function listWorkflows(root: string = ROOT): Promise<string[]> {
  const files = await readdir(join(root, '.github/workflows'));
  return files
    .filter((name) => name.endsWith('.yml'))
    .sort()
    .map((name) => `.github/workflows/${name}`);
}
