import { realpath } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ActionError } from '@go-actions/action-kit';
import { leavingLinks, namesByLink, type Repository, readTree, type Tree } from '@go-actions/git-history';
import { type DiscoveredModules, readGoEnv, type Target } from '@go-actions/go-project';
import type { Change } from '../change/io/change.ts';
import { readModuleChanges } from '../change/io/module-files.ts';
import type { ModuleChange } from '../change/module-change.ts';
import type { Check } from '../checks.ts';
import type { Facts, Policy } from '../facts.ts';
import type { PackageGraph } from '../graph/graph.ts';
import { includersBy } from '../graph/includes.ts';
import { readGraph } from '../graph/io/package-graph.ts';
import { listOurs, listWithExternals, type PackageListing } from '../graph/io/package-list.ts';
import { needsExternals, refusal, replacedFolders, vendorRoots } from '../graph/layout.ts';
import { type PlacedModules, placeModules } from '../graph/project.ts';
import { quoted } from '../quoted.ts';
import { findReads } from '../reads/claims.ts';
import { findGoRuns, findScriptRuns, type GoRun } from '../reads/go-runs.ts';
import {
  readGenerateLines,
  readHintLines,
  readIncludeLines,
  readScriptLines,
  readTestLines,
} from '../reads/io/source-lines.ts';
import { findAbsent, findKinds } from '../rules/test-kinds.ts';

/** Where the modules lie in the repository. */
export async function placeProject(
  dir: string,
  repo: Repository | undefined,
  discovered: DiscoveredModules,
): Promise<PlacedModules> {
  const root = repo?.root ?? dir;
  const prefix = relative(await realpath(root), await realpath(dir)).replaceAll('\\', '/') || '.';
  return placeModules(root, prefix, discovered);
}

/** The packages of a project as `go list` sees them here. Throws when the go command must not be asked. */
export async function listProject(project: PlacedModules, signal: AbortSignal): Promise<PackageListing> {
  const refused = refusal(project.modules, project.workspace?.work);
  if (refused) throw new ActionError(refused);
  return listOurs(listPlace(project), signal);
}

/** The facts, and what to say about them. */
export type Gathered = {
  readonly facts: Facts;
  readonly goRuns: readonly GoRun[];
  /** Checks that have nothing to run in this repository. */
  readonly absent: readonly Check[];
  /** Clauses on modules and packages that do not load: without them nothing can be left out. */
  readonly doubts: readonly string[];
  /** Sentences for the report. */
  readonly notes: readonly string[];
};

/** Reads what it takes to judge the changed paths. `listing` is what `listProject` found. */
export async function gatherFacts(
  repo: Repository | undefined,
  project: PlacedModules,
  change: Change,
  listing: PackageListing,
  { targets, ...policy }: Omit<Policy, 'prefix'> & { readonly targets: readonly Target[] },
  signal: AbortSignal,
): Promise<Gathered> {
  const known = change.unknown === undefined ? change : undefined;
  const tree: Tree = repo ? await readTree(repo, known?.head) : { files: [], links: new Map() };
  const tracked = new Set(tree.files);
  const paths = known?.paths ?? [];
  const layout = {
    modules: project.modules,
    replaced: replacedFolders(project.modules, project.workspace),
    vendors: vendorRoots(
      project.workspace ? [project.workspace.dir] : project.modules.map(({ dir }) => dir),
      tracked,
    ),
  };
  const moduleChanges: ReadonlyMap<string, ModuleChange> =
    known && repo ? await readModuleChanges(repo, known, project.modules, paths) : new Map();
  const wider = needsExternals(paths, { ...layout, moduleChanges })
    ? await listWithExternals(listPlace(project), await otherPlatforms(project, targets), signal)
    : listing;
  const own = new Set(project.own);
  const { graph, broken } = await readGraph(wider.packages, {
    root: project.root,
    modules: project.modules,
    isOwn: (module) => own.has(module),
    files: tree.files,
  });
  const names = namesByLink(tree);
  const tests = repo ? await readTestLines(repo) : [];
  const absent = repo ? findAbsent(tests, policy.rules) : [];
  const doubts = [
    ...project.unreadable,
    ...wider.refused.map(({ dir, why }) => `the module in ${quoted(dir)} does not load: ${why}`),
    ...broken.map(({ path, why }) => `the package ${quoted(path)} does not load: ${why}`),
  ];
  const { goRuns, generated, ...uses } = await readUses(repo, paths, graph);
  return {
    goRuns,
    facts: {
      layout: { ...layout, graph },
      policy: { ...policy, prefix: project.prefix },
      moduleChanges,
      aliases: (path) => [...names([path]).keys()],
      kinds: findKinds(tests),
      generated: new Set([...generated, ...paths.filter((path) => !tracked.has(path))]),
      ...uses,
    },
    absent: absent.map(({ check }) => check),
    doubts,
    notes: [
      ...doubts.map((doubt) => `${doubt[0]?.toUpperCase()}${doubt.slice(1)}.`),
      ...absent.map(({ why }) => why),
      ...leavingLinks(tree.links)
        .filter((link) => link.endsWith('.go'))
        .map(
          (link) =>
            `${quoted(link)} is a symbolic link out of the repository: changes behind it are not seen.`,
        ),
    ],
  };
}

/** Which packages read, include or build what; nothing to find out where nothing changed. */
async function readUses(
  repo: Repository | undefined,
  paths: readonly string[],
  graph: PackageGraph,
): Promise<Pick<Facts, 'generators' | 'generated' | 'includersOf' | 'reads'> & Pick<Gathered, 'goRuns'>> {
  const needed = repo !== undefined && paths.length > 0;
  const [hints, includes, scripts, generate] = needed
    ? await Promise.all([
        readHintLines(repo, paths, graph),
        readIncludeLines(repo),
        readScriptLines(repo),
        readGenerateLines(repo),
      ])
    : [[], [], [], { generators: [], generated: new Set<string>() }];
  return {
    ...generate,
    reads: findReads(hints, graph),
    includersOf: includersBy(includes, graph),
    goRuns: [...findGoRuns(hints, graph), ...findScriptRuns(scripts, hints, graph)],
  };
}

function listPlace({ root, prefix, modules, workspace }: PlacedModules) {
  return { root, modules, workspace: workspace && prefix };
}

/** The targets that differ from the platform that the go command builds for anyway. */
async function otherPlatforms(
  { root, prefix }: PlacedModules,
  targets: readonly Target[],
): Promise<Target[]> {
  const { GOOS, GOARCH } = await readGoEnv(join(root, prefix), ['GOOS', 'GOARCH']);
  return targets.filter(({ goos, goarch }) => goos !== GOOS || goarch !== GOARCH);
}
