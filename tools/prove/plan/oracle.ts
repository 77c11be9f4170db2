import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { discoverModules, listPackages } from '@go-actions/go-project';

/**
 * What every test of a checkout is compiled from: import path -> a digest over the *content* IDs (the part of a build ID after
 * its last slash, cmd/go/internal/work/buildid.go) of all packages that its test binary links. Equal digests mean that `go test`
 * would link the same binary. Nothing of this comes from the planner.
 */
export async function readTestInputs(
  root: string,
  env: Record<string, string> = {},
): Promise<Map<string, string>> {
  const inputs = new Map<string, string>();
  const { modules, workspace } = await discoverModules(root);
  const places = workspace
    ? [{ dir: root, patterns: modules.map((module) => `./${module.dir}/...`) }]
    : modules.map((module) => ({ dir: join(root, module.dir), patterns: ['./...'] }));
  for (const place of places) {
    const packages = await listPackages({
      ...place,
      env,
      test: true,
      deps: true,
      fields: ['ImportPath', 'Name', 'Deps', 'BuildID', 'Standard', 'ForTest'],
      flags: ['-export', '-trimpath', '-buildvcs=false'],
    });
    const content = new Map(
      packages.map((pkg) => [pkg.ImportPath, pkg.BuildID?.split('/').at(-1) ?? 'does not compile']),
    );
    for (const pkg of packages) {
      if (pkg.Name !== 'main' || !pkg.ImportPath.endsWith('.test') || pkg.ForTest !== undefined) continue;
      const linked = [pkg.ImportPath, ...(pkg.Deps ?? [])]
        .map((path) => `${path} ${content.get(path)}`)
        .sort();
      inputs.set(
        pkg.ImportPath.slice(0, -'.test'.length),
        createHash('sha256').update(linked.join('\n')).digest('hex'),
      );
    }
  }
  return inputs;
}

/** The tests that are new or compiled from something else than before. */
export function changedTests(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] {
  return [...after]
    .filter(([path, digest]) => before.get(path) !== digest)
    .map(([path]) => path)
    .sort();
}
