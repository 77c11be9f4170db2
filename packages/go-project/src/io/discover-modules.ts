import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { ActionError } from '@go-actions/action-kit';
import { type GoMod, parseGoMod } from '../go-mod.ts';
import { type GoWork, parseGoWork } from '../go-work.ts';
import type { GoModule } from '../modules.ts';

export type DiscoveredModules = { readonly modules: readonly GoModule[]; readonly workspace?: GoWork };

/**
 * The modules of a repository: those that go.work uses, else every go.mod outside of `vendor`, `testdata`, dotted and
 * underscored folders (and `node_modules`: some npm packages carry a go.mod). Symbolic links are not followed, as the go
 * command does not follow them. Sorted by folder. Throws an ActionError when there is none.
 */
export async function discoverModules(root: string): Promise<DiscoveredModules> {
  const workText = readOptional(join(root, 'go.work'));
  if (workText === undefined) {
    const dirs = findModuleDirs(root, '.');
    if (dirs.length === 0) {
      throw new ActionError(`There is no go.mod or go.work in ${root}, nor in a folder below it.`, {
        remedy: 'Set `working-directory` to the folder of a Go module.',
      });
    }
    return { modules: readModules(root, dirs) };
  }
  const workspace = parsed('go.work', () => parseGoWork(workText));
  const dirs = workspace.use.map((dir) =>
    posix.normalize(dir.replaceAll('\\', '/')).replace(/(?<=.)\/$/, ''),
  );
  return { modules: readModules(root, dirs), workspace };
}

function readModules(root: string, dirs: readonly string[]): GoModule[] {
  const sorted = [...new Set(dirs)].sort((a, b) => (a < b ? -1 : 1));
  return sorted.map((dir) => {
    const file = posix.join(dir, 'go.mod');
    const text = readOptional(posix.isAbsolute(dir) ? file : join(root, file));
    if (text === undefined) throw new ActionError(`go.work uses ${dir}, but there is no ${file}.`);
    const goMod = parsed(file, () => parseGoMod(text));
    return { dir, path: goMod.module, goMod };
  });
}

/** Synchronous: a large repository has thousands of folders, and a promise for each costs twice the time of the walk. */
function findModuleDirs(root: string, dir: string): string[] {
  const entries = readdirSync(join(root, dir), { withFileTypes: true });
  const here = entries.some((entry) => entry.name === 'go.mod' && !entry.isDirectory()) ? [dir] : [];
  const below = entries
    .filter((entry) => entry.isDirectory() && !/^([._]|vendor$|testdata$|node_modules$)/.test(entry.name))
    .flatMap((entry) => findModuleDirs(root, posix.join(dir, entry.name)));
  return [...here, ...below];
}

function readOptional(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined; // the caller decides what that means
    throw error;
  }
}

/** Parse errors name the file by its path in the repository rather than by its bare name. */
function parsed<T extends GoMod | GoWork>(file: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ActionError(message.replace(/^go\.(mod|work):/, `${file}:`));
  }
}
