import { posix } from 'node:path';
import { fileOfImport, type GoModule } from '@go-actions/go-project';

/** A module path and its folder relative to the repository's root; local `replace` targets answer to the replaced path too. */
export type ModulePath = Pick<GoModule, 'path' | 'dir'>;

/**
 * All names that files of the repository can have in a profile: each module's own path, and the paths that a `replace`
 * points at a folder inside the repository.
 */
export function listModulePaths(modules: readonly GoModule[]): GoModule[] {
  const replaced = modules.flatMap((module) =>
    module.goMod.replace
      .filter((replace) => replace.new.version === undefined && !posix.isAbsolute(replace.new.path))
      .map((replace) => ({
        ...module,
        path: replace.old.path,
        dir: posix.join(module.dir, replace.new.path),
      }))
      .filter(({ dir, path }) => !dir.startsWith('..') && !modules.some((other) => other.path === path)),
  );
  return [...modules, ...replaced];
}

/**
 * The file (relative to `root`, with slashes) that a profile means by `name`: an import path with a file name, an absolute
 * path, or one that starts with `.`; `undefined` when it lies in no module. Never guessed from the end of the name.
 */
export function locateFile(name: string, root: string, modules: readonly GoModule[]): string | undefined {
  const path =
    posix.isAbsolute(name) || /^[A-Za-z]:[\\/]/.test(name)
      ? posix.relative(slashes(root), slashes(name))
      : name.startsWith('.')
        ? name
        : fileOfImport(modules, name);
  // A profile may come from anywhere, and its files are shown: nothing outside of the repository answers to a name.
  const inside = path === undefined ? '..' : posix.normalize(path);
  return inside === '..' || inside.startsWith('../') ? undefined : inside;
}

const slashes = (path: string): string => path.replaceAll('\\', '/');
