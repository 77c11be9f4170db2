import {
  ActionError,
  type Conclusion,
  describeError,
  group,
  type Job,
  notice,
  printForeign,
  setOutputs,
  writeSummary,
} from '@go-actions/action-kit';
import { openRepository, type Repository } from '@go-actions/git-history';
import { type DiscoveredModules, discoverModules, type GoModule } from '@go-actions/go-project';
import { fetchTestDurations, type TestDurations } from '@go-actions/test-durations';
import { fullByEvent, workflowFile } from './event.ts';
import { judgePath, type Situation } from './finding.ts';
import { selectablePackages } from './graph.ts';
import type { Inputs } from './inputs.ts';
import { type Change, changedPaths, readChange } from './io/change.ts';
import { writePackagesFile } from './io/packages-file.ts';
import { type Place, readSituation } from './io/situation.ts';
import { findWorkingDirectory } from './io/working-directory.ts';
import { renderOutputs, renderPackagesFile } from './outputs.ts';
import { type Plan, planChange, planEverything } from './plan.ts';
import { renderLog, renderSummary } from './summary.ts';

export { readInputs } from './inputs.ts';

/**
 * Gathers the change and the import graph, decides, and reports. Whatever git, go or the repository answer, the step is green
 * and in doubt everything runs; only an input that cannot be meant makes it red.
 */
export async function main(inputs: Inputs, job: Job): Promise<Conclusion> {
  const dir = await findWorkingDirectory(job.context.workspace, inputs.workingDirectory);
  const opening = openRepository(dir, job.context.workspace);
  const discovering = discoverModules(dir); // its walk of the folders takes place while git runs
  discovering.catch(() => undefined); // told by readProject
  const repo = await opening;
  const finding = findChange(repo, inputs, job);
  const [change, project, durations] = await Promise.all([
    finding,
    readProject({ dir, repo, discovering }, finding, inputs, job),
    readDurations(inputs, job),
  ]);
  const plan = decide(change, project);
  await report(plan, change, project, durations, inputs, job);
  return undefined;
}

/** Our modules and their graph, or the clause that says why it is not known. */
type Project =
  | { readonly modules: readonly GoModule[]; readonly situation: Situation; readonly unknown?: undefined }
  | { readonly modules: readonly GoModule[]; readonly situation?: undefined; readonly unknown: string };

/** Never rejects: what cannot be found out is a reason to run everything. */
async function findChange(repo: Repository | undefined, inputs: Inputs, job: Job): Promise<Change> {
  if (inputs.select === 'all') return { unknown: '`select` is `all`', wanted: true };
  const byEvent = inputs.base === undefined ? fullByEvent(job.context) : undefined;
  if (byEvent !== undefined) return { unknown: byEvent, wanted: true };
  if (!repo) return { unknown: 'the working directory is in no git repository, or there is no git' };
  try {
    return await readChange(repo, inputs, job.context);
  } catch (error) {
    return { unknown: clauseOf(error) };
  }
}

async function readProject(
  { dir, repo, discovering }: Pick<Place, 'dir' | 'repo'> & { discovering: Promise<DiscoveredModules> },
  change: Promise<Change>,
  inputs: Inputs,
  job: Job,
): Promise<Project> {
  let modules: readonly GoModule[] = [];
  try {
    const discovered = await discovering;
    modules = discovered.modules;
    const workflow = workflowFile(job.context, inputs.workflowRef);
    const situation = await readSituation(
      { dir, repo, discovered },
      change,
      { ...inputs, workflow },
      job.signal,
    );
    return { modules, situation };
  } catch (error) {
    // No Go module at all: `working-directory` cannot be meant. Its error is the one that comes with a remedy.
    if (error instanceof ActionError && error.remedy) throw error;
    return { modules, unknown: clauseOf(error) };
  }
}

/** Only shards need them. */
async function readDurations({ maxShards, cacheService, workingDirectory }: Inputs, { context }: Job) {
  if (maxShards === 1) return new Map();
  return fetchTestDurations(cacheService, { runnerOs: context.runnerOs, workingDirectory });
}

function decide(change: Change, project: Project): Plan {
  const graph = project.situation?.layout.graph;
  if (change.unknown !== undefined) return planEverything(change.unknown, graph);
  if (project.unknown !== undefined) return planEverything(project.unknown, graph);
  const { situation } = project;
  const findings = changedPaths(change.files).map((path) => judgePath(path, situation));
  return planChange(findings, situation.layout.graph);
}

async function report(
  plan: Plan,
  change: Change,
  project: Project,
  durations: TestDurations,
  inputs: Inputs,
  job: Job,
): Promise<void> {
  const graph = project.situation?.layout.graph;
  const listed = graph && selectablePackages(graph);
  const known = change.unknown === undefined ? change : undefined;
  setOutputs(
    renderOutputs(plan, {
      maxShards: inputs.maxShards,
      durations,
      targets: inputs.targets,
      modules: project.modules,
      listed,
      base: known?.base,
      changed: known && changedPaths(known.files),
      packagesFile: await writePackagesFile(job.context.temp, renderPackagesFile(plan, listed)),
    }),
  );
  const doubtful = change.unknown === undefined ? project.unknown !== undefined : !change.wanted;
  if (doubtful) notice(plan.reason);
  await group('Plan', async () => printForeign(renderLog(plan)));
  writeSummary(renderSummary(plan, graph, known?.base));
}

/** The first line of what was thrown, as a clause for "Everything runs: …". */
function clauseOf(error: unknown): string {
  const [line = ''] = describeError(error).split('\n');
  return line.replace(/[.\s]+$/, '');
}
