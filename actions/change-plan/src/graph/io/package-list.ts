import { join, posix } from 'node:path';
import { eachLimited } from '@go-actions/action-kit';
import { type GoModule, type GoPackage, listPackages } from '@go-actions/go-project';

export type ListPlace = {
  /** The repository's root, absolute. */
  readonly root: string;
  /** Our modules, with folders relative to `root`. */
  readonly modules: readonly GoModule[];
  /** The folder of go.work relative to `root`, when there is one. */
  readonly workspace: string | undefined;
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
export function listOurs(place: ListPlace, signal: AbortSignal): Promise<GoPackage[]> {
  return listEach(place, [undefined], {}, signal);
}

/** The same with the packages of other modules that they and their tests import, under each of the other platforms too. */
export function listWithExternals(
  place: ListPlace,
  platforms: readonly Platform[],
  signal: AbortSignal,
): Promise<GoPackage[]> {
  return listEach(place, [undefined, ...platforms], { deps: true, test: true }, signal);
}

async function listEach(
  { root, modules, workspace }: ListPlace,
  platforms: readonly (Platform | undefined)[],
  more: { readonly deps?: true; readonly test?: true },
  signal: AbortSignal,
): Promise<GoPackage[]> {
  const places =
    workspace === undefined
      ? modules.map((module) => ({ dir: join(root, module.dir), patterns: ['./...'] }))
      : [{ dir: join(root, workspace), patterns: modules.map((module) => pattern(workspace, module.dir)) }];
  const runs = platforms.flatMap((platform) => places.map((place) => ({ place, platform })));
  const packages: GoPackage[] = [];
  await eachLimited(runs, PARALLEL, async ({ place, platform }) => {
    const listed = await listPackages({
      ...place,
      ...more,
      fields: FIELDS,
      env: platform ? { GOOS: platform.goos, GOARCH: platform.goarch } : {},
      flags: ['-buildvcs=false'],
      signal,
    });
    // What only another platform sees adds imports, but cannot be selected here.
    const plain = withoutTestVariants(listed);
    packages.push(...(platform ? plain.map((pkg) => ({ ...pkg, DepOnly: true })) : plain));
  });
  return packages;
}

const pattern = (workspace: string, dir: string): string =>
  `./${posix.join(posix.relative(workspace, dir), '...')}`;

/** With `-test`, `go list` adds `p.test`, `p [p.test]` and the like; the plain entry says all that we need. */
function withoutTestVariants(packages: readonly GoPackage[]): GoPackage[] {
  const paths = new Set(packages.map((pkg) => pkg.ImportPath));
  // A folder may be called `x.test` as well: a test binary is one beside the package that it tests.
  const isBinary = ({ Name, ImportPath: path }: GoPackage) =>
    Name === 'main' && path.endsWith('.test') && paths.has(path.slice(0, -'.test'.length));
  return packages.filter((pkg) => pkg.ForTest === undefined && !isBinary(pkg));
}
