import { posix } from 'node:path';
import type { DiscoveredModules, GoModule, GoWork } from '@go-actions/go-project';
import { quoted } from '../quoted.ts';

/** The modules of a plan, with folders relative to the repository's root. */
export type PlacedModules = {
  /** The repository's root, absolute; without git the working directory. */
  readonly root: string;
  /** The working directory relative to `root`, `.` for the root. */
  readonly prefix: string;
  /** The modules in the working directory: their packages can be selected. */
  readonly own: readonly GoModule[];
  /** Those and the others of the go.work in force, which carry a change on. */
  readonly modules: readonly GoModule[];
  /** Clauses on modules that cannot be read. */
  readonly unreadable: readonly string[];
  /** The go.work in force and its folder. */
  readonly workspace: { readonly dir: string; readonly work: GoWork } | undefined;
};

/** Places what was discovered in the working directory into the repository. */
export function placeModules(root: string, prefix: string, discovered: DiscoveredModules): PlacedModules {
  const { workspace: work, workFile = 'go.work' } = discovered;
  const place = (module: GoModule): GoModule => ({
    ...module,
    dir: posix.isAbsolute(module.dir) ? module.dir : posix.join(prefix, module.dir),
  });
  const own = discovered.modules.map(place);
  const dirs = new Set(own.map(({ dir }) => dir));
  const beside = (discovered.workspaceModules ?? []).map(place).filter(({ dir }) => !dirs.has(dir));
  return {
    root,
    prefix,
    own,
    modules: [...own, ...beside],
    unreadable: discovered.unreadable.map(
      ({ dir, reason }) => `the module in ${quoted(posix.join(prefix, dir))} does not load: ${reason}`,
    ),
    workspace: work && { dir: posix.join(prefix, posix.dirname(workFile)), work },
  };
}

/** The modules in the working directory, with folders relative to it. */
export function modulesBelow({ own, prefix }: Pick<PlacedModules, 'own' | 'prefix'>): GoModule[] {
  return own.map((module) => ({ ...module, dir: posix.relative(prefix, module.dir) || '.' }));
}
