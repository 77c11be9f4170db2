import { posix } from 'node:path';
import type { GoModule } from '@go-actions/go-project';

/**
 * The import path of a folder that is written as `./cmd/api`, relative to `prefix`: `example.com/app/cmd/api` where the module
 * is `example.com/app`. What is no such path, or lies in none of the modules, stays as it is.
 */
export function toImportPath(path: string, prefix: string, modules: readonly GoModule[]): string {
  if (path !== '.' && !path.startsWith('./')) return path;
  const folder = posix.join(prefix, path).replace(/(.)\/$/, '$1');
  const holds = ({ dir }: GoModule) => dir === '.' || folder === dir || folder.startsWith(`${dir}/`);
  const [module] = modules.filter(holds).sort((a, b) => b.dir.length - a.dir.length);
  if (!module) return path;
  const rest = posix.relative(module.dir, folder);
  return rest === '' ? module.path : `${module.path}/${rest}`;
}
