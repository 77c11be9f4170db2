import { posix } from 'node:path';
import {
  fileOfImport,
  type GoModule,
  type ModulePath,
  moduleOfImport,
  type Replace,
} from '@go-actions/go-project';

/** A folder relative to the repository's root, and the replace lines of its go.mod or go.work. */
type Replacing = { readonly dir: string; readonly replace: readonly Replace[] };

/**
 * All names that files of the repository can have in a profile: each module's own path, and the paths that a `replace`
 * points at a folder inside the repository; `work`: the go.work in force.
 */
export function listModulePaths(modules: readonly GoModule[], work?: Replacing): ModulePath[] {
  const files = modules.map(({ dir, goMod }): Replacing => ({ dir, replace: goMod.replace }));
  const replaced = [...files, ...(work ? [work] : [])].flatMap((file) =>
    file.replace
      .filter((replace) => replace.new.version === undefined && !posix.isAbsolute(replace.new.path))
      .map((replace) => ({ path: replace.old.path, dir: posix.join(file.dir, replace.new.path) }))
      .filter(({ dir, path }) => !dir.startsWith('..') && !modules.some((other) => other.path === path)),
  );
  return [...modules, ...replaced];
}

/**
 * The files (relative to `root`) that a profile may mean by `name`: several only where modules share a path, as examples do
 * that are all called `example`.
 */
export function locateFiles(name: string, root: string, modules: readonly ModulePath[]): string[] {
  const owner = moduleOfImport(modules, name)?.path;
  const twins = modules.filter(({ path }) => path === owner);
  const found = twins.length > 1 ? twins.map((twin) => locateFile(name, root, [twin])) : [];
  const files = twins.length > 1 ? found : [locateFile(name, root, modules)];
  return files.filter((file) => file !== undefined);
}

/** What the names of one module are called instead where another module has its path: `example/` is `./examples/a/` then. */
export type OwnNames = { readonly from: string; readonly to: string };

/** `dir`: the module's folder relative to the repository's root; `undefined` when its names are its own. */
export function findOwnNames(dir: string, modules: readonly ModulePath[]): OwnNames | undefined {
  const own = modules.find((module) => module.dir === dir);
  if (!own || !modules.some((other) => other.path === own.path && other.dir !== dir)) return undefined;
  return { from: `${own.path}/`, to: dir === '.' ? './' : `./${dir}/` };
}

/**
 * The file (relative to `root`, with slashes) that a profile means by `name`: an import path with a file name, an absolute
 * path, or one that starts with `.`; `undefined` when it lies in no module. Never guessed from the end of the name.
 */
export function locateFile(name: string, root: string, modules: readonly ModulePath[]): string | undefined {
  const path =
    posix.isAbsolute(name) || /^[A-Za-z]:[\\/]/.test(name)
      ? posix.relative(slashes(root), slashes(name))
      : name.startsWith('.')
        ? name
        : fileOfImport(modules, name);
  // A profile may come from anywhere, and its files are shown: nothing outside of the repository answers to a name.
  const inside = path === undefined ? '..' : posix.normalize(path);
  if (inside === '..' || inside.startsWith('../')) return undefined;
  return name.endsWith('/.') ? `${inside}/.` : inside; // a `//line` directive without a name
}

const slashes = (path: string): string => path.replaceAll('\\', '/');
