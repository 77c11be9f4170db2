import { glob, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError, info, type Job, notice } from '@go-actions/action-kit';
import {
  compareGoVersions,
  type GoPackage,
  type GoVersion,
  parseGoVersion,
  readGoVersion,
} from '@go-actions/go-project';
import type { Inputs } from '../inputs.ts';
import { ProfileReader } from '../profile.ts';
import { applyRerun, planReruns, renderRunPattern, withRunPattern } from '../reruns.ts';
import { TestLog } from '../test-events.ts';
import { type PackageRun, planCoverPackages, planRuns } from '../test-plan.ts';
import { readCovdata } from './covdata.ts';
import { runGoTest, type TestOptions } from './go-test.ts';
import { readProfile } from './profile-files.ts';
import { listRunPackages, type Project } from './project.ts';
import { findRaceObstacle } from './race-support.ts';
import { readTestStream } from './test-streams.ts';

/** Go 1.25 made runs with -coverprofile cacheable (golang/go#23565). */
const FIRST_CACHING = parseGoVersion('1.25');

/** What the tests, or the profiles of other jobs, gave. */
export type Run = {
  readonly runs: readonly PackageRun[];
  readonly packages: readonly GoPackage[];
  readonly log: TestLog;
  readonly profile: ProfileReader;
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
  const extra = await expandGlobs('profiles', inputs.profiles, job.context.workspace);
  const covdata = await expandGlobs('gocoverdir', inputs.gocoverdir, job.context.workspace, 'folder');
  const streams = await expandGlobs('test-json', inputs.testJson, job.context.workspace);
  const goVersion = await readGoVersion(project.root);
  info(`${goVersion.text}, ${project.modules.map((module) => module.path).join(', ')}`);
  const packages = await listRunPackages(project, runs, inputs.buildTags, job.signal);
  const log = new TestLog();
  const profile = new ProfileReader();
  const scratch = await mkdtemp(join(job.context.temp, 'coverage-gate-'));
  let commandFailure: string | undefined;
  const notes: string[] = [];
  if (inputs.run) {
    const obstacle = inputs.race ? await findRaceObstacle(project.root) : undefined;
    if (obstacle) notes.push(`The tests ran without the race detector: ${obstacle}`);
    if (obstacle) notice(`The tests run without the race detector: ${obstacle}.`);
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
    for (const [index, run] of runs.entries()) {
      if (job.signal.aborted) break;
      const path = join(scratch, `run-${index + 1}.out`);
      const ended = await runGoTest(run, path, options, log, progress);
      await readOwnProfile(profile, path, job.signal.aborted);
      const healed =
        ended !== undefined && (await rerunFailures(run, path, inputs.rerunFails, options, log, profile));
      if (!healed) commandFailure = ended ?? commandFailure;
    }
  }
  for (const path of extra) await readProfile(profile, path, path);
  if (covdata.length > 0) await readCovdata(profile, covdata, join(scratch, 'covdata.out'), project.root);
  for (const path of streams) await readTestStream(log, path);
  if (!inputs.run && extra.length + covdata.length === 0) {
    throw new ActionError(
      '`run` is false, and neither `profiles` nor `gocoverdir` names anything: there is nothing to judge.',
    );
  }
  return {
    runs,
    packages,
    log,
    profile,
    goVersion,
    commandFailure,
    cancelled: job.signal.aborted,
    notes,
    scratch,
  };
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

async function expandGlobs(
  input: string,
  patterns: readonly string[],
  cwd: string,
  kind: 'file' | 'folder' = 'file',
): Promise<string[]> {
  const found = new Set<string>();
  const empty: string[] = [];
  for (const pattern of patterns) {
    const before = found.size;
    for await (const entry of glob(pattern, { cwd, withFileTypes: true })) {
      if (kind === 'file' ? entry.isFile() : entry.isDirectory())
        found.add(join(entry.parentPath, entry.name));
    }
    if (found.size === before) empty.push(pattern);
  }
  if (empty.length === 0) return [...found].sort();
  throw new ActionError(
    `\`${input}\` has ${empty.map((pattern) => JSON.stringify(pattern)).join(', ')}, which matches no ${kind} in ${cwd}.`,
    {
      remedy: 'Check that the earlier job or step wrote it, and that it was downloaded to this place.',
    },
  );
}
