import { resolve } from 'node:path';
import { type Conclusion, isDefaultBranchRun, type Job, warning } from '@go-actions/action-kit';
import { openCacheService } from '@go-actions/cache-service';
import { judgeAccess } from './access.ts';
import { placeCaches } from './build-cache/io/folders.ts';
import { expireTestResults, leaveMark, markFilled, readMark, readWarmth } from './build-cache/io/gocache.ts';
import { readLinkCount } from './build-cache/io/linker-counters.ts';
import type { PlaceFacts } from './build-cache/place.ts';
import { listLogPaths, type ReadPath } from './build-cache/test-log.ts';
import { judgeReuse } from './build-cache/test-results.ts';
import type { Inputs } from './inputs.ts';
import { RESTORE_BUDGET_MS, withDeadline } from './io/deadline.ts';
import { handOver } from './io/hand-over.ts';
import { callsWorkflows } from './io/job-files.ts';
import { exportGo, exportSettings } from './io/job-settings.ts';
import { readMachine, readPlatform } from './io/platform.ts';
import { type GoProject, readProject } from './io/project.ts';
import { publish } from './io/publish.ts';
import { type CacheRequest, lookUpCaches, restoreCaches } from './io/restore-caches.ts';
import { buildKeys, ENTRY_FORMAT, moduleKeys } from './keys.ts';
import { downloadMissing } from './module-cache/io/download-modules.ts';
import { grantPrivateAccess } from './module-cache/io/private-access.ts';
import { isCut } from './pack/format.ts';
import { startPool } from './pack/io/pool.ts';
import { readGoPaths } from './toolchain/io/go-env.ts';
import { installGo } from './toolchain/io/install.ts';
import { addProblemMatcher } from './toolchain/io/problem-matcher.ts';
import type { GoRequest } from './toolchain/request.ts';
import { installTools } from './tools/io/install-tools.ts';
import { readWorkTrees, setContentTimes } from './work-tree/io/work-tree.ts';

export { readInputs } from './inputs.ts';

const HOUR_MS = 3_600_000;

/** Installs Go while the checkout is looked at, restores the caches, and leaves the rest to post. */
export async function main(inputs: Inputs, job: Job): Promise<Conclusion> {
  const started = performance.now();
  const now = Date.now();
  const { context, signal } = job;
  const { workspace, temp } = context;
  const { cache, runner } = inputs;
  addProblemMatcher(temp);
  exportSettings(inputs.goEnvironment);
  const secrets = grantPrivateAccess(inputs.private, cache.download === 'auto' || inputs.tools.length > 0);
  const project = await readProject(inputs.project, inputs.go, workspace);
  const { access, service } = openCache(inputs, job);
  const onDefaultBranch = isDefaultBranchRun(context, /^(main|master)$/.test(context.refName));
  const reuse = judgeReuse({
    ...context,
    wanted: inputs.tests.results,
    onDefaultBranch,
    shared: !cache.scope.certain && callsWorkflows(workspace, project.dir, runner.workflowRef),
  });
  using pool = startPool();

  // Three tasks: what git knows of the checkout (awaited last), what keys take of its files, and Go itself.
  const checkout = readWorkTrees(workspace, project.dir);
  const cacheable = service !== undefined && cache.build;
  const hashing = cacheable
    ? pool.run({ kind: 'hash-checkout', workspace, dir: project.dir, flags: runner.nativeFlags })
    : undefined;
  const [go, hashed] = await Promise.all([installGo(describeInstall(inputs, project, job)), hashing]);

  // The entries are looked up while Go says where its caches lie.
  const { native, jobFiles } = hashed ?? { native: { digest: '' }, jobFiles: '' };
  const scope = {
    goVersion: go.version,
    objects: cache.objects,
    native: native.digest,
    scope: [cache.scope.name, ...inputs.tests.fresh, ...runner.settings, readMachine(), jobFiles].join(' / '),
  };
  const platform = readPlatform(inputs.go.architecture.go, runner.image);
  const request: CacheRequest = { service, access, wanted: cache, platform, scope, project, pool };
  const looking = lookUpCaches(request);
  if (service && access.read) pool.warmUp();
  const usual = await readGoPaths(go, temp);
  const warmth = readWarmth(usual.gocache, { hosted: runner.hosted, temp });
  const paths = cacheable ? placeCaches(usual, describePlace(inputs, job), warmth !== undefined) : usual;
  exportGo(go, paths, project, runner);

  const { build, modules } = await restoreCaches(await looking, request, {
    paths,
    warmth,
    results: reuse.reuse,
    now,
  });
  const problems = [...modules.problems, ...build.problems];
  if (problems.length > 0) warning(`Part of the cache could not be restored: ${problems.join('; ')}`);
  // A GOCACHE that stays on the runner has results that nobody withheld, those of other scopes among them.
  const mark = readMark(paths.gocache);
  const { prefix } = buildKeys(platform, scope);
  const foreign = (warmth && inputs.tests.fresh.length > 0) || (warmth === 'runner' && mark.scope !== prefix);
  if (!reuse.reuse || foreign) expireTestResults(paths.gocache, now);
  if (cacheable && !warmth) markFilled(paths.gocache, temp);
  const read = [...listLogPaths(build.logs), ...(warmth ? mark.paths : [])];
  if (cacheable && !runner.hosted) leaveMark(paths.gocache, { scope: prefix, paths: read });
  const { trees, problem } = await checkout;
  // Where results neither count nor are kept, such as at a release, every file keeps its time.
  const useful = reuse.reuse || access.write;
  const times = await setContentTimes(trees, useful ? inWorkspace(read, workspace) : []);

  const root = paths.gomodcache;
  if (cache.download === 'auto') await downloadMissing({ project, go, root, access: secrets, signal });
  const places = {
    gocache: paths.gocache,
    scratchCache: cache.objects === 'full' ? paths.gocache : usual.gocache,
    temp,
  };
  await installTools({ tools: inputs.tools, go, ...places, access: secrets, signal });

  await handOver({
    ...{ temp, workspace, workingDirectory: project.dir, goVersion: go.version, goroot: go.goroot },
    write: access.write,
    defaultBranch: onDefaultBranch,
    since: now - HOUR_MS,
    build:
      cacheable && warmth !== 'step'
        ? {
            ...{ dir: paths.gocache, prefix, native: native.digest, started: now },
            ...{ objects: cache.objects, maxSize: cache.maxSize, freshTests: inputs.tests.fresh },
            stays: warmth === 'runner',
            remains: !runner.hosted,
          }
        : undefined,
    modules:
      service && cache.modules && project.sums.trees.size > 0
        ? { dir: root, prefix: moduleKeys(project.sumText).prefix }
        : undefined,
    links: build.index?.objects.some(isCut)
      ? { telemetry: paths.telemetry, before: readLinkCount(paths.telemetry) }
      : undefined,
    restored: { build: build.index, modules: modules.index },
    sumText: project.sums.text,
  });
  const restoreMs = performance.now() - started;
  publish({ go, from: project.wanted?.from, modules, build, restoreMs, reuse, times, problem, access });
  return undefined;
}

/** The cache service, where there is one and the job may use it. */
function openCache({ cache, runner }: Inputs, { context }: Job) {
  const service = openCacheService(runner.service, ENTRY_FORMAT);
  const access = judgeAccess({
    wanted: cache.access,
    available: service !== undefined,
    eventName: context.eventName,
    refType: context.refType,
    mode: runner.cacheMode,
    token: runner.service.token ?? '',
  });
  const usable = service && (access.read || access.write);
  return { access, service: usable ? withDeadline(service, RESTORE_BUDGET_MS) : undefined };
}

function describeInstall({ go, runner }: Inputs, { wanted }: GoProject, { context, signal }: Job): GoRequest {
  const { toolCache, temp } = context;
  return { ...go, wanted, toolCache, temp, path: runner.path, signal };
}

function describePlace({ runner, cache }: Inputs, { context }: Job): PlaceFacts {
  const { hosted, ...chosen } = runner;
  return {
    temp: context.temp,
    windows: process.platform === 'win32',
    hosted,
    chosen,
    objects: cache.objects,
  };
}

const inWorkspace = (paths: readonly ReadPath[], workspace: string): ReadPath[] =>
  paths.map(({ path, listed }) => ({ path: resolve(workspace, path), listed }));
