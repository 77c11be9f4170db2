import { posix } from 'node:path';
import { ActionError } from '@go-actions/action-kit';
import { type GoModule, moduleOfFile, moduleOfImport } from '@go-actions/go-project';

/** One `go test` (or `go list`): its folder relative to the working directory, and its package patterns. */
export type PackageRun = { readonly dir: string; readonly patterns: readonly string[] };

/**
 * Gives each pattern to its module and lets go run in that module's folder. Modules of one workspace go into one run: it
 * builds in parallel, and packages can cover each other's modules. No patterns means everything.
 */
export function planRuns(
  patterns: readonly string[],
  modules: readonly GoModule[],
  options: { workspace: boolean; workingDirectory: string },
): PackageRun[] {
  const chosen = new Map<GoModule, string[]>();
  const choose = (module: GoModule, pattern: string) =>
    chosen.set(module, [...(chosen.get(module) ?? []), pattern]);
  for (const pattern of patterns.length > 0 ? patterns : ['./...']) {
    const found =
      /^\.{0,2}\//.test(pattern) || pattern === '.'
        ? ofFolder(pattern, modules, options.workingDirectory)
        : ofImport(pattern, modules);
    if (found.length === 0) {
      throw new ActionError(
        `\`packages\` has ${JSON.stringify(pattern)}, which lies in no module of the project.`,
        {
          remedy: `Its modules are ${modules.map((module) => `${module.path} (${module.dir})`).join(', ')}.`,
        },
      );
    }
    for (const [module, inside] of found) choose(module, inside);
  }
  const runs = [...chosen].map(([module, inside]) => ({ dir: module.dir, patterns: inside }));
  if (!options.workspace || runs.length < 2) return runs;
  return [
    {
      dir: '.',
      patterns: runs.flatMap((run) => run.patterns.map((pattern) => fromParent(run.dir, pattern))),
    },
  ];
}

/** A folder pattern: the module that holds the folder, and with `...` the modules below it too. */
function ofFolder(
  pattern: string,
  modules: readonly GoModule[],
  workingDirectory: string,
): [GoModule, string][] {
  const relative = posix.isAbsolute(pattern)
    ? posix.relative(workingDirectory, pattern)
    : posix.normalize(pattern);
  const tree = relative === '...' || relative.endsWith('/...');
  const folder = posix.normalize(tree ? relative.slice(0, -3) || '.' : relative).replace(/\/$/, '') || '.';
  if (folder.startsWith('..')) return [];
  const home = moduleOfFile(modules, posix.join(folder, 'x.go'));
  const found: [GoModule, string][] = home
    ? [[home, `./${posix.relative(home.dir, folder)}${tree ? '/...' : ''}`.replace('.//', './')]]
    : [];
  if (!tree) return found;
  const below = modules.filter(
    (module) => module !== home && (folder === '.' || module.dir.startsWith(`${folder}/`)),
  );
  return [...found, ...below.map((module): [GoModule, string] => [module, './...'])];
}

/** An import path or pattern: the module with the longest matching path, and with `...` every module that it takes in. */
function ofImport(pattern: string, modules: readonly GoModule[]): [GoModule, string][] {
  const prefix = pattern.replace(/\/?\.\.\.$/, '');
  const home = moduleOfImport(modules, prefix);
  const found: [GoModule, string][] = home ? [[home, pattern]] : [];
  if (!pattern.endsWith('...')) return found;
  const below = modules.filter((module) => module !== home && module.path.startsWith(`${prefix}/`));
  return [...found, ...below.map((module): [GoModule, string] => [module, './...'])];
}

function fromParent(dir: string, pattern: string): string {
  return pattern.startsWith('.') && dir !== '.' ? `./${posix.join(dir, pattern)}` : pattern;
}

/** What `-coverpkg` gets: `all` stands for every package of the project's modules. */
export function planCoverPackages(
  coverpkg: string | undefined,
  modules: readonly GoModule[],
): string | undefined {
  if (!coverpkg) return undefined;
  if (coverpkg !== 'all')
    return coverpkg
      .split(/[\s,]+/)
      .filter(Boolean)
      .join(',');
  return modules.map((module) => `${module.path}/...`).join(',');
}
