import { isAbsolute, relative, sep } from 'node:path';

/** Whether `path` is `root` or lies below it; both absolute and, where links matter, real. */
export function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || (!isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`));
}
