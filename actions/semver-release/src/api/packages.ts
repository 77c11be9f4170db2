import type { GoPackage } from '@go-actions/go-project';

/** The packages of a module that others can import: neither programs nor `internal`. */
export function listExported(packages: readonly GoPackage[]): GoPackage[] {
  return packages.filter(
    ({ ImportPath, Name, GoFiles, CgoFiles }) =>
      Name !== 'main' && (GoFiles?.length || CgoFiles?.length) && !/(^|\/)internal(\/|$)/.test(ImportPath),
  );
}

/** Two platforms with the same files have the same API: what of a module depends on the platform, as text to compare. */
export function fingerprintFiles(packages: readonly GoPackage[]): string {
  return JSON.stringify(
    packages
      .map(({ ImportPath, GoFiles = [], CgoFiles = [] }) => [ImportPath, GoFiles, CgoFiles] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}
