import { posix } from 'node:path';
import { assignPatterns, type GoModule, type GoPackage } from '@go-actions/go-project';

/** One `go test` (or `go list`): its folder relative to the working directory, and its package patterns. */
export type PackageRun = { readonly dir: string; readonly patterns: readonly string[] };

/** Runs, and for each pattern that was asked for where it went. */
export type RunPlan = {
  readonly runs: readonly PackageRun[];
  readonly asked: readonly { readonly pattern: string; readonly runs: readonly PackageRun[] }[];
  /** Patterns that lie in no module. */
  readonly unknown: readonly string[];
};

/**
 * Gives each pattern to its modules and lets go run in their folders. Modules of one workspace go into one run: it builds in
 * parallel, and packages can cover each other's modules. No patterns means everything.
 */
export function planRuns(
  patterns: readonly string[],
  modules: readonly GoModule[],
  options: { readonly workspace: boolean; readonly root: string },
): RunPlan {
  const plan = (wanted: readonly string[]) => {
    const { byModule, unknown } = assignPatterns(wanted, modules, options.root);
    const runs = [...byModule].map(([dir, inside]) => ({ dir, patterns: inside }));
    return { runs: options.workspace ? joinRuns(runs) : runs, unknown };
  };
  const whole = plan(patterns.length > 0 ? patterns : ['./...']);
  return { ...whole, asked: patterns.map((pattern) => ({ pattern, runs: plan([pattern]).runs })) };
}

/** The same runs from the folder of the workspace. */
function joinRuns(runs: readonly PackageRun[]): PackageRun[] {
  if (runs.length === 0) return [];
  const patterns = runs.flatMap(({ dir, patterns: inside }) =>
    inside.map((pattern) => (dir === '.' ? pattern : `./${posix.join(dir, pattern)}`)),
  );
  return [{ dir: '.', patterns: [...new Set(patterns)] }];
}

/** What `go list` found for one run. */
export type ListedRun = { readonly run: PackageRun; readonly packages: readonly GoPackage[] };

/** Leaves out patterns, and then runs, in which nothing is a package: go calls them an error ("no packages to test"). */
export function withPackages({ run, packages }: ListedRun): ListedRun | undefined {
  const real = packages.filter(isPackage);
  const matched = new Set(real.flatMap((pkg) => pkg.Match ?? []));
  const patterns = run.patterns.filter((pattern) => matched.has(pattern));
  return patterns.length > 0 ? { run: { dir: run.dir, patterns }, packages: real } : undefined;
}

/** Patterns that were asked for and that no package matches. */
export function listUnmatched(asked: RunPlan['asked'], listed: readonly ListedRun[]): string[] {
  const matched = new Set(
    listed.flatMap(({ run, packages }) =>
      packages
        .filter(isPackage)
        .flatMap((pkg) => (pkg.Match ?? []).map((pattern) => `${run.dir} ${pattern}`)),
    ),
  );
  return asked
    .filter(
      ({ runs }) =>
        !runs.some(({ dir, patterns }) => patterns.some((pattern) => matched.has(`${dir} ${pattern}`))),
    )
    .map(({ pattern }) => pattern);
}

/** `go list -e` answers with an entry for what is none as well: a folder that is not there, or that has no file to compile. */
function isPackage(pkg: GoPackage): boolean {
  const files = [pkg.GoFiles, pkg.CgoFiles, pkg.TestGoFiles, pkg.XTestGoFiles];
  if (files.some((names) => (names?.length ?? 0) > 0)) return true;
  return pkg.Error !== undefined && !NO_PACKAGE.test(pkg.Error.Err);
}

const NO_PACKAGE =
  /no Go files|exclude all Go files|directory not found|no such file|cannot find|matched no packages|is not in std|no required module/;

export const hasTestFiles = (pkg: GoPackage): boolean =>
  (pkg.TestGoFiles?.length ?? 0) + (pkg.XTestGoFiles?.length ?? 0) > 0;

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
