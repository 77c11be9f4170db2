import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The names below a folder, relative to it and with slashes; links as names of their own, never followed; without `.git`. */
export type CheckoutFiles = {
  /** Files and links. */
  readonly files: readonly string[];
  /** The links among them. */
  readonly links: readonly string[];
};

/** Without `deep` those in the folder itself. */
export function walkCheckout(root: string, { deep } = { deep: true }): CheckoutFiles {
  const files: string[] = [];
  const links: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readFolder(join(root, folder))) {
      if (entry.name === '.git') continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) deep && walk(path);
      else if (entry.isFile()) files.push(path);
      else if (entry.isSymbolicLink()) {
        files.push(path);
        links.push(path);
      }
    }
  };
  walk('');
  return { files, links };
}

export const listCheckout = (root: string, options?: { deep: boolean }): readonly string[] =>
  walkCheckout(root, options).files;

function readFolder(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (['ENOENT', 'EACCES', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return []; // gone, or not for us
    throw error;
  }
}
