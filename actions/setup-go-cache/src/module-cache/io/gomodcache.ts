import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackedGoMod } from '../../pack/format.ts';
import type { Source } from '../../pack/io/writer.ts';
import type { FreshModule, ModuleSums } from '../modules.ts';
import { escapeModule, hashGoMod } from '../sums.ts';

const INFO_LIMIT = 64 * 1024;

/** Where one module version lies in GOMODCACHE (cmd/go/internal/modfetch/cache.go). */
export function modulePaths(root: string, path: string, version: string) {
  const [escaped, name] = [escapeModule(path), escapeModule(version)];
  const download = join(root, 'cache', 'download', escaped, '@v');
  return {
    tree: join(root, `${escaped}@${name}`),
    /** Go takes a tree for complete when this file is there. */
    marker: join(download, `${name}.ziphash`),
    mod: join(download, `${name}.mod`),
    info: join(download, `${name}.info`),
    partial: join(download, `${name}.partial`),
  };
}

/** Whether Go would take the module from the cache as it is. */
export function hasModule(root: string, path: string, version: string): boolean {
  const { tree, marker, partial } = modulePaths(root, path, version);
  return existsSync(marker) && existsSync(tree) && !existsSync(partial);
}

export type ListedModule = { readonly module: FreshModule; readonly source: Source };

/** A module's tree as a source for the pack; undefined when it holds what no module zip can hold. */
export function listModule(
  root: string,
  path: string,
  version: string,
  sum: string,
): ListedModule | undefined {
  const { tree } = modulePaths(root, path, version);
  const files: [string, number][] = [];
  const walk = (folder: string): boolean =>
    readdirSync(join(tree, folder), { withFileTypes: true }).every((entry) => {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return walk(name);
      if (!entry.isFile()) return false;
      files.push([name, lstatSync(join(tree, name)).size]);
      return true;
    });
  if (!walk('')) return undefined;
  const size = files.reduce((total, [, bytes]) => total + bytes, 0);
  const paths = files.map(([name, bytes]) => ({ path: join(tree, name), size: bytes }));
  return { module: { path, version, sum, files }, source: { id: `${path}@${version}`, size, files: paths } };
}

/** The go.mod files in the download cache that go.sum vouches for. */
export function listGoMods(root: string, sums: ModuleSums): PackedGoMod[] {
  return [...sums.goMods.values()].flatMap(({ path, version, hash }) => {
    const files = modulePaths(root, path, version);
    const mod = readIfThere(files.mod);
    if (mod === undefined || hashGoMod(mod) !== hash) return [];
    const info = readIfThere(files.info);
    return [{ path, version, mod, ...(info !== undefined && info.length <= INFO_LIMIT && { info }) }];
  });
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined; // Go did not need it
    throw error;
  }
}
