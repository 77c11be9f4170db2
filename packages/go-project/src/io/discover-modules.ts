import { readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, isAbsolute, join, posix, relative, resolve, sep } from 'node:path';
import { ActionError } from '@go-actions/action-kit';
import { type GoMod, parseGoMod } from '../go-mod.ts';
import { type GoWork, parseGoWork } from '../go-work.ts';
import type { GoModule } from '../modules.ts';
import { nameFolder } from './go-list.ts';

export type DiscoveredModules = {
  /** The modules below the root, sorted by folder; in a workspace those that it uses. */
  readonly modules: readonly GoModule[];
  /** Modules beside them whose go.mod cannot be read, with the reason: to be said, never to be taken for clean. */
  readonly unreadable: readonly UnreadableModule[];
  /** The go.work file that the go command would use in the root. */
  readonly workspace?: GoWork;
  /** Where it is, relative to the root, and all modules that it uses; folders outside of the root begin with `../`. */
  readonly workFile?: string;
  readonly workspaceModules?: readonly GoModule[];
};

export type UnreadableModule = { readonly dir: string; readonly reason: string };

export type Discovery = {
  /** GOWORK as the go command would see it: `off`, an absolute path, or nothing for the nearest go.work above. */
  readonly gowork?: string | undefined;
};

/** Far above every real go.mod; what is larger is an attack or a mistake. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * The modules of a repository as a developer's go command sees them: those below `root` that the go.work in force uses, else
 * every go.mod outside of `vendor`, `testdata`, dotted and underscored folders (and `node_modules`: some npm packages carry a
 * go.mod). Symbolic links are not followed, as the go command does not follow them. Throws an ActionError when there is none
 * that can be read.
 */
export async function discoverModules(root: string, { gowork }: Discovery = {}): Promise<DiscoveredModules> {
  const file = findWorkFile(root, gowork);
  const text = file === undefined ? undefined : readOptional(file, dirname(file));
  if (file === undefined || text === undefined) return modulesBelow(root);
  const workFile = slashed(relative(root, file));
  const workspace = parsed(workFile, () => parseGoWork(text));
  const used = workspace.use.map((dir) => {
    const path = resolve(dirname(file), dir.replaceAll('\\', '/'));
    return posix.isAbsolute(dir) ? posix.normalize(dir) : slashed(relative(root, path)) || '.';
  });
  const workspaceModules = sortDirs(used).map((dir) => readModule(root, dir));
  const below = workspaceModules.filter(({ dir }) => !dir.startsWith('../') && !posix.isAbsolute(dir));
  // A folder that the workspace above leaves out is not for us to hide: the go command says what is wrong with it.
  const found =
    workFile === 'go.work' ? workspaceModules : below.length > 0 ? below : modulesBelow(root).modules;
  return { modules: found, unreadable: [], workspace, workFile, workspaceModules };
}

/**
 * The modules that users of the repository can ask for: every go.mod of the commit, whatever a go.work says, and every folder
 * that is no part of the module above because it has a go.mod of its own, wherever it lies (`_examples`, `testdata`, dotted).
 */
export function discoverReleaseModules(root: string): {
  readonly modules: readonly GoModule[];
  readonly boundaries: readonly string[];
} {
  const boundaries = findModuleDirs(root, '.', /^(\.git|vendor|node_modules)$/).sort();
  return { modules: modulesBelow(root).modules, boundaries };
}

/** cmd/go/internal/modload.FindGoWork: the variable, else the nearest go.work in the folder or above. */
function findWorkFile(root: string, gowork: string | undefined): string | undefined {
  if (gowork === 'off') return undefined;
  if (gowork !== undefined && gowork !== '' && gowork !== 'auto') {
    if (!isAbsolute(gowork)) {
      throw new ActionError(`GOWORK is ${JSON.stringify(gowork)}, which is not an absolute path.`, {
        remedy: 'Set GOWORK to `off`, to an absolute path, or not at all.',
      });
    }
    if (statOf(gowork) === undefined) throw new ActionError(`GOWORK is ${gowork}, which does not exist.`);
    return gowork;
  }
  for (let dir = resolve(root); ; dir = dirname(dir)) {
    const file = join(dir, 'go.work');
    if (statOf(file)?.isDirectory() === false) return file;
    if (dirname(dir) === dir) return undefined;
  }
}

function modulesBelow(root: string): Pick<DiscoveredModules, 'modules' | 'unreadable'> {
  const dirs = sortDirs(findModuleDirs(root, '.', /^([._]|vendor$|testdata$|node_modules$)/));
  const modules: GoModule[] = [];
  const unreadable: UnreadableModule[] = [];
  for (const dir of dirs) {
    try {
      modules.push(readModule(root, dir));
    } catch (error) {
      // The go command does not look into nested modules either; a template of a go.mod is a common one.
      if (!(error instanceof ActionError) || dir === '.' || dirs.length === 1) throw error;
      unreadable.push({ dir, reason: error.message });
    }
  }
  if (modules.length > 0) return { modules, unreadable };
  throw new ActionError(
    unreadable[0]?.reason ??
      `There is no go.mod or go.work in \`${nameFolder(root)}\`, nor in a folder below it.`,
    { remedy: 'Set `working-directory` to the folder of a Go module.' },
  );
}

const sortDirs = (dirs: readonly string[]): string[] => [...new Set(dirs)].sort((a, b) => (a < b ? -1 : 1));

function readModule(root: string, dir: string): GoModule {
  const file = posix.join(dir, 'go.mod');
  const text = readOptional(posix.isAbsolute(dir) ? file : join(root, file), root);
  if (text === undefined) throw new ActionError(`go.work uses ${dir}, but there is no ${file}.`);
  const goMod = parsed(file, () => parseGoMod(text));
  return { dir, path: goMod.module, goMod };
}

/** Synchronous: a large repository has thousands of folders, and a promise for each costs twice the time of the walk. */
function findModuleDirs(root: string, dir: string, skipped: RegExp): string[] {
  const entries = readdirSync(join(root, dir), { withFileTypes: true });
  const here = entries.some((entry) => entry.name === 'go.mod' && !entry.isDirectory()) ? [dir] : [];
  const below = entries
    .filter((entry) => entry.isDirectory() && !skipped.test(entry.name))
    .flatMap((entry) => findModuleDirs(root, posix.join(dir, entry.name), skipped));
  return [...here, ...below];
}

/** The text of a go.mod or go.work; a device, a link that leaves `root`, or an endless file is not one. */
function readOptional(path: string, root: string): string | undefined {
  const stats = statOf(path);
  if (stats === undefined) return undefined; // the caller decides what that means
  const real = realpathSync(path);
  const folder = realpathSync(dirname(path));
  const moved = relative(folder, real) !== (path.split(/[/\\]/).at(-1) ?? '');
  const outside = relative(realpathSync(root), real).startsWith(`..${sep}`);
  if (!stats.isFile() || stats.size > MAX_BYTES || (moved && outside)) {
    throw new ActionError(`${path} is not a regular file of the checkout.`, {
      remedy: 'Commit the file itself rather than a link that leaves the checkout.',
    });
  }
  return readFileSync(path, 'utf8');
}

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

const slashed = (path: string): string => path.split(sep).join('/');

/** Parse errors name the file by its path in the repository rather than by its bare name. */
function parsed<T extends GoMod | GoWork>(file: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ActionError(message.replace(/^go\.(mod|work):/, `${file}:`));
  }
}
