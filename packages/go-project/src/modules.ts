import type { GoMod } from './go-mod.ts';

/** A module of the repository; `dir` is relative to the root, with slashes, `.` for the root itself. */
export type GoModule = { readonly dir: string; readonly path: string; readonly goMod: GoMod };

/** What names need to know of a module. */
export type ModulePath = Pick<GoModule, 'path' | 'dir'>;

/** The module that an import path belongs to: the longest module path that is a prefix of it at a path boundary. */
export function moduleOfImport<M extends ModulePath>(
  modules: readonly M[],
  importPath: string,
): M | undefined {
  return longest(modules, (module) => (isWithin(importPath, module.path) ? module.path.length : -1));
}

/** The module that a file (relative to the root) lies in: the deepest one whose folder contains it. */
export function moduleOfFile(modules: readonly GoModule[], path: string): GoModule | undefined {
  return longest(modules, (module) => {
    if (module.dir === '.') return 0;
    return isWithin(path, module.dir) ? module.dir.length : -1;
  });
}

/** Turns the name of a file in a cover profile (`example.com/m/pkg/x.go`) into its path relative to the root. */
export function fileOfImport(modules: readonly ModulePath[], name: string): string | undefined {
  const module = moduleOfImport(modules, name);
  if (!module || name === module.path) return undefined;
  const inside = name.slice(module.path.length + 1);
  return module.dir === '.' ? inside : `${module.dir}/${inside}`;
}

function isWithin(path: string, folder: string): boolean {
  return folder !== '' && (path === folder || path.startsWith(`${folder}/`));
}

function longest<M extends ModulePath>(modules: readonly M[], length: (module: M) => number): M | undefined {
  let best: { module: M; length: number } | undefined;
  for (const module of modules) {
    const found = length(module);
    if (found >= 0 && (!best || found > best.length)) best = { module, length: found };
  }
  return best?.module;
}
