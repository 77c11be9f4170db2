import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { GoModule } from '@go-actions/go-project';
import { groupSources, isProgramFile } from '../left-out.ts';

/** Import paths of a module's programs that none of the targets gets: for other platforms, or with C where `cgo` is off. */
export async function findUnbuilt(
  module: GoModule,
  moduleRoot: string,
  paths: readonly string[],
  built: readonly string[],
): Promise<string[]> {
  const unbuilt: string[] = [];
  for (const [folder, files] of groupSources(paths)) {
    const importPath = posix.join(module.path, folder);
    if (built.includes(importPath)) continue;
    for (const file of files) {
      if (!isProgramFile(await readFile(join(moduleRoot, file), 'utf8'))) continue;
      unbuilt.push(importPath);
      break;
    }
  }
  return unbuilt;
}
