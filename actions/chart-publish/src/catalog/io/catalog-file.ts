import { relative } from 'node:path';
import { ActionError, readCheckoutFile, writeBelow } from '@go-actions/action-kit';
import { addToCatalog, type CatalogEntry } from '../catalog.ts';

const LIMIT = 64 * 1024 * 1024;

/** Adds the entry to the index of the checkout; whether that changed a byte. */
export async function updateCatalog(workspace: string, path: string, entry: CatalogEntry): Promise<boolean> {
  const bytes = await readCheckoutFile(workspace, path, { maxBytes: LIMIT });
  const before = bytes?.toString('utf8');
  let after: string;
  try {
    after = addToCatalog(before, entry);
  } catch (cause) {
    throw new ActionError(
      `\`index\` is ${JSON.stringify(relative(workspace, path) || path)}, which cannot be used.`,
      { cause },
    );
  }
  if (after === before) return false;
  await writeBelow(workspace, path, after);
  return true;
}
