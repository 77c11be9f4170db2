import type { GoModule } from '@go-actions/go-project';

/** Sorts modules so that each comes after those that it requires; what requires each other keeps the order of folders. */
export function sortByDependency<T extends { readonly module: GoModule | undefined }>(
  releases: readonly T[],
): T[] {
  const sorted: T[] = [];
  const visited = new Set<T>();
  const visit = (release: T): void => {
    if (visited.has(release)) return;
    visited.add(release);
    const required = new Set(release.module?.goMod.require.map(({ path }) => path));
    for (const other of releases) if (other.module && required.has(other.module.path)) visit(other);
    sorted.push(release);
  };
  for (const release of releases) visit(release);
  return sorted;
}
