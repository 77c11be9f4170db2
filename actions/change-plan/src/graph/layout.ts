import { posix } from 'node:path';
import { type GoModule, type GoWork, moduleOfFile } from '@go-actions/go-project';
import type { ModuleChange } from '../change/module-change.ts';
import { quoted } from '../quoted.ts';
import { type Layout, vendoredName } from './ownership.ts';

export type Replaced = Layout['replaced'][number];

/** Folders of the repository that a local `replace` puts in the place of a module, and that are no module of ours. */
export function replacedFolders(
  modules: readonly GoModule[],
  workspace: { dir: string; work: GoWork } | undefined,
): Replaced[] {
  const sources = [
    ...modules.map(({ dir, goMod }) => ({ dir, replace: goMod.replace })),
    ...(workspace ? [{ dir: workspace.dir, replace: workspace.work.replace }] : []),
  ];
  const own = new Set(modules.map(({ dir }) => dir));
  return sources
    .flatMap(({ dir, replace }) =>
      replace
        .filter((entry) => entry.new.version === undefined && !posix.isAbsolute(entry.new.path))
        .map((entry) => ({
          dir: posix.normalize(posix.join(dir, entry.new.path)).replace(/(?<=.)\/$/, ''),
          path: entry.old.path,
        })),
    )
    .filter(({ dir }) => !own.has(dir) && dir !== '..' && !dir.startsWith('../'))
    .sort((a, b) => b.dir.length - a.dir.length);
}

/** The folders whose `vendor` folder the go command uses: it has a modules.txt. */
export function vendorRoots(roots: readonly string[], files: ReadonlySet<string>): string[] {
  return roots.filter((dir) => files.has(posix.join(dir, 'vendor/modules.txt')));
}

/** Whether the change can reach our packages through packages of other modules, which take longer to list. */
export function needsExternals(
  paths: readonly string[],
  known: Pick<Layout, 'modules' | 'replaced' | 'vendors'> & {
    moduleChanges: ReadonlyMap<string, ModuleChange>;
  },
): boolean {
  for (const change of known.moduleChanges.values()) {
    if (change.everything === undefined && change.modules.size > 0) return true;
  }
  return paths.some((path) => {
    if (vendoredName(path, known.vendors) !== undefined) return true;
    const own = moduleOfFile(known.modules, path)?.dir ?? '';
    return known.replaced.some(({ dir }) => path.startsWith(`${dir}/`) && dir.length > own.length);
  });
}

/**
 * Why the graph cannot be read here: a toolchain line that names anything but a released Go, a module at
 * an absolute place, or two modules of one path.
 */
export function refusal(modules: readonly GoModule[], workspace: GoWork | undefined): string | undefined {
  for (const { toolchain } of [...modules.map(({ goMod }) => goMod), ...(workspace ? [workspace] : [])]) {
    if (toolchain !== undefined && !/^(default|go1(\.\d+){1,2}((rc|beta)\d+)?)$/.test(toolchain)) {
      return `the toolchain line ${quoted(toolchain)} names no released Go, so \`go list\` was not run`;
    }
  }
  const outside = modules.find(({ dir }) => posix.isAbsolute(dir) || dir === '..' || dir.startsWith('../'));
  if (outside) return `go.work uses ${quoted(outside.dir)}, a folder outside of the checkout`;
  const seen = new Map<string, string>();
  for (const { path, dir } of modules) {
    const other = seen.get(path);
    if (other !== undefined)
      return `two modules are called ${quoted(path)} (in ${quoted(other)} and ${quoted(dir)})`;
    seen.set(path, dir);
  }
  return undefined;
}
