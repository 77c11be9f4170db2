import { readdir } from 'node:fs/promises';
import { inRoot } from '../root.ts';

/** One bundle: `dist/<action>/<name>.js`, built from `actions/<action>/src/<name>.ts`. */
export type Entry = { readonly action: string; readonly name: string };

/** Every action has the entry `index`; a further one must start without the toolkit, or never be taken for main. */
const FURTHER: readonly Entry[] = [
  { action: 'oidc-registry-login', name: 'credential-helper' },
  { action: 'oidc-registry-login', name: 'end' },
  { action: 'setup-go-cache', name: 'pack-worker' },
];

export async function listActions(): Promise<string[]> {
  const folders = await readdir(inRoot('actions'), { withFileTypes: true });
  return folders
    .filter((folder) => folder.isDirectory())
    .map((folder) => folder.name)
    .sort();
}

export async function listEntries(): Promise<Entry[]> {
  return [...(await listActions()).map((action) => ({ action, name: 'index' })), ...FURTHER];
}
