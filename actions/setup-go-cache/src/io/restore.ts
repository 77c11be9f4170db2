import { describeError, info } from '@go-actions/action-kit';
import type { CacheService } from '@go-actions/cache-service';
import { isWarm } from '../build-cache/io/gocache.ts';
import { type Restored, restoreBuild } from '../build-cache/io/restore-build.ts';
import {
  buildKeys,
  goVersionOfKey,
  type Keys,
  moduleKeys,
  type Objects,
  type Platform,
  platformPrefix,
} from '../keys.ts';
import { restoreModules } from '../module-cache/io/restore-modules.ts';
import type { BuildIndex, ModuleIndex, PackIndex } from '../pack/format.ts';
import type { Pool } from '../pack/io/pool.ts';
import { type OpenPack, openPack } from '../pack/io/reader.ts';
import type { Part } from '../report.ts';
import type { GoPaths } from '../toolchain/io/go-env.ts';
import type { GoProject } from './project.ts';

/** A restored cache: how it went, and the index that the post phase needs. */
export type Outcome<I extends PackIndex> = {
  /** What was damaged or out of reach, for the one warning of the step. */
  readonly problems: readonly string[];
  readonly part: Part;
  readonly keys: Keys;
  readonly index: I | undefined;
};

type Common = {
  readonly service: CacheService;
  /** False when the job may write the cache but not read it. */
  readonly read: boolean;
  readonly pool: Pool;
  readonly paths: Promise<GoPaths>;
};

export type BuildRequest = Common & {
  readonly platform: Platform;
  readonly goVersion: string;
  readonly scope: string;
  readonly objects: Objects;
  readonly now: number;
};

const UNREADABLE: Part = { outcome: 'missed', reason: 'this job may not read the cache' };

/** Restores the build cache; whatever goes wrong is a miss, with what happened as a problem. */
export async function restoreBuildCache(request: BuildRequest): Promise<Outcome<BuildIndex>> {
  const { service, platform, goVersion, scope, objects, pool, now } = request;
  const keys = buildKeys(platform, goVersion, objects, scope);
  if (!request.read) return without(keys, UNREADABLE);
  return missOnFailure(keys, 'build cache', async () => {
    const [pack, { gocache }] = await Promise.all([look(service, keys, 'build'), request.paths]);
    if (isWarm(gocache)) return without(keys, { outcome: 'skipped', reason: 'GOCACHE is warm already' });
    if (!pack) {
      const reason = await explainMiss(service, platformPrefix(platform, objects), goVersion);
      return without(keys, { outcome: 'missed', reason });
    }
    const { index, ...restored } = await restoreBuild(service, pack, gocache, pool, { now, objects });
    return describe(keys, index, 'build cache', restored);
  });
}

export type ModulesRequest = Common & { readonly project: GoProject; readonly verify: boolean };

/** Restores the modules that go.sum names and that are not there yet. */
export async function restoreModuleCache(request: ModulesRequest): Promise<Outcome<ModuleIndex>> {
  const { service, project, verify, pool } = request;
  const keys = moduleKeys(project.sumText);
  const { sums } = project;
  if (sums.trees.size === 0)
    return without(keys, { outcome: 'skipped', reason: 'there are no modules to cache' });
  if (!request.read) return without(keys, UNREADABLE);
  return missOnFailure(keys, 'modules', async () => {
    const [pack, { gomodcache: root, writable }] = await Promise.all([
      look(service, keys, 'modules'),
      request.paths,
    ]);
    if (!pack) return without(keys, { outcome: 'missed', reason: 'no entry holds modules yet' });
    const { index, ...restored } = await restoreModules({
      service,
      pack,
      root,
      sums,
      verify,
      writable,
      pool,
    });
    return describe(keys, index, 'modules', restored);
  });
}

async function look<K extends PackIndex['kind']>(
  service: CacheService,
  keys: Keys,
  kind: K,
): Promise<OpenPack<Extract<PackIndex, { kind: K }>> | undefined> {
  const pack = await openPack(service, `${keys.prefix}newest`, keys.restore);
  if (pack && pack.index.kind !== kind) throw new Error('it holds something else');
  return pack as OpenPack<Extract<PackIndex, { kind: K }>> | undefined;
}

function without<I extends PackIndex>(keys: Keys, part: Part): Outcome<I> {
  return { keys, part, index: undefined, problems: [] };
}

function describe<I extends PackIndex>(keys: Keys, index: I, what: string, restored: Restored): Outcome<I> {
  const { problems, ...part } = restored;
  const messages = problems.slice(0, 3).map((problem) => `${what}: ${problem}`);
  return { keys, index, part: { outcome: 'restored', ...part }, problems: messages };
}

async function missOnFailure<I extends PackIndex>(
  keys: Keys,
  what: string,
  restore: () => Promise<Outcome<I>>,
): Promise<Outcome<I>> {
  try {
    return await restore();
  } catch (error) {
    const problem = `${what}: ${describeError(error).replaceAll('\n', ' ')}`;
    return {
      ...without<I>(keys, { outcome: 'missed', reason: 'its entry cannot be used' }),
      problems: [problem],
    };
  }
}

/** Why there is nothing for this Go: the newest entry of the platform tells. */
async function explainMiss(service: CacheService, prefix: string, goVersion: string): Promise<string> {
  try {
    const entry = await service.find(`${prefix}newest`, [prefix]);
    const before = entry && goVersionOfKey(entry.key, prefix);
    if (before && before !== goVersion)
      return `Go changed from ${before.replace(/^go/, '')} to ${goVersion.replace(/^go/, '')}`;
  } catch (error) {
    info(`The cache service did not say why: ${describeError(error)}`);
  }
  return 'this is the first run, or its entry was evicted';
}
