import type { GoMod, GoSumLine, Replace } from '@go-actions/go-project';

/** The texts that pin a module's dependencies, on one side of the change. */
export type ModuleFiles = { readonly goMod: GoMod; readonly goSum: readonly GoSumLine[] };

/** What a change of go.mod or go.sum means: everything (a clause says why), or the modules whose packages may differ. */
export type ModuleChange =
  | { readonly everything: string }
  | { readonly everything?: undefined; readonly modules: ReadonlySet<string>; readonly tools: boolean };

/**
 * Since Go 1.17 a go.mod lists every module that gives packages to the build or its tests (go.dev/ref/mod#graph-pruning), so
 * its lines tell which ones changed. With older `go` lines it does not, and everything runs.
 */
export function compareModuleFiles(
  before: ModuleFiles | undefined,
  after: ModuleFiles | undefined,
): ModuleChange {
  if (!before || !after) return { everything: before ? 'it was deleted' : 'it is new' };
  for (const line of ['module', 'go', 'toolchain'] as const) {
    if (before.goMod[line] !== after.goMod[line]) return { everything: `its \`${line}\` line changed` };
  }
  for (const block of ['godebug', 'ignore'] as const) {
    if (JSON.stringify(before.goMod[block]) !== JSON.stringify(after.goMod[block])) {
      return { everything: `its \`${block}\` lines changed` };
    }
  }
  const requirements = differing(requirementsOf(before.goMod), requirementsOf(after.goMod));
  if (requirements.size > 0 && !listsEverything(after.goMod)) {
    return { everything: 'its `go` line is older than 1.17, so it does not list every module' };
  }
  // Lines that only pin a go.mod file matter when nothing else changed: they can make a broken build whole.
  const sums = differing(
    sumsOf(before.goSum, requirements.size === 0),
    sumsOf(after.goSum, requirements.size === 0),
  );
  return {
    modules: new Set([...requirements, ...sums]),
    tools: JSON.stringify(before.goMod.tool) !== JSON.stringify(after.goMod.tool),
  };
}

function listsEverything(goMod: GoMod): boolean {
  const [major = 1, minor = 16] = (goMod.go ?? '1.16').split('.').map(Number);
  return major > 1 || minor >= 17;
}

/** Module path -> everything that go.mod says about its version, as one text. */
function requirementsOf(goMod: GoMod): Map<string, string> {
  const facts: [string, string][] = [
    ...goMod.require.map(({ path, version }): [string, string] => [path, version]),
    ...goMod.exclude.map(({ path, version }): [string, string] => [path, `not ${version}`]),
    ...goMod.replace.map((replace): [string, string] => [replace.old.path, describe(replace)]),
  ];
  return collect(facts);
}

function sumsOf(lines: readonly GoSumLine[], withGoMod: boolean): Map<string, string> {
  const kept = lines.filter((line) => withGoMod || !line.goMod);
  return collect(kept.map((line) => [line.path, `${line.version} ${line.goMod} ${line.hash}`]));
}

function collect(facts: readonly [string, string][]): Map<string, string> {
  const lists = new Map<string, string[]>();
  for (const [path, fact] of facts) lists.set(path, [...(lists.get(path) ?? []), fact]);
  return new Map([...lists].map(([path, list]) => [path, list.sort().join('\n')]));
}

function differing(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Set<string> {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return new Set([...paths].filter((path) => before.get(path) !== after.get(path)));
}

function describe({ old, new: target }: Replace): string {
  return `${old.version ?? ''} => ${target.path} ${target.version ?? ''}`;
}
