import { join } from 'node:path';
import { ActionError, group, isDefaultBranchRun, type Job } from '@go-actions/action-kit';
import { withWorktree } from '@go-actions/git-history';
import type { Inputs } from '../../inputs.ts';
import { openModules, type Project } from '../../project/io/project.ts';
import { listChosenPackages } from '../../project/io/run-packages.ts';
import type { FileCoverage } from '../../source/file-coverage.ts';
import { gatherCoverage } from '../../source/io/coverage.ts';
import { gatherRun, type TestRun } from '../../tests/io/run.ts';
import { planBaseRun } from '../base-run.ts';
import { type Carried, carryForward, isPartial, listUnknown, type Selection } from '../carry.ts';
import type { Baseline } from '../ratchet.ts';
import { type Conditions, type CoverageRecord, describeDifference, makeRecord } from '../record.ts';
import type { Change } from './change.ts';
import { fetchRecord, type Lookup, saveRecord } from './record-store.ts';

export function describeConditions({ place, run: inputs, minimums }: Inputs, run: TestRun): Conditions {
  return {
    go: `${run.goVersion.major}.${run.goVersion.minor}`,
    total: minimums.total,
    coverpkg: inputs.coverpkg ?? '',
    tags: run.tags.join(','),
    excludeGenerated: place.excludeGenerated,
  };
}

/** Why the total is not that of the whole, and is not judged; `met`: nor is it held against the run. */
export type PartialRun = { readonly reason: string; readonly met: boolean };

/** What a run is judged against, and what it takes over from there. */
export type Comparison = {
  /** `undefined` when the ratchet is off. */
  readonly baseline: Baseline | undefined;
  /** Packages that did not run and count as in the base's record; `undefined` when all ran. */
  readonly carried: Carried | undefined;
  readonly partial: PartialRun | undefined;
  readonly selection: Selection;
};

/** Which packages the project has, and which of them were asked for. */
export async function gatherSelection(
  { run: inputs }: Inputs,
  project: Project,
  run: TestRun,
  job: Job,
): Promise<Selection> {
  const ran = new Set(run.packages.map((pkg) => pkg.ImportPath));
  if (inputs.packages.length === 0) return { ran, all: ran };
  const everything = await listChosenPackages(project, [], run.listedTags, job.signal);
  const all = everything.listed.flatMap(({ packages }) => packages.map((pkg) => pkg.ImportPath));
  return { ran, all: new Set([...ran, ...all]) };
}

type Measured = {
  readonly files: readonly FileCoverage[];
  readonly conditions: Conditions;
  readonly selection: Selection;
};

/** Compares with the base: with its record where there is one, else, when it may, with a run over the same packages. */
export async function gatherComparison(
  inputs: Inputs,
  project: Project,
  change: Change,
  { files, conditions, selection }: Measured,
  job: Job,
): Promise<Comparison> {
  const { compare, run } = inputs;
  const some = isPartial(selection);
  const carries = some && compare.carryForward;
  const asked = compare.ratchet !== 'off';
  if (!asked && !carries) return { baseline: undefined, carried: undefined, partial: undefined, selection };
  const find = async (packages: readonly string[]): Promise<Lookup> =>
    change.base === undefined
      ? { reason: 'reason' in change ? change.reason : 'there is no base', planted: false }
      : fetchRecord(project, change.base, scopeOf(inputs, packages), conditions, compare, job);
  const isExcluded = (path: string) =>
    inputs.place.exclude(path.slice(project.prefix === '.' ? 0 : project.prefix.length + 1));

  let partial: Comparison['partial'];
  if (carries) {
    const found = run.coverpkg ? undefined : await find([]);
    const whole = comparable(found?.record, conditions);
    const unknown = whole ? listUnknown(selection, whole) : [];
    if (whole && unknown.length === 0) {
      const carried = carryForward(whole, selection, files, isExcluded);
      return {
        baseline: asked ? { found: true, record: whole, computed: false } : undefined,
        carried,
        partial: undefined,
        selection,
      };
    }
    partial = describePartial(found, change, conditions);
  }
  if (!asked) return { baseline: undefined, carried: undefined, partial, selection };
  const found = await find(some ? run.packages : []);
  const baseline = await compareWith(found, inputs, project, change, conditions, job);
  return { baseline, carried: undefined, partial, selection };
}

function comparable(record: CoverageRecord | undefined, conditions: Conditions): CoverageRecord | undefined {
  return record && !describeDifference(record.conditions, conditions) ? record : undefined;
}

/** `found`: the record of the whole, if it is any; `undefined` with `coverpkg`. */
function describePartial(found: Lookup | undefined, change: Change, conditions: Conditions): PartialRun {
  const partial = (why: string, met = true) => ({ reason: `only some packages ran, and ${why}`, met });
  if (!found)
    return partial(
      'with `coverpkg` the packages that did not run cannot be taken from the record of the base',
    );
  if (change.base === undefined) return partial('there is no base whose record holds the others');
  if (!found.record) return partial(found.reason, !found.planted);
  const commit = found.record.commit.slice(0, 12);
  const difference = describeDifference(found.record.conditions, conditions);
  return partial(
    difference
      ? `the record of ${commit} cannot be compared: ${difference}`
      : `the record of ${commit} does not have all of the others`,
  );
}

async function compareWith(
  found: Lookup,
  inputs: Inputs,
  project: Project,
  change: Change,
  conditions: Conditions,
  job: Job,
): Promise<Baseline> {
  const { record } = found;
  const isPlanted = !record && found.planted;
  const missing = (reason: string): Baseline => ({
    found: false,
    reason,
    met: inputs.compare.onMissingBase !== 'fail' && !isPlanted,
  });
  if (change.base === undefined) return missing('reason' in change ? change.reason : 'there is no base');
  const difference = record && describeDifference(record.conditions, conditions);
  if (record && !difference) return { found: true, record, computed: false };
  if (inputs.compare.onMissingBase === 'compute') {
    const computed = await computeRecord(inputs, project, change.base, job);
    return typeof computed === 'string'
      ? missing(computed)
      : { found: true, record: computed, computed: true };
  }
  return missing(
    record ? `the record of ${record.commit.slice(0, 12)} cannot be compared: ${difference}` : found.reason,
  );
}

/** Runs the tests of the base in a worktree of its own; a clause that says why there are no numbers when they are not whole. */
async function computeRecord(
  inputs: Inputs,
  project: Project,
  base: string,
  job: Job,
): Promise<CoverageRecord | string> {
  const { repository } = project;
  if (!repository) throw new ActionError('`on-missing-base: compute` needs a git checkout.');
  return group(`Coverage of the base ${base.slice(0, 12)}`, () =>
    withWorktree(repository, base, async (dir, checkout) => {
      const there = await openModules(inputs.place, join(dir, project.prefix), dir, checkout);
      const run = await gatherRun(planBaseRun(inputs.run), there, job, { lenient: true });
      const { files, holes } = gatherCoverage(inputs.place, there, run, inputs.run.coverpkg);
      const [hole] = holes;
      if (hole) return `the base's own coverage is incomplete: ${hole.what} ${hole.why}`;
      const tested = run.packages.map((pkg) => pkg.ImportPath);
      return makeRecord(base, describeConditions(inputs, run), files, tested);
    }),
  );
}

/** Keeps this run's numbers for later ones when it is one of the default branch, and is about the commit that was tested. */
export async function keepRecords(
  inputs: Inputs,
  commit: string,
  { files, conditions, selection }: Measured,
  { carried }: Pick<Comparison, 'carried'>,
  history: CoverageRecord['history'],
  job: Job,
): Promise<void> {
  const { compare, run } = inputs;
  if (!isDefaultBranchRun(job.context) || commit !== job.context.sha) return;
  const some = isPartial(selection);
  const keeps = compare.ratchet !== 'off';
  const save = (packages: readonly string[], record: CoverageRecord) =>
    saveRecord(record, scopeOf(inputs, packages), compare.cacheService);
  if ((!some || carried) && (keeps || compare.carryForward || history))
    await save([], makeRecord(commit, conditions, files, selection.ran, carried, history));
  if (some && keeps) await save(run.packages, makeRecord(commit, conditions, files, selection.ran));
}

/** One gate's records are not another's: different folders, modules or packages are different numbers. */
export function scopeOf({ place }: Inputs, packages: readonly string[]): string {
  return JSON.stringify([place.workingDirectory, place.modules, packages]);
}
