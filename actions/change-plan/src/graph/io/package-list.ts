import { join, posix } from 'node:path';
import { ActionError, eachLimited } from '@go-actions/action-kit';
import { type GoModule, type GoPackage, listPackages } from '@go-actions/go-project';

export type ListPlace = {
  /** The repository's root, absolute. */
  readonly root: string;
  /** Our modules and those of the workspace beside them, with folders relative to `root`. */
  readonly modules: readonly GoModule[];
  /** The working directory relative to `root` when a go.work is in force there: one `go list` sees all modules. */
  readonly workspace: string | undefined;
};

/** A module that the go command refuses, in its own words. */
export type RefusedModule = { readonly dir: string; readonly why: string };

export type PackageListing = {
  readonly packages: readonly GoPackage[];
  readonly refused: readonly RefusedModule[];
};

export type Platform = { readonly goos: string; readonly goarch: string };

const FIELDS = [
  'ImportPath',
  'Name',
  'Module',
  'DepOnly',
  'ForTest',
  'Standard',
  'Imports',
  'TestImports',
  'XTestImports',
  'EmbedPatterns',
  'TestEmbedPatterns',
  'XTestEmbedPatterns',
  'CgoFiles',
  'IgnoredGoFiles',
  'TestGoFiles',
  'XTestGoFiles',
  'Error',
  'Incomplete',
  'DepsErrors',
] as const satisfies (keyof GoPackage)[];

/** A repository may have hundreds of modules, each of which is a `go list` of its own. */
const PARALLEL = 4;

/** The packages of our modules as `go list` sees them on this platform. */
export function listOurs(place: ListPlace, signal: AbortSignal): Promise<PackageListing> {
  return listEach(place, [undefined], {}, signal);
}

/** The same with the packages of other modules that they and their tests import, under each of the other platforms too. */
export function listWithExternals(
  place: ListPlace,
  platforms: readonly Platform[],
  signal: AbortSignal,
): Promise<PackageListing> {
  return listEach(place, [undefined, ...platforms], { deps: true, test: true }, signal);
}

async function listEach(
  { root, modules, workspace }: ListPlace,
  platforms: readonly (Platform | undefined)[],
  more: { readonly deps?: true; readonly test?: true },
  signal: AbortSignal,
): Promise<PackageListing> {
  const places =
    workspace === undefined
      ? modules.map(({ dir }) => ({ dir, patterns: ['./...'] }))
      : [{ dir: workspace, patterns: modules.map((module) => pattern(workspace, module.dir)) }];
  const runs = platforms.flatMap((platform) => places.map((place) => ({ place, platform })));
  const packages: GoPackage[] = [];
  const refused = new Map<string, RefusedModule>();
  await eachLimited(runs, PARALLEL, async ({ place, platform }) => {
    try {
      const listed = await listPackages({
        dir: join(root, place.dir),
        patterns: place.patterns,
        ...more,
        fields: FIELDS,
        env: platform ? { GOOS: platform.goos, GOARCH: platform.goarch } : {},
        flags: ['-buildvcs=false'],
        signal,
      });
      // What only another platform sees adds imports, but cannot be selected here.
      const plain = withoutTestVariants(listed);
      packages.push(...(platform ? plain.map((pkg) => ({ ...pkg, DepOnly: true })) : plain));
    } catch (error) {
      if (!(error instanceof ActionError) || signal.aborted) throw error;
      refused.set(place.dir, { dir: place.dir, why: sentenceOf(error.message) });
    }
  });
  return { packages, refused: [...refused.values()] };
}

/** The go command's own words: what stands below the line that says how it ended. */
function sentenceOf(message: string): string {
  const [ended = '', ...said] = message.split('\n').map((line) => line.trim());
  return (said.filter(Boolean).join(' ') || ended).slice(0, 400);
}

/** `./lib/...`, and `../lib/...` for a module beside the working directory. */
function pattern(workspace: string, dir: string): string {
  const path = posix.join(posix.relative(workspace, dir), '...');
  return path.startsWith('../') ? path : `./${path}`;
}

/** With `-test`, `go list` adds `p.test`, `p [p.test]` and the like; the plain entry says all that we need. */
function withoutTestVariants(packages: readonly GoPackage[]): GoPackage[] {
  const paths = new Set(packages.map((pkg) => pkg.ImportPath));
  // A folder may be called `x.test` as well: a test binary is one beside the package that it tests.
  const isBinary = ({ Name, ImportPath: path }: GoPackage) =>
    Name === 'main' && path.endsWith('.test') && paths.has(path.slice(0, -'.test'.length));
  return packages.filter((pkg) => pkg.ForTest === undefined && !isBinary(pkg));
}
