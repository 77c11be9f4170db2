import { resolve } from 'node:path';
import { ActionError, eachLimited } from '@go-actions/action-kit';
import {
  formatTarget,
  type GoModule,
  type GoPackage,
  listPackages,
  moduleOfImport,
  type Target,
} from '@go-actions/go-project';
import { toImportPath } from '../main-path.ts';
import { type Main, targetEnvironment, uniqueTargets, unknownTargets } from '../plan.ts';
import { listPlatforms } from './platforms.ts';

export type MainsOptions = {
  /** Absolute; the modules' folders are relative to it. */
  readonly root: string;
  /** What folders in `wanted` are relative to, below `root`; default: `root`. */
  readonly prefix?: string;
  readonly modules: readonly GoModule[];
  /** Import paths, or paths of folders that begin with `./`; empty means every main package of the modules. */
  readonly wanted: readonly string[];
  readonly targets: readonly Target[];
  readonly tags: readonly string[];
  readonly cgo: boolean;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
};

const LISTS_AT_ONCE = 4;

/**
 * Finds the main packages to build with `go list`, once for each target: build constraints decide on which of them a main
 * exists. Sorted by import path. A wanted path that is not a main package of the modules for any target is an ActionError.
 */
export async function findMains(options: MainsOptions): Promise<Main[]> {
  const asked = options.wanted.map((path) => toImportPath(path, options.prefix ?? '.', options.modules));
  const wantedIn = Map.groupBy(asked, (path) => moduleOfImport(options.modules, path));
  const stray = wantedIn.get(undefined);
  if (stray) throw notMains(stray, await allMains(options));
  const found = new Map<string, { moduleDir: string; targets: Target[] }>();
  const lists = uniqueTargets(options.targets).flatMap((target) =>
    options.modules.flatMap((module) => {
      const patterns = options.wanted.length > 0 ? (wantedIn.get(module) ?? []) : ['./...'];
      return patterns.length > 0 ? [{ target, dir: resolve(options.root, module.dir), patterns }] : [];
    }),
  );
  await eachLimited(lists, LISTS_AT_ONCE, async ({ target, dir, patterns }) => {
    for (const importPath of await listMains(dir, patterns, target, options)) {
      const main = found.get(importPath) ?? { moduleDir: dir, targets: [] };
      main.targets.push(target);
      found.set(importPath, main);
    }
  });
  const missing = asked.filter((path) => !found.has(path));
  if (missing.length > 0) throw notMains(missing, await allMains(options));
  const order = options.targets.map(formatTarget);
  const position = (target: Target) => order.indexOf(formatTarget(target));
  return [...found]
    .map(([importPath, { moduleDir, targets }]) => ({
      importPath,
      moduleDir,
      targets: targets.toSorted((a, b) => position(a) - position(b)),
    }))
    .toSorted((a, b) => (a.importPath < b.importPath ? -1 : 1));
}

async function listMains(
  dir: string,
  patterns: readonly string[],
  target: Target,
  { tags, cgo, env, signal, wanted }: MainsOptions,
): Promise<string[]> {
  const packages = await listPackages({
    dir,
    patterns,
    tags,
    env: { ...env, ...targetEnvironment(target, cgo) },
    fields: ['ImportPath', 'Name', 'GoFiles', 'CgoFiles', 'Error'],
    ...(signal && { signal }),
  });
  // A path that Go refuses, or no package clause: it may be a program, and must not be left out without a word.
  const nameless = packages.find((each) => !each.Name && each.Error !== undefined);
  if (nameless && wanted.length === 0) throw unreadable(nameless);
  // A package that is asked for by name is listed although its build constraints exclude every file of it.
  return packages
    .filter(({ Name, GoFiles, CgoFiles }) => Name === 'main' && (GoFiles?.length || CgoFiles?.length))
    .map(({ ImportPath }) => ImportPath);
}

/** Refuses targets that the installed Go does not know; a list is better than the first complaint of the compiler. */
export async function checkTargets(
  targets: readonly Target[],
  cwd: string,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<void> {
  const unknown = unknownTargets(targets, await listPlatforms(cwd, env));
  if (unknown.length > 0) {
    throw new ActionError(`\`targets\` names ${unknown.join(', ')}, which this Go cannot build.`, {
      remedy: '`go tool dist list` prints the GOOS/GOARCH pairs that it can.',
    });
  }
}

async function allMains(options: MainsOptions): Promise<string[]> {
  return (await findMains({ ...options, wanted: [] })).map((main) => main.importPath);
}

function unreadable({ ImportPath, Error: fault }: GoPackage): ActionError {
  const place = fault?.Pos ? `${fault.Pos}: ` : '';
  return new ActionError(`Whether ${ImportPath} is a program is unknown: ${place}${fault?.Err}.`, {
    remedy: 'Mend or move that folder, or name the programs to build in `mains`.',
  });
}

function notMains(paths: readonly string[], known: readonly string[]): ActionError {
  return new ActionError(
    `\`mains\` names ${paths.join(', ')}, which is not a main package here for any of the targets.`,
    {
      remedy: known.length > 0 ? `Known: ${known.join(', ')}.` : 'There is no main package here.',
    },
  );
}
