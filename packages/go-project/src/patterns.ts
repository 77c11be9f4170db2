import { posix } from 'node:path';
import { type GoModule, moduleOfFile, moduleOfImport } from './modules.ts';

/** Package patterns by the folder of their module, in the form that every Go tool takes there: `.`, `./x`, `./x/...`. */
export type AssignedPatterns = {
  readonly byModule: ReadonlyMap<string, readonly string[]>;
  /** Patterns that lie in no module. */
  readonly unknown: readonly string[];
};

/**
 * Gives each package pattern to the modules that it can match. `./x` and absolute folders are relative to `root` (where the
 * modules' folders are), everything else is an import path; `...` takes in the modules below. A module that is asked for
 * nothing is left out (https://pkg.go.dev/cmd/go#hdr-Package_lists_and_patterns).
 */
export function assignPatterns(
  patterns: readonly string[],
  modules: readonly GoModule[],
  root = '/',
): AssignedPatterns {
  const byModule = new Map<string, string[]>();
  const unknown: string[] = [];
  for (const pattern of patterns) {
    const found = ownersOf(pattern, modules, root);
    if (found.length === 0) unknown.push(pattern);
    for (const [module, inside] of found) {
      const given = byModule.get(module.dir) ?? [];
      if (!given.includes(inside)) byModule.set(module.dir, [...given, inside]);
    }
  }
  return { byModule, unknown };
}

function ownersOf(pattern: string, modules: readonly GoModule[], root: string): [GoModule, string][] {
  const local = /^\.\.?(\/|$)|^\//.test(pattern) || pattern === '...';
  const path = local ? folderOf(pattern, root) : pattern;
  const place = (module: GoModule) => (local ? module.dir : module.path);
  // What stands before the first wildcard: the folder that is surely asked for, and a part of a name.
  const fixed = path.split('...')[0] ?? '';
  const wild = fixed !== path;
  const folder = (wild ? fixed.slice(0, fixed.lastIndexOf('/') + 1) : fixed).replace(/(?<=.)\/$/, '') || '.';
  const home = local ? moduleOfFile(modules, posix.join(folder, 'x.go')) : moduleOfImport(modules, folder);
  const found: [GoModule, string][] = home ? [[home, inside(path, place(home))]] : [];
  if (!wild) return found;
  // `x/...` reaches the modules below x, `x...` also xy; what follows the last wildcard must hold inside of them.
  const rest = path.slice(path.lastIndexOf('...') + 3);
  const below = modules.filter((module) => module !== home && `${place(module)}/`.startsWith(fixed));
  return [...found, ...below.map((module): [GoModule, string] => [module, `./...${rest}`])];
}

/** A folder pattern relative to `root`, without `./` in front. */
function folderOf(pattern: string, root: string): string {
  const relative = posix.isAbsolute(pattern) ? posix.relative(root, pattern) : pattern;
  return posix.normalize(relative || '.').replace(/(?<=.)\/$/, '');
}

/** A path pattern as seen from the folder or path of a module: `./x/...`. */
function inside(path: string, place: string): string {
  if (path === place) return '.';
  const rest = place === '.' ? path : path.slice(place.length).replace(/^\//, '');
  return rest === '' ? '.' : `./${rest}`;
}
