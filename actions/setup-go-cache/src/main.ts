import { type Conclusion, type Job, warning } from '@go-actions/action-kit';
import { type CacheService, openCacheService } from '@go-actions/cache-service';
import { type Access, judgeAccess } from './access.ts';
import { placeCaches } from './build-cache/io/folders.ts';
import type { PlaceFacts } from './build-cache/place.ts';
import type { Inputs } from './inputs.ts';
import { handOver } from './io/hand-over.ts';
import { exportGo, exportSettings } from './io/job-settings.ts';
import { readProject } from './io/project.ts';
import { publish, tellTimes } from './io/publish.ts';
import { type Restores, restoreCaches } from './io/restore-caches.ts';
import { ENTRY_FORMAT } from './keys.ts';
import { downloadMissing } from './module-cache/io/download-modules.ts';
import { startPool } from './pack/io/pool.ts';
import type { Part } from './report.ts';
import { readGoPaths } from './toolchain/io/go-env.ts';
import { installGo } from './toolchain/io/install.ts';
import { setContentTimes } from './work-tree/io/work-tree.ts';

export { readInputs } from './inputs.ts';

const NOTHING: Restores = { modules: undefined, build: undefined, since: 0 };

/** Installs Go while the caches are looked up, restores them beside the file times, and leaves the rest to post. */
export async function main(inputs: Inputs, job: Job): Promise<Conclusion> {
  const started = performance.now();
  exportSettings(inputs);
  const project = await readProject(inputs, job.context.workspace);
  const { access, service } = openCache(inputs, job);
  using pool = startPool();
  const timing = inputs.testResults ? setContentTimes(project.dir) : undefined;
  const go = await installGo({ ...describeInstall(inputs, job), wanted: project.wanted });
  const placing = readGoPaths(go, job.context.temp).then((usual) =>
    service && inputs.cacheBuild ? placeCaches(usual, describePlace(inputs, job)) : usual,
  );
  const restoring =
    service && restoreCaches({ inputs, project, go, paths: placing, pool, service, read: access.read });
  if (service && access.read) pool.warmUp(); // behind the child processes and requests, which are on their way now

  const paths = await placing;
  exportGo(go, paths, project, inputs.runner.gotoolchain);
  const restored = (await restoring) ?? NOTHING;
  const { modules, build } = restored;
  const problems = [modules, build].flatMap((outcome) => outcome?.problems ?? []);
  if (problems.length > 0) warning(`The cache helps less than it could: ${problems.join('; ')}`);
  if (inputs.download === 'auto') await downloadMissing(project, go, paths.gomodcache, job.signal);
  const times = await timing;

  await handOver(job.context, restored, paths, access.write);
  const off = (wanted: boolean): Part => ({
    outcome: 'skipped',
    reason: wanted ? (access.reason ?? 'off') : 'off',
  });
  const report = {
    go: { version: go.version, source: go.source, from: project.wanted?.from ?? 'nothing in particular' },
    modules: modules?.part ?? off(inputs.cacheModules),
    build: build?.part ?? off(inputs.cacheBuild),
    restoreMs: performance.now() - started,
    times: tellTimes(times),
    access: access.write ? undefined : access.reason,
  };
  publish(report, go);
  return undefined;
}

/** The cache service, where there is one and the job may use it. */
function openCache(
  { cache, runner }: Inputs,
  { context }: Job,
): { access: Access; service: CacheService | undefined } {
  const service = openCacheService(runner.service, ENTRY_FORMAT);
  const access = judgeAccess({
    wanted: cache,
    available: service !== undefined,
    eventName: context.eventName,
    refType: context.refType,
    mode: runner.cacheMode,
    token: runner.service.token ?? '',
  });
  return { access, service: access.read || access.write ? service : undefined };
}

function describeInstall({ architecture, checkLatest, downloadBase, token, runner }: Inputs, job: Job) {
  const { toolCache, temp } = job.context;
  const { path } = runner;
  return { architecture, checkLatest, downloadBase, token, toolCache, temp, path, signal: job.signal };
}

function describePlace({ runner, objects }: Inputs, job: Job): PlaceFacts {
  const { hosted, ...chosen } = runner;
  return { temp: job.context.temp, windows: process.platform === 'win32', hosted, chosen, objects };
}
