import { posix } from 'node:path';
import { type GoModule, moduleOfFile, moduleOfImport } from '@go-actions/go-project';

/**
 * Gives each package pattern to its module, in a form that every tool takes there (`./x/...`): `./…` patterns are relative
 * to the working directory, everything else is an import path. A module that is asked for nothing is left out.
 * Patterns that fit no module come back as `unknown`.
 */
export function assignPackages(
  patterns: readonly string[],
  modules: readonly GoModule[],
): { byModule: Map<string, string[]>; unknown: string[] } {
  const byModule = new Map<string, string[]>();
  const unknown: string[] = [];
  const give = (module: GoModule, pattern: string) => {
    const given = byModule.get(module.dir) ?? [];
    if (!given.includes(pattern)) byModule.set(module.dir, [...given, pattern]);
  };
  for (const pattern of patterns) {
    const local = /^\.\.?(\/|$)/.test(pattern) || pattern === '...';
    const recursive = pattern === '...' || pattern.endsWith('/...');
    const base = (recursive ? pattern.replace(/\/?\.\.\.$/, '') : pattern) || '.';
    const place = local ? posix.normalize(base).replace(/(?<=.)\/$/, '') : base;
    const owner = local ? moduleOfFile(modules, place) : moduleOfImport(modules, place);
    if (owner) give(owner, inModule(place, local ? owner.dir : owner.path, recursive));
    const below = recursive
      ? modules.filter((module) => module !== owner && isBelow(module, place, local))
      : [];
    for (const module of below) give(module, './...');
    if (!owner && below.length === 0) unknown.push(pattern);
  }
  return { byModule, unknown };
}

function inModule(place: string, root: string, recursive: boolean): string {
  const inside = place === root ? '' : root === '.' ? place : place.slice(root.length + 1);
  const folder = inside === '' || inside === '.' ? '.' : `./${inside}`;
  return recursive ? `${folder}/...` : folder;
}

function isBelow(module: GoModule, place: string, local: boolean): boolean {
  if (local) return place === '.' || module.dir.startsWith(`${place}/`);
  return module.path.startsWith(`${place}/`);
}
