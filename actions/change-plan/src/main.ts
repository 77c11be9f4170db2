import { randomBytes } from 'node:crypto';
import {
  ActionError,
  type Conclusion,
  describeError,
  group,
  type Job,
  notice,
  printForeign,
  resolveWorkingDirectory,
  setOutputs,
  warning,
  writeSummary,
} from '@go-actions/action-kit';
import { GitError, NO_CHECKOUT, openRepository, type Repository } from '@go-actions/git-history';
import { discoverModules } from '@go-actions/go-project';
import { fetchTestDurations } from '@go-actions/test-durations';
import { type Change, readChange } from './change/io/change.ts';
import { fullByEvent, workflowFile } from './event.ts';
import { selectablePackages } from './graph/graph.ts';
import { modulesBelow, type PlacedModules } from './graph/project.ts';
import type { Inputs } from './inputs.ts';
import { type Gathered, gatherFacts, listProject, placeProject } from './io/gather.ts';
import { writePackagesFile } from './io/packages-file.ts';
import { maskedOutputs, renderOutputs, renderPackagesFile } from './outputs.ts';
import { type Plan, planChange, planEverything } from './plan.ts';
import { findGenerators } from './reads/generators.ts';
import { judgePath } from './rules/judgement.ts';
import { renderLog, renderSummary } from './summary.ts';

export { readInputs } from './inputs.ts';

/**
 * Gathers the change and the import graph, decides, and reports. Whatever git, go or the repository answer, the step is green
 * and in doubt everything runs; only an input that cannot be meant makes it red.
 */
export async function main(inputs: Inputs, job: Job): Promise<Conclusion> {
  const dir = await resolveWorkingDirectory(job.context.workspace, inputs.workingDirectory);
  const checkout = await openCheckout(dir, job.context.workspace);
  const project = await readProject(dir, checkout.repository, inputs);
  const [change, listing, durations] = await Promise.all([
    findChange(checkout, inputs, job),
    then(project, async (found) => ({ project: found, listing: await listProject(found, job.signal) })),
    readDurations(inputs, job),
  ]);
  const policy = {
    rules: inputs.rules,
    always: inputs.always,
    workflow: workflowFile(job.context, inputs.comparison.workflowRef),
    targets: inputs.matrix.targets,
  };
  const gathered = await then(listing, ({ project, listing }) =>
    gatherFacts(checkout.repository, project, change, listing, policy, job.signal),
  );
  const plan = decide(change, gathered);
  await report(plan, change, gathered, project.value, { inputs, job, durations });
  return undefined;
}

type Checkout =
  | { readonly repository: Repository; readonly unknown?: undefined }
  | { readonly repository?: undefined; readonly unknown: string };

/** A repository inside of the checkout's files is refused; every other trouble is a reason to run everything. */
async function openCheckout(dir: string, workspace: string): Promise<Checkout> {
  try {
    const repository = await openRepository(dir, workspace);
    return repository ? { repository } : { unknown: NO_CHECKOUT.clause };
  } catch (error) {
    if (!(error instanceof GitError) || error.problem === 'nested') throw error;
    return { unknown: clauseOf(error) };
  }
}

/** Never rejects: what cannot be found out is a reason to run everything. */
async function findChange({ repository, unknown }: Checkout, inputs: Inputs, job: Job): Promise<Change> {
  const { base, lastSuccess } = inputs.comparison;
  if (inputs.everything) return { unknown: '`select` is `all`', wanted: true };
  const byEvent = base === undefined && !lastSuccess ? fullByEvent(job.context) : undefined;
  if (byEvent !== undefined) return { unknown: byEvent, wanted: true };
  if (unknown !== undefined) return { unknown };
  const found = await attempt(() => readChange(repository, inputs.comparison, job));
  return found.unknown === undefined ? found.value : { unknown: found.unknown };
}

/** What could be found out, or the clause that says why not. */
type Attempt<T> =
  | { readonly value: T; readonly unknown?: undefined }
  | { readonly value?: undefined; readonly unknown: string };

async function attempt<T>(body: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await body() };
  } catch (error) {
    return { unknown: clauseOf(error) };
  }
}

/** The next thing to find out, when the one before is known. */
async function then<A, B>(before: Attempt<A>, body: (value: A) => Promise<B>): Promise<Attempt<B>> {
  return before.unknown === undefined ? attempt(() => body(before.value)) : before;
}

async function readProject(
  dir: string,
  repository: Repository | undefined,
  { gowork }: Pick<Inputs, 'gowork'>,
): Promise<Attempt<PlacedModules>> {
  try {
    return { value: await placeProject(dir, repository, await discoverModules(dir, { gowork })) };
  } catch (error) {
    // No Go module at all: `working-directory` cannot be meant. Its error is the one that comes with a remedy.
    if (error instanceof ActionError && error.remedy) throw error;
    return { unknown: clauseOf(error) };
  }
}

/** Only shards need them. */
async function readDurations({ matrix, cacheService, workingDirectory }: Inputs, { context }: Job) {
  if (matrix.maxShards === 1) return new Map();
  return fetchTestDurations(cacheService, { runnerOs: context.runnerOs, workingDirectory });
}

function decide(change: Change, { value, unknown }: Attempt<Gathered>): Plan {
  if (value === undefined)
    return planEverything(change.unknown ?? unknown, { graph: undefined, absent: [], notes: [] });
  const { facts, goRuns, doubts, absent, notes } = value;
  if (doubts.length > 0) {
    const reason = change.unknown ?? doubts.slice(0, 3).join('; ');
    return planEverything(reason, { graph: undefined, absent, notes });
  }
  const { graph } = facts.layout;
  const context = { graph, goRuns, generators: findGenerators(facts.generators, graph), absent, notes };
  if (change.unknown !== undefined) return planEverything(change.unknown, context);
  const judgements = change.paths.map((path) => judgePath(path, facts));
  return planChange(judgements, context);
}

async function report(
  plan: Plan,
  change: Change,
  { value, unknown }: Attempt<Gathered>,
  project: PlacedModules | undefined,
  { inputs, job, durations }: { inputs: Inputs; job: Job; durations: ReadonlyMap<string, number> },
): Promise<void> {
  const graph = value && value.doubts.length === 0 ? value.facts.layout.graph : undefined;
  const listed = graph && selectablePackages(graph);
  const known = change.unknown === undefined ? change : undefined;
  const packagesFile = await writePackagesFile(job.context.temp, renderPackagesFile(plan, listed));
  const outputs = renderOutputs(plan, {
    ...inputs.matrix,
    durations,
    modules: project ? modulesBelow(project) : [],
    listed,
    base: known?.base,
    changed: known?.paths,
    packagesFile,
    call: randomBytes(4).toString('hex'),
  });
  setOutputs(outputs);
  for (const name of maskedOutputs(outputs, [inputs.comparison.token ?? '']))
    warning(
      `\`${name}\` holds a masked value, so GitHub will not hand it on to other jobs: change the secret or the name.`,
    );
  const doubts = [...(value?.doubts ?? []), ...(unknown === undefined ? [] : [unknown])];
  if (change.unknown !== undefined && !change.wanted) notice(plan.reason);
  else if (doubts.length > 0) notice(change.unknown === undefined ? plan.reason : `${doubts.join('; ')}.`);
  await group('Plan', async () => printForeign(renderLog(plan)));
  writeSummary(renderSummary(plan, graph, known?.base));
}

/** What was thrown, as a clause for "Everything runs: …". */
function clauseOf(error: unknown): string {
  const [line = ''] = describeError(error).split('\n');
  const said = error instanceof ActionError && error.remedy ? `${line} ${error.remedy}` : line;
  return said.replace(/[.\s]+$/, '');
}
