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
import { TestLog } from '../test-events.ts';
import { type PackageRun, planCoverPackages, planRuns } from '../test-plan.ts';
import { runGoTest } from './go-test.ts';
import { readProfile } from './profile-files.ts';
import { listRunPackages, type Project } from './project.ts';
import { findRaceObstacle } from './race-support.ts';

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
  const extra = await expandGlobs(inputs.profiles, job.context.workspace);
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
      commandFailure = (await runGoTest(run, path, options, log, progress)) ?? commandFailure;
      await readOwnProfile(profile, path, job.signal.aborted);
    }
  }
  for (const path of extra) await readProfile(profile, path, path);
  if (!inputs.run && extra.length === 0) {
    throw new ActionError('`run` is false and `profiles` names nothing: there is nothing to judge.');
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

/** When nothing was built there is no profile; the completeness check says so. */
async function readOwnProfile(profile: ProfileReader, path: string, cutOff: boolean): Promise<void> {
  try {
    await readProfile(profile, path, path, { cutOff });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

async function expandGlobs(patterns: readonly string[], cwd: string): Promise<string[]> {
  const found = new Set<string>();
  const empty: string[] = [];
  for (const pattern of patterns) {
    const before = found.size;
    for await (const entry of glob(pattern, { cwd, withFileTypes: true })) {
      if (entry.isFile()) found.add(join(entry.parentPath, entry.name));
    }
    if (found.size === before) empty.push(pattern);
  }
  if (empty.length === 0) return [...found].sort();
  throw new ActionError(
    `\`profiles\` has ${empty.map((pattern) => JSON.stringify(pattern)).join(', ')}, which matches no file in ${cwd}.`,
    {
      remedy:
        'Check that the earlier job or step wrote its profile, and that it was downloaded to this place.',
    },
  );
}
