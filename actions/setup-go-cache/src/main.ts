import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  addPath,
  type Conclusion,
  exportVariable,
  info,
  isDefaultBranchRun,
  type Job,
  mask,
  saveState,
  setOutputs,
  warning,
  writeSummary,
} from '@go-actions/action-kit';
import { type CacheService, openCacheService } from '@go-actions/actions-cache';
import type { PlaceFacts } from './cache-place.ts';
import type { Inputs } from './inputs.ts';
import { placeCaches } from './io/cache-folders.ts';
import { RESTORE_BUDGET_MS, withDeadline } from './io/deadline.ts';
import { downloadMissing } from './io/download-modules.ts';
import { type GoPaths, readGoPaths } from './io/go-env.ts';
import { type Installed, installGo } from './io/install-go.ts';
import { readLinkCount } from './io/link-count.ts';
import { readImage } from './io/platform.ts';
import { type Pool, startPool } from './io/pool.ts';
import { type Project, readProject } from './io/project.ts';
import { type Outcome, restoreBuildCache, restoreModuleCache } from './io/restore.ts';
import { setContentTimes, type TimesResult } from './io/work-tree.ts';
import { ENTRY_FORMAT } from './keys.ts';
import { isCut, type PackIndex } from './pack.ts';
import { encodeIndex } from './pack-header.ts';
import { judgeAccess } from './policy.ts';
import { gitEnvironment, joinGoprivate } from './private-modules.ts';
import { buildHit, isComplete, type Part, type Report, renderSummary, renderVerdict } from './report.ts';
import { STATE, type State } from './state.ts';
import { isAtLeast } from './version.ts';

export async function main(inputs: Inputs, job: Job): Promise<Conclusion> {
  const started = performance.now();
  exportSettings(inputs);
  const project = await readProject(inputs, job.context.workspace);
  const access = judgeAccess({
    wish: inputs.cache,
    available: openCacheService(inputs.runner.service, ENTRY_FORMAT) !== undefined,
    eventName: job.context.eventName,
    refType: job.context.refType,
    mode: inputs.runner.cacheMode,
    token: inputs.runner.service.token ?? '',
  });
  const service =
    access.read || access.write ? openCacheService(inputs.runner.service, ENTRY_FORMAT) : undefined;
  using pool = startPool();
  const times = inputs.testResults ? setContentTimes(project.dir) : undefined;
  const go = await install(inputs, project, job);
  const paths = readGoPaths(go, job.context.temp).then((usual) =>
    service && inputs.cacheBuild ? placeCaches(usual, describePlace(inputs, job)) : usual,
  );
  const inTime = service && withDeadline(service, RESTORE_BUDGET_MS);
  const restored =
    inTime && restore({ inputs, project, go, paths, pool, service: inTime, read: access.read });
  if (service && access.read) pool.warmUp(); // behind the child processes and requests, which are on their way now

  const { gopath, gocache, gomodcache, telemetry } = await paths;
  addPath(join(gopath.split(process.platform === 'win32' ? ';' : ':')[0] ?? gopath, 'bin'));
  addPath(join(go.goroot, 'bin'));
  if (!inputs.runner.gotoolchain && (!project.required || isAtLeast(go.version, project.required))) {
    exportVariable('GOTOOLCHAIN', 'local'); // the wish is met: a later go command must not fetch another Go in silence
  }
  const { modules, build, since } = (await restored) ?? { modules: undefined, build: undefined, since: 0 };
  const problems = [modules, build].flatMap((outcome) => outcome?.problems ?? []);
  if (problems.length > 0) warning(`The cache helps less than it could: ${problems.join('; ')}`);
  if (inputs.download === 'auto') await downloadMissing(project, go, gomodcache, job.signal);
  const timesResult = await times;

  const folder = await mkdtemp(join(job.context.temp, 'setup-go-cache-'));
  const keep = async (name: string, dir: string, outcome: Outcome<PackIndex> | undefined) => {
    if (!outcome) return undefined;
    if (outcome.index) await writeFile(join(folder, name), encodeIndex(outcome.index));
    return { dir, prefix: outcome.keys.prefix, restored: outcome.index !== undefined };
  };
  const warm = build?.part.outcome === 'skipped';
  const state: State = {
    folder,
    since,
    write: access.write,
    defaultBranch: isDefaultBranchRun(job.context, job.context.refName === 'main'),
    build: warm ? undefined : await keep('build', gocache, build),
    modules: await keep('modules', gomodcache, modules),
    links: build?.index?.objects.some(isCut) ? { telemetry, before: readLinkCount(telemetry) } : undefined,
  };
  saveState(STATE, state);

  const off = (part: boolean): Part => ({
    outcome: 'skipped',
    reason: part ? (access.reason ?? 'off') : 'off',
  });
  const report: Report = {
    go: { version: go.version, source: go.source, from: project.wish?.from ?? 'nothing in particular' },
    modules: modules?.part ?? off(inputs.cacheModules),
    build: build?.part ?? off(inputs.cacheBuild),
    restoreMs: performance.now() - started,
    times: describeTimes(timesResult),
    access: access.write ? undefined : access.reason,
  };
  await publish(report, go);
  return undefined;
}

async function install(inputs: Inputs, project: Project, job: Job): Promise<Installed> {
  const { architecture, checkLatest, downloadBase, token, runner } = inputs;
  const { toolCache, temp } = job.context;
  return installGo({
    wish: project.wish,
    architecture,
    checkLatest,
    downloadBase,
    token,
    toolCache,
    temp,
    path: runner.path,
    signal: job.signal,
  });
}

function describePlace({ runner, objects }: Inputs, job: Job): PlaceFacts {
  const { hosted, ...chosen } = runner;
  return { temp: job.context.temp, windows: process.platform === 'win32', hosted, chosen, objects };
}

type Restores = {
  modules: Awaited<ReturnType<typeof restoreModuleCache>> | undefined;
  build: Awaited<ReturnType<typeof restoreBuildCache>> | undefined;
  /** Between the time that restored entries get and now: what Go touches is newer. */
  since: number;
};

type RestoreRequest = {
  readonly inputs: Inputs;
  readonly project: Project;
  readonly go: Installed;
  readonly paths: Promise<GoPaths>;
  readonly pool: Pool;
  readonly service: CacheService;
  readonly read: boolean;
};

async function restore({ inputs, project, go, ...common }: RestoreRequest): Promise<Restores> {
  const now = Date.now();
  const platform = {
    os: process.platform,
    arch: inputs.architecture.go,
    image: inputs.runner.image ?? readImage(),
  };
  const { cacheScope: scope = '', objects } = inputs;
  const build = { platform, goVersion: go.version, scope, objects, now };
  const [modules, buildOutcome] = await Promise.all([
    inputs.cacheModules
      ? restoreModuleCache({ ...common, project, verify: inputs.verifyModules })
      : undefined,
    inputs.cacheBuild ? restoreBuildCache({ ...common, ...build }) : undefined,
  ]);
  return { modules, build: buildOutcome, since: now - 3_600_000 };
}

/** Settings of the Go command and access to private modules, for the later steps; secrets are masked first. */
function exportSettings({ goEnvironment, privateModules, runner }: Inputs): void {
  for (const [name, value] of Object.entries(goEnvironment))
    if (value !== undefined) exportVariable(name, value);
  if (privateModules.length === 0) return;
  for (const { token } of privateModules)
    for (const secret of [token, encodeURIComponent(token)]) mask(secret);
  for (const [name, value] of Object.entries(gitEnvironment(privateModules, runner.gitConfigCount)))
    exportVariable(name, value);
  exportVariable('GOPRIVATE', joinGoprivate(goEnvironment.GOPRIVATE ?? runner.goprivate, privateModules));
}

function describeTimes(result: TimesResult | undefined): string {
  if (!result) return 'file times are left as they are (`test-results`)';
  if (!result.set) {
    warning(
      `File times cannot follow the content, so tests that read files will run again: ${result.reason}.`,
    );
    return `not reusable: ${result.reason}`;
  }
  if (result.files === 0) {
    warning(
      'No tracked file is unchanged, so no file time could follow its content; tests that read files will run again.',
    );
  }
  const changed = result.changed > 0 ? `, ${result.changed} changed ones keep theirs` : '';
  return `reusable: ${result.files} files have content-derived times${changed}`;
}

async function publish(report: Report, go: Installed): Promise<void> {
  info(renderVerdict(report));
  const received = [report.modules, report.build].map((part) =>
    part.outcome === 'restored' ? part.received : 0,
  );
  const modulesDone = isComplete(report.modules) || report.modules.outcome === 'skipped';
  setOutputs({
    'go-version': go.version.replace(/^go/, ''),
    goroot: go.goroot,
    'cache-hit': isComplete(report.build) && modulesDone,
    'modules-hit': isComplete(report.modules),
    'build-hit': buildHit(report.build),
    'restored-bytes': received.reduce((sum, bytes) => sum + bytes, 0),
    'restore-ms': Math.round(report.restoreMs),
  });
  await writeSummary(renderSummary(report));
}
