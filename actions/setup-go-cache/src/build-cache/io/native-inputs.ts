import { createHash, hash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listCheckout } from '../../io/checkout-files.ts';
import { listForeignInputs } from '../native.ts';

/** Larger ones are known by size and time, so that every checkout has its own. */
const MAX_HASHED = 512 * 2 ** 20;
const MAX_SOURCE = 16 * 2 ** 20;

/** Hashes, in a thread, what C and assembly take from outside of the packages that Go hashes. */
export type HashNative = { readonly kind: 'hash-native'; readonly workspace: string };

/** A digest of those files; empty when there are none, as in all pure Go. */
export function hashNativeInputs({ workspace }: HashNative): string {
  const files = listCheckout(workspace);
  const foreign = listForeignInputs({ files, read: (path) => readSource(join(workspace, path)) });
  if (foreign.length === 0) return '';
  const whole = createHash('sha256');
  for (const path of foreign) whole.update(`${path}\0${identify(join(workspace, path))}\n`);
  return whole.digest('hex').slice(0, 12);
}

function identify(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isFile()) return 'absent';
  if (stats.size > MAX_HASHED) return `${stats.size} ${stats.mtimeMs}`;
  return hash('sha256', readFileSync(path));
}

function readSource(path: string): string | undefined {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size <= MAX_SOURCE ? readFileSync(path, 'latin1') : undefined;
  } catch (error) {
    if (['ENOENT', 'EACCES', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined; // a link to nowhere
    throw error;
  }
}
