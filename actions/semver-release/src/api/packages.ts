import type { GoPackage } from '@go-actions/go-project';

/** The packages of a module that others can import: neither programs nor `internal`. */
export function listExported(packages: readonly GoPackage[]): GoPackage[] {
  return packages.filter(
    ({ ImportPath, Name, GoFiles, CgoFiles }) =>
      Name !== 'main' && (GoFiles?.length || CgoFiles?.length) && !/(^|\/)internal(\/|$)/.test(ImportPath),
  );
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
