import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isBelow } from '../../build-cache/test-key.ts';

/** How deep a checkout lies below the workspace (`path` of actions/checkout). */
const DEPTH = 3;

/** The checkouts of a job: those that `dir` and the workspace lie in, else those below the workspace. */
export function findRepositories(workspace: string, dir: string): string[] {
  const found = new Set<string>();
  for (const start of [workspace, dir]) {
    for (let folder = start; isBelow(folder, workspace); folder = dirname(folder)) {
      if (!existsSync(join(folder, '.git'))) continue;
      found.add(folder);
      break;
    }
  }
  return found.size > 0 ? [...found] : searchBelow(workspace, DEPTH);
}

function searchBelow(folder: string, depth: number): string[] {
  if (existsSync(join(folder, '.git'))) return [folder];
  if (depth === 0) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .flatMap(({ name }) => searchBelow(join(folder, name), depth - 1));
}
