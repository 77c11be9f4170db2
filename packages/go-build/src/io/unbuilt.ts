import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { GoModule } from '@go-actions/go-project';
import { groupSources, isProgramFile } from '../left-out.ts';

/**
 * Import paths of a module's programs that none of the targets gets, for others to say: they are for other platforms, or need C
 * where cgo is off. `built` are those that are built.
 */
export async function findUnbuilt(
  { path, goMod }: GoModule,
  moduleRoot: string,
  built: readonly string[],
): Promise<string[]> {
  const unbuilt: string[] = [];
  for (const [folder, files] of groupSources(listGoFiles(moduleRoot), goMod.ignore)) {
    const importPath = posix.join(path, folder);
    if (built.includes(importPath)) continue;
    for (const file of files) {
      if (!isProgramFile(await readFile(join(moduleRoot, file), 'utf8'))) continue;
      unbuilt.push(importPath);
      break;
    }
  }
  return unbuilt;
}

/** Synchronous, as a promise for each of many folders costs more than the walk. Links are not followed, as Go does not. */
function listGoFiles(moduleRoot: string, folder = ''): string[] {
  return readdirSync(join(moduleRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isFile()) return entry.name.endsWith('.go') ? [path] : [];
    const isElsewhere = !entry.isDirectory() || /^([._]|(testdata|vendor|node_modules)$)/.test(entry.name);
    return isElsewhere || existsSync(join(moduleRoot, path, 'go.mod')) ? [] : listGoFiles(moduleRoot, path);
  });
}
