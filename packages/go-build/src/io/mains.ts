import { resolve } from 'node:path';
import { ActionError } from '@go-actions/action-kit';
import type { Target } from '@go-actions/go-project';
import { type GoModule, listPackages, moduleOfImport } from '@go-actions/go-project';
import { type Main, targetEnvironment, unknownTargets } from '../plan.ts';
import { listPlatforms } from './platforms.ts';

export type MainsOptions = {
  /** Absolute; the modules' folders are relative to it. */
  readonly root: string;
  readonly modules: readonly GoModule[];
  /** Import paths; empty means every main package of the modules. */
  readonly wanted: readonly string[];
  readonly targets: readonly Target[];
  readonly tags: readonly string[];
  readonly cgo: boolean;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
};

/**
 * Finds the main packages to build with `go list`, seen from the first target (build constraints may hide a main from the
 * computer that we run on). A wanted path that is no main package of the modules is an ActionError.
 */
export async function findMains(options: MainsOptions): Promise<Main[]> {
  const [first] = options.targets;
  const env = { ...options.env, ...(first && targetEnvironment(first, options.cgo)) };
  const found = new Map<string, Main>();
  const wantedIn = Map.groupBy(options.wanted, (path) => moduleOfImport(options.modules, path));
  const stray = wantedIn.get(undefined);
  if (stray)
    throw notMains(
      stray,
      options.modules.map((module) => module.path),
    );
  for (const module of options.modules) {
    const patterns = options.wanted.length > 0 ? (wantedIn.get(module) ?? []) : ['./...'];
    if (patterns.length === 0) continue;
    const dir = resolve(options.root, module.dir);
    const packages = await listPackages({
      dir,
      patterns,
      tags: options.tags,
      env,
      fields: ['ImportPath', 'Name'],
      ...(options.signal && { signal: options.signal }),
    });
    for (const { ImportPath, Name } of packages) {
      if (Name === 'main') found.set(ImportPath, { importPath: ImportPath, moduleDir: dir });
    }
  }
  const missing = options.wanted.filter((path) => !found.has(path));
  if (missing.length > 0) throw notMains(missing, await allMains(options));
  return [...found.values()];
}

/** Refuses targets that the installed Go does not know; a list is better than the first complaint of the compiler. */
export async function checkTargets(targets: readonly Target[], cwd: string): Promise<void> {
  const unknown = unknownTargets(targets, await listPlatforms(cwd));
  if (unknown.length > 0) {
    throw new ActionError(`\`targets\` names ${unknown.join(', ')}, which this Go cannot build.`, {
      remedy: '`go tool dist list` prints the GOOS/GOARCH pairs that it can.',
    });
  }
}

async function allMains(options: MainsOptions): Promise<string[]> {
  return (await findMains({ ...options, wanted: [] })).map((main) => main.importPath);
}

function notMains(paths: readonly string[], known: readonly string[]): ActionError {
  return new ActionError(`\`mains\` names ${paths.join(', ')}, which is no main package here.`, {
    remedy: known.length > 0 ? `Known: ${known.join(', ')}.` : 'There is no main package here.',
  });
}
