import { posix } from 'node:path';

export type Link = { readonly path: string; readonly target: string };

/**
 * The other names of a path by symbolic links of the repository: `testdata/shared -> ../../shared` gives `shared/x` the name
 * `a/testdata/shared/x`. Links that leave the repository give none. `target` is what the link holds, unresolved.
 */
export function aliasesBy(links: readonly Link[]): (path: string) => string[] {
  const resolved = links.flatMap(({ path, target }) => {
    if (target === '' || posix.isAbsolute(target)) return [];
    const to = posix.normalize(posix.join(posix.dirname(path), target)).replace(/(?<=.)\/$/, '');
    return to === '..' || to.startsWith('../') ? [] : [{ path, to }];
  });
  return (path) => {
    const names = new Set([path]);
    for (const name of names) {
      // Links to links: each name is followed once; sixteen are more than any honest file has.
      for (const link of resolved) {
        // A link to a folder around itself would only give the same file longer and longer names.
        if (names.size > 16 || name === link.path || name.startsWith(`${link.path}/`)) continue;
        if (name === link.to) names.add(link.path);
        else if (link.to === '.') names.add(`${link.path}/${name}`);
        else if (name.startsWith(`${link.to}/`)) names.add(link.path + name.slice(link.to.length));
      }
    }
    names.delete(path);
    return [...names];
  };
}
