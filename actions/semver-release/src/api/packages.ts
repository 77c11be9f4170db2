import type { GoPackage } from '@go-actions/go-project';
import type { ApiDiff } from './diff.ts';

/** The packages of a module that others can import: neither programs nor `internal`. */
export function listExported(packages: readonly GoPackage[]): GoPackage[] {
  return packages.filter(
    ({ ImportPath, Name, GoFiles, CgoFiles }) =>
      Name !== 'main' && (GoFiles?.length || CgoFiles?.length) && !/(^|\/)internal(\/|$)/.test(ImportPath),
  );
}

/**
 * What apidiff does not compare: it knows packages by their paths, and a program as a package like others. One that nobody can
 * import any more, or under another name, breaks those who do.
 */
export function compareNames(before: readonly GoPackage[], after: readonly GoPackage[]): ApiDiff {
  const names = (packages: readonly GoPackage[]) =>
    new Map(listExported(packages).map(({ ImportPath, Name }) => [ImportPath, Name]));
  const programs = (packages: readonly GoPackage[]) =>
    new Set(packages.filter(({ Name }) => Name === 'main').map(({ ImportPath }) => ImportPath));
  const [old, now, oldPrograms, nowPrograms] = [
    names(before),
    names(after),
    programs(before),
    programs(after),
  ];
  return {
    incompatible: [...old].flatMap(([path, name]) => {
      if (nowPrograms.has(path)) return [`package ${path}: became a program`];
      const other = now.get(path);
      return other === undefined || other === name
        ? []
        : [`package ${path}: its name was ${name}, and is ${other}`];
    }),
    compatible: [...now.keys()].flatMap((path) =>
      oldPrograms.has(path) ? [`package ${path}: was a program`] : [],
    ),
  };
}

/** `exported` and what they import of their own module, at any distance: exported names may be aliases of internal ones. */
export function listBehind(exported: readonly GoPackage[], packages: readonly GoPackage[]): GoPackage[] {
  const own = new Map(packages.map((each) => [each.ImportPath, each]));
  const found = new Set(exported);
  for (const { Imports = [] } of found) {
    for (const path of Imports) {
      const imported = own.get(path);
      if (imported) found.add(imported);
    }
  }
  return [...found];
}

/** Two platforms with the same files have the same API: what of a module depends on the platform, as text to compare. */
export function fingerprintFiles(packages: readonly GoPackage[]): string {
  return JSON.stringify(
    packages
      .map(({ ImportPath, GoFiles = [], CgoFiles = [] }) => [ImportPath, GoFiles, CgoFiles] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}
