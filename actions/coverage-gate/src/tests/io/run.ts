import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { info, type Job, notice } from '@go-actions/action-kit';
import {
  compareGoVersions,
  compilerFlags,
  type GoPackage,
  type GoVersion,
  parseGoVersion,
  splitGoFlags,
} from '@go-actions/go-project';
import type { RunInputs } from '../../inputs.ts';
import type { Hole } from '../../judge/completeness.ts';
import { readCovdata } from '../../profile/io/covdata.ts';
import { ProfileReader } from '../../profile/profile-reader.ts';
import type { Project } from '../../project/io/project.ts';
import { listChosenPackages } from '../../project/io/run-packages.ts';
import { type PackageRun, planCoverPackages } from '../../project/package-runs.ts';
import type { Writers } from '../evidence.ts';
import { listExpired } from '../known-flaky.ts';
import { choosesTests, findRace, findTags } from '../test-args.ts';
import { TestLog } from '../test-log.ts';
import { refuseGoFlags } from './go-flags.ts';
import type { TestOptions } from './go-test.ts';
import { readOtherJobs } from './other-jobs.ts';
import { findRaceObstacle } from './race-support.ts';
import { testPackages } from './test-packages.ts';

/** Go 1.25 made runs with -coverprofile cacheable (golang/go#23565). */
const FIRST_CACHING = parseGoVersion('1.25');
const FIRST_FULL_PATH = parseGoVersion('1.21');

/** What the tests, or the profiles of other jobs, gave. */
export type TestRun = {
  readonly runs: readonly PackageRun[];
  readonly packages: readonly GoPackage[];
  /** Whether the tests ran here. */
  readonly own: boolean;
  readonly log: TestLog;
  /** All blocks, and the modes of the inputs. */
  readonly profile: Pick<ProfileReader, 'table' | 'modes'>;
  readonly goVersion: GoVersion;
  readonly tags: readonly string[];
  /** Those under which go chose the files, `race` among them where it ran with the race detector. */
  readonly listedTags: readonly string[];
  /** With `coverpkg`: how many test programs wrote coverage. */
  readonly writers: Writers | undefined;
  /** Runs that go could not begin, by module. */
  readonly broken: readonly Hole[];
  readonly cancelled: boolean;
  /** Whether flags choose among the tests. */
  readonly filtered: boolean;
  /** Whether no pattern chooses among the packages. */
  readonly whole: boolean;
  /** Whether the profile holds what other jobs or steps left. */
  readonly passedOn: boolean;
  /** Facts for the summary, a clause each. */
  readonly notes: readonly string[];
  /** A folder of the job's own for files that outlive the step. */
  readonly scratch: string;
};

/** `lenient`: patterns that match nothing are passed over, as packages need not have been there at every commit. */
export async function gatherRun(
  inputs: RunInputs,
  project: Project,
  job: Job,
  { lenient = false } = {},
): Promise<TestRun> {
  if (inputs.run) refuseGoFlags(project.goFlags, inputs.rerunFails > 0);
  const log = new TestLog();
  const reader = new ProfileReader();
  const scratch = await mkdtemp(join(job.context.temp, 'coverage-gate-'));
  const goFlags = splitGoFlags(project.goFlags);
  const filtered = choosesTests([...inputs.testArgs, ...goFlags]);
  const tags = findTags(inputs.testArgs) ?? inputs.buildTags;
  const obstacle = inputs.run && inputs.race ? await findRaceObstacle(project.root) : undefined;
  const race = inputs.run && inputs.race && !obstacle;
  const raced = findRace(inputs.testArgs) ?? (race || (findRace(goFlags) ?? false));
  const listedTags = raced ? [...tags, 'race'] : tags; // the flag sets it, and packages may consist of `!race` files
  // go lists packages while we read: with large profiles each takes a second.
  const [chosen, passedOn] = await Promise.all([
    listChosenPackages(project, inputs.packages, listedTags, job.signal, lenient),
    readOtherJobs(inputs, reader, log, { root: project.root, scratch }),
  ]);
  const { goVersion } = project;
  info(`${goVersion.text}, ${project.modules.map((module) => module.path).join(', ')}`);
  const notes = [...chosen.notes, ...passedOn];
  let ended: Pick<TestRun, 'writers' | 'broken'> = { writers: undefined, broken: [] };
  if (inputs.run) {
    notes.push(...describeSetting(inputs, goVersion, obstacle));
    const options: TestOptions = {
      root: project.root,
      race,
      buildTags: inputs.buildTags,
      timeout: inputs.timeout,
      shuffle: inputs.shuffle,
      coverpkg: planCoverPackages(inputs.coverpkg, project.modules),
      everyPackage: !inputs.coverpkg || inputs.coverpkg === 'all',
      fullPath: compareGoVersions(goVersion, FIRST_FULL_PATH) >= 0,
      testArgs: inputs.testArgs,
      toolexec: compilerFlags(inputs.collector, project.goFlags),
      signal: job.signal,
    };
    const policy = { times: inputs.rerunFails, knownFlaky: inputs.knownFlaky, today: today() };
    ended = await testPackages(chosen.listed, project, options, policy, {
      log,
      reader,
      scratch,
      notes,
      raced,
    });
    await readCovdata(reader, inputs.gocoverdir, scratch, project.root);
    if (filtered && log.results.every(({ tests }) => tests.length === 0)) {
      notice('No test ran: `test-args` or GOFLAGS leaves out every one (`-run`, `-skip`).');
      notes.push('No test ran: `-run` or `-skip` leaves out every one');
    }
  }
  const { table, modes } = reader; // not the reader: its memory is as large as the table again
  return {
    runs: chosen.listed.map(({ run }) => run),
    packages: chosen.listed.flatMap(({ packages }) => packages),
    own: inputs.run,
    log,
    profile: { table, modes },
    goVersion,
    tags,
    listedTags,
    writers: ended.writers,
    broken: [...chosen.broken, ...ended.broken],
    cancelled: job.signal.aborted,
    filtered,
    whole: inputs.packages.length === 0,
    passedOn: inputs.profiles.length + inputs.gocoverdir.length > 0,
    notes,
    scratch,
  };
}

const today = (): string => new Date().toISOString().slice(0, 10);

function describeSetting(inputs: RunInputs, goVersion: GoVersion, obstacle: string | undefined): string[] {
  if (obstacle) notice(`The tests run without the race detector: ${obstacle}.`);
  if (inputs.knownFlaky && inputs.rerunFails === 0)
    notice('`known-flaky` names tests, but `rerun-fails` is 0: nothing is run again.');
  return [
    ...(obstacle ? [`The tests ran without the race detector: ${obstacle}`] : []),
    ...(compareGoVersions(goVersion, FIRST_CACHING) < 0
      ? [`${goVersion.text} never caches tests with coverage; Go 1.25 and later do`]
      : []),
    ...listExpired(inputs.knownFlaky, today()),
  ];
}
