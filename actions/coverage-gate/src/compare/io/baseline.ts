import { join } from 'node:path';
import { ActionError, group, isDefaultBranchRun, type Job } from '@go-actions/action-kit';
import { withWorktree } from '@go-actions/git-history';
import type { Inputs } from '../../inputs.ts';
import { openProject, type Project } from '../../project/io/project.ts';
import { totalOf } from '../../source/file-coverage.ts';
import { gatherCoverage } from '../../source/io/coverage.ts';
import { gatherRun, type Run } from '../../tests/io/run.ts';
import type { Baseline } from '../ratchet.ts';
import { type Conditions, type CoverageRecord, describeDifference, makeRecord } from '../record.ts';
import type { Change } from './change.ts';
import { fetchRecord, saveRecord } from './record-store.ts';

export function describeConditions(inputs: Inputs, run: Run): Conditions {
  return {
    go: `${run.goVersion.major}.${run.goVersion.minor}`,
    total: inputs.total,
    coverpkg: inputs.coverpkg ?? '',
    tags: inputs.buildTags.join(','),
    excludeGenerated: inputs.excludeGenerated,
  };
}

/** What the ratchet compares with; `undefined` when it is off. */
export async function gatherBaseline(
  inputs: Inputs,
  project: Project,
  change: Change,
  conditions: Conditions,
  job: Job,
): Promise<Baseline | undefined> {
  if (inputs.ratchet === 'off') return undefined;
  const missing = (reason: string): Baseline => ({
    found: false,
    reason,
    met: inputs.onMissingBase !== 'fail',
  });
  if ('reason' in change) return missing(change.reason);
  const record = await fetchRecord(project, change.base, scopeOf(inputs), conditions, inputs.cacheService);
  const difference = record && describeDifference(record.conditions, conditions);
  if (record && !difference) return { found: true, record, computed: false };
  if (inputs.onMissingBase === 'compute')
    return { found: true, record: await computeRecord(inputs, project, change.base, job), computed: true };
  return missing(
    difference
      ? `the record of ${record.commit.slice(0, 12)} cannot be compared: ${difference}`
      : `there is no record of ${change.base.slice(0, 12)} or the commits before it`,
  );
}

/** Keeps this run's numbers when it is one of the default branch. */
export async function keepRecord(inputs: Inputs, record: CoverageRecord, job: Job): Promise<void> {
  if (inputs.ratchet !== 'off' && isDefaultBranchRun(job.context))
    await saveRecord(record, scopeOf(inputs), inputs.cacheService);
}

/** Runs the tests of the base in a worktree of its own, with the same inputs. */
async function computeRecord(
  inputs: Inputs,
  project: Project,
  base: string,
  job: Job,
): Promise<CoverageRecord> {
  const { repository } = project;
  if (!repository) throw new ActionError('`on-missing-base: compute` needs a git checkout.');
  return group(`Coverage of the base ${base.slice(0, 12)}`, () =>
    withWorktree(repository, base, async (dir) => {
      const there = {
        ...inputs,
        workingDirectory: join(dir, project.prefix),
        run: true,
        profiles: [],
        gocoverdir: [],
        testJson: [],
        packages: [],
      };
      const checkout = await openProject(there.workingDirectory, job.context);
      const run = await gatherRun(there, checkout, job);
      const { files } = gatherCoverage(there, checkout, run);
      return makeRecord(base, describeConditions(inputs, run), totalOf(files, inputs.total), files);
    }),
  );
}

/** One gate's records are not another's: different folders or packages are different numbers. */
function scopeOf(inputs: Inputs): string {
  return JSON.stringify([inputs.workingDirectory, inputs.packages]);
}
