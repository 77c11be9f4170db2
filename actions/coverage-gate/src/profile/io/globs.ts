import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expected } from '@go-actions/action-kit';

/** Absolute paths that the globs match, sorted; throws `expected …` when one of them matches nothing. */
export function expandGlobs(globs: readonly string[], cwd: string, kind: 'file' | 'folder'): string[] {
  const found = new Set<string>();
  const empty: string[] = [];
  for (const pattern of globs) {
    const entries = globSync(pattern, { cwd, withFileTypes: true }).filter((entry) =>
      kind === 'file' ? entry.isFile() : entry.isDirectory(),
    );
    for (const entry of entries) found.add(join(entry.parentPath, entry.name));
    if (entries.length === 0) empty.push(JSON.stringify(pattern));
  }
  if (empty.length === 0) return [...found].sort();
  return expected(
    `globs of ${kind}s that exist; no ${kind} in ${cwd} matches ${empty.join(', ')}. Check that the earlier job or step wrote it, and that it was downloaded to this place`,
  );
}
