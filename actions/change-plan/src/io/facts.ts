import { realpath } from 'node:fs/promises';
import { posix, relative } from 'node:path';
import { ActionError } from '@go-actions/action-kit';
import type { Repository } from '@go-actions/git-history';
import { type DiscoveredModules, readGoEnv } from '@go-actions/go-project';
import type { Situation } from '../finding.ts';
import type { Inputs } from '../inputs.ts';
import { aliasesBy } from '../links.ts';
import { readersBy } from '../readers.ts';
import { needsExternals, refusal, replacedFolders, vendorRoots } from '../situation.ts';
import type { Target } from '../targets.ts';
import { type Change, changedPaths } from './change.ts';
import { readModuleChanges } from './module-files.ts';
import { readGraph } from './package-graph.ts';
import { listOurs, listWithExternals } from './package-list.ts';
import { readSourceLines } from './source-lines.ts';
import { readTracked, type Tracked } from './tracked.ts';

export type Place = {
  /** The working directory, absolute. */
  readonly dir: string;
  readonly repo: Repository | undefined;
  readonly discovered: DiscoveredModules;
};

/**
 * Reads the modules' import graph and what it takes to judge the changed paths. Throws when Go cannot say. The packages are
 * listed while git still looks for the change, which may have to fetch its base.
 */
export async function readSituation(
  { dir, repo, discovered }: Place,
  changing: Promise<Change>,
  inputs: Pick<Inputs, 'rules' | 'always' | 'targets'> & { readonly workflow: string | undefined },
  signal: AbortSignal,
): Promise<Situation> {
  const refused = refusal(discovered.modules, discovered.workspace);
  if (refused) throw new ActionError(refused);
  const root = repo?.root ?? dir;
  const prefix = relative(await realpath(root), await realpath(dir)).replaceAll('\\', '/') || '.';
  const modules = discovered.modules.map((module) => ({ ...module, dir: posix.join(prefix, module.dir) }));
  const workspace = discovered.workspace && { dir: prefix, work: discovered.workspace };
  const place = { root, modules, workspace: workspace?.dir };
  const early = new AbortController();
  const ours = listOurs(place, AbortSignal.any([signal, early.signal]));
  ours.catch(() => undefined); // it is awaited below, unless that is not reached
  const nothing: Tracked = { files: [], links: [] };
  const [change, tracked] = await Promise.all([changing, repo ? readTracked(repo) : nothing]);
  const known = change.unknown === undefined ? change : undefined;
  const paths = changedPaths(known?.files ?? []);
  const moduleChanges = known && repo ? await readModuleChanges(repo, known, modules, paths) : new Map();
  const replaced = replacedFolders(modules, workspace);
  const vendors = vendorRoots(
    workspace ? [prefix] : modules.map((module) => module.dir),
    new Set(tracked.files),
  );
  const wider = needsExternals(paths, { modules, replaced, vendors, moduleChanges });
  if (wider) early.abort();
  const [listed, lines] = await Promise.all([
    wider ? listWithExternals(place, await otherPlatforms(dir, inputs.targets), signal) : ours,
    repo && paths.length > 0 ? readSourceLines(repo) : [],
  ]);
  const graph = await readGraph(listed, { root, modules, files: tracked.files });
  return {
    layout: { graph, modules, replaced, vendors },
    policy: { rules: inputs.rules, always: inputs.always, workflow: inputs.workflow, prefix },
    moduleChanges,
    aliases: aliasesBy(tracked.links),
    readers: readersBy(lines, graph),
  };
}

/** The targets that differ from the platform that the go command builds for anyway. */
async function otherPlatforms(dir: string, targets: readonly Target[]): Promise<Target[]> {
  const { GOOS, GOARCH } = await readGoEnv(dir, ['GOOS', 'GOARCH']);
  return targets.filter(({ goos, goarch }) => goos !== GOOS || goarch !== GOARCH);
}
