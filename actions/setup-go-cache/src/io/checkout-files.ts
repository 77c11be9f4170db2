import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * All files below a folder, relative to it and with slashes; links as names of their own, never followed; without `.git`. Without
 * `deep` those in the folder itself.
 */
export function listCheckout(root: string, { deep } = { deep: true }): string[] {
  const files: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readFolder(join(root, folder))) {
      if (entry.name === '.git') continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) deep && walk(path);
      else if (entry.isFile() || entry.isSymbolicLink()) files.push(path);
    }
  };
  walk('');
  return files;
}

function readFolder(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (['ENOENT', 'EACCES', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return []; // gone, or not for us
    throw error;
  }
}
