import { randomBytes } from 'node:crypto';
import { isDefaultBranchRun, type Job } from '@go-actions/action-kit';
import { saveTestDurations } from '@go-actions/test-durations';
import type { Inputs } from '../../inputs.ts';
import { measureDurations } from '../test-counts.ts';
import type { TestRun } from './run.ts';

/**
 * Keeps how long the tests of each package ran, so that change-plan can make shards of equal length. Only whole runs of the
 * default branch count: `test-args` may select some tests of a package.
 */
export async function keepDurations(
  { place, run: inputs, compare }: Inputs,
  run: TestRun,
  job: Job,
): Promise<void> {
  if (!inputs.run || inputs.testArgs.length > 0 || !isDefaultBranchRun(job.context)) return;
  const { runnerOs, runId, runAttempt } = job.context;
  const unique = `${runId}-${runAttempt}-${randomBytes(4).toString('hex')}`; // shards save side by side
  const scope = { runnerOs, workingDirectory: place.workingDirectory };
  await saveTestDurations(compare.cacheService, scope, unique, measureDurations(run.log.results));
}
