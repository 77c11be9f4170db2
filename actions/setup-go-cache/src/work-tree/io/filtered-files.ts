import { createHash } from 'node:crypto';
import { lstatSync, readFileSync } from 'node:fs';
import type { IndexEntry } from '../file-times.ts';

/**
 * Files with a `filter` attribute (Git LFS) as entries whose id is a digest of what lies on disk: with the same blob that is
 * the large file in one checkout and its pointer in another, and git calls both clean. Such a file that cannot be read is
 * left out, and so keeps its own time.
 */
export function identifyFiltered(
  root: Buffer,
  entries: readonly IndexEntry[],
  filtered: ReadonlySet<string>,
): IndexEntry[] {
  return entries.flatMap((entry) => {
    if (!filtered.has(entry.path) || !entry.mode.startsWith('100')) return [entry];
    const path = Buffer.concat([root, Buffer.from(entry.path, 'latin1')]);
    try {
      if (!lstatSync(path).isFile()) return [];
      const content = readFileSync(path);
      return [{ ...entry, id: createHash('sha256').update(content).digest('hex') }];
    } catch {
      return []; // not checked out, or larger than one read: its own time is always sound
    }
  });
}
