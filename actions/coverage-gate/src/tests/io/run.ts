import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { info, type Job, notice } from '@go-actions/action-kit';
import {
  compareGoVersions,
  type GoPackage,
  type GoVersion,
  parseGoVersion,
  readGoVersion,
} from '@go-actions/go-project';
import type { Inputs } from '../../inputs.ts';
import { readCovdata } from '../../profile/io/covdata.ts';
import { readProfile } from '../../profile/io/profile-files.ts';
import { ProfileReader } from '../../profile/profile-reader.ts';
import { listRunPackages, type Project } from '../../project/io/project.ts';
import { applyRerun, planReruns, renderRunPattern, withRunPattern } from '../reruns.ts';
import { TestLog } from '../test-log.ts';
import { type PackageRun, planCoverPackages, planRuns } from '../test-runs.ts';
import { runGoTest, type TestOptions } from './go-test.ts';
import { readOtherJobs } from './other-jobs.ts';
import { findRaceObstacle } from './race-support.ts';

/** Go 1.25 made runs with -coverprofile cacheable (golang/go#23565). */
const FIRST_CACHING = parseGoVersion('1.25');

/** What the tests, or the profiles of other jobs, gave. */
export type Run = {
  readonly runs: readonly PackageRun[];
  readonly packages: readonly GoPackage[];
  readonly log: TestLog;
  /** All blocks, and the modes of the inputs. */
  readonly profile: Pick<ProfileReader, 'table' | 'modes'>;
  readonly goVersion: GoVersion;
  /** How `go test` ended, when it did not succeed. */
  readonly commandFailure: string | undefined;
  readonly cancelled: boolean;
  /** Facts for the summary, a clause each. */
  readonly notes: readonly string[];
  /** A folder of the job's own for files that outlive the step. */
  readonly scratch: string;
};

export async function gatherRun(inputs: Inputs, project: Project, job: Job): Promise<Run> {
  const runs = planRuns(inputs.packages, project.modules, {
    workspace: project.workspace,
    workingDirectory: project.root,
  });
  const log = new TestLog();
  const profile = new ProfileReader();
  const scratch = await mkdtemp(join(job.context.temp, 'coverage-gate-'));
  // go lists packages while we read: with large profiles each takes a second.
  const [goVersion, packages, obstacle] = await Promise.all([
    readGoVersion(project.root),
    listRunPackages(project, runs, inputs.buildTags, job.signal),
    inputs.run && inputs.race ? findRaceObstacle(project.root) : undefined,
    readOtherJobs(inputs, profile, log, { root: project.root, scratch }),
  ]);
  info(`${goVersion.text}, ${project.modules.map((module) => module.path).join(', ')}`);
  const gathered = { runs, packages, log, profile, goVersion, scratch };
  const tested = inputs.run
    ? await runTests(inputs, project, { ...gathered, obstacle }, job)
    : { commandFailure: undefined, notes: [] };
  const { table, modes } = profile; // not the reader: its memory is as large as the table again
  return { ...gathered, ...tested, profile: { table, modes }, cancelled: job.signal.aborted };
}

type Gathered = Omit<Run, 'profile' | 'commandFailure' | 'cancelled' | 'notes'> & {
  profile: ProfileReader;
  /** Why the race detector cannot run. */
  obstacle: string | undefined;
};

/** Runs the tests of all modules, one `go test` for each that no workspace joins. */
async function runTests(
  inputs: Inputs,
  project: Project,
  { runs, packages, log, profile, goVersion, scratch, obstacle }: Gathered,
  job: Job,
): Promise<Pick<Run, 'commandFailure' | 'notes'>> {
  const notes: string[] = [];
  if (obstacle) {
    notes.push(`The tests ran without the race detector: ${obstacle}`);
    notice(`The tests run without the race detector: ${obstacle}.`);
  }
  if (compareGoVersions(goVersion, FIRST_CACHING) < 0)
    notes.push(`${goVersion.text} never caches tests with coverage; Go 1.25 and later do`);
  const options = {
    ...inputs,
    root: project.root,
    race: inputs.race && !obstacle,
    coverpkg: planCoverPackages(inputs.coverpkg, project.modules),
    signal: job.signal,
  };
  const progress = { done: 0, total: packages.length };
  let commandFailure: string | undefined;
  for (const [index, run] of runs.entries()) {
    if (job.signal.aborted) break;
    const path = join(scratch, `run-${index + 1}.out`);
    const ended = await runGoTest(run, path, options, log, progress);
    await readOwnProfile(profile, path, job.signal.aborted);
    const healed =
      ended !== undefined && (await rerunFailures(run, path, inputs.rerunFails, options, log, profile));
    if (!healed) commandFailure = ended ?? commandFailure;
  }
  await readCovdata(profile, inputs.gocoverdir, scratch, project.root);
  return { commandFailure, notes };
}

/** Runs the failed tests of the newest stream again, up to `times`; says whether all of them passed in the end. */
async function rerunFailures(
  run: PackageRun,
  path: string,
  times: number,
  options: TestOptions,
  log: TestLog,
  profile: ProfileReader,
): Promise<boolean> {
  const results = log.latest();
  for (let attempt = 1; attempt <= times && !options.signal.aborted; attempt++) {
    for (const rerun of planReruns(results)) {
      const { importPath } = rerun.result;
      info(`Running ${rerun.tests.join(', ')} of ${importPath} again, ${attempt} of ${times}`);
      const again = new TestLog();
      const testArgs = withRunPattern(options.testArgs, renderRunPattern(rerun.tests));
      const one = { dir: run.dir, patterns: [importPath] };
      await runGoTest(one, `${path}.again`, { ...options, testArgs }, again, { done: 0, total: 1 });
      applyRerun(rerun, again.results[0]);
      await readOwnProfile(profile, `${path}.again`, options.signal.aborted);
    }
  }
  return results.length > 0 && results.every((result) => result.status !== 'fail');
}

/** When nothing was built there is no profile; the completeness check says so. */
async function readOwnProfile(profile: ProfileReader, path: string, cutOff: boolean): Promise<void> {
  try {
    await readProfile(profile, path, path, { cutOff });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
