import { describeError, info, warning } from '@go-actions/action-kit';
import { buildKeys, goVersionOfKey, type Keys, moduleKeys, type Platform, platformPrefix } from '../keys.ts';
import type { BuildIndex, ModuleIndex, PackIndex } from '../pack.ts';
import type { Part } from '../report.ts';
import { isWarm } from './build-cache.ts';
import type { CacheService } from './cache-service.ts';
import type { GoPaths } from './go-env.ts';
import { type OpenPack, openPack } from './pack-reader.ts';
import type { Pool } from './pool.ts';
import type { Project } from './project.ts';
import { type Restored, restoreBuild } from './restore-build.ts';
import { restoreModules } from './restore-modules.ts';

/** A restored cache: how it went, and the index that the post phase needs. */
export type Outcome<I extends PackIndex> = {
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
  readonly now: number;
};

const UNREADABLE: Part = { outcome: 'missed', reason: 'this job may not read the cache' };

/** Restores the build cache; whatever goes wrong is a miss with one warning. */
export async function restoreBuildCache(request: BuildRequest): Promise<Outcome<BuildIndex>> {
  const { service, platform, goVersion, scope, pool, now } = request;
  const keys = buildKeys(platform, goVersion, 'full', scope);
  if (!request.read) return { keys, index: undefined, part: UNREADABLE };
  const pack = look(service, keys, 'build', 'the build cache');
  const { gocache } = await request.paths;
  if (isWarm(gocache))
    return { keys, index: undefined, part: { outcome: 'skipped', reason: 'GOCACHE is warm already' } };
  const found = await pack;
  if (!found) {
    const reason = await explainMiss(service, platformPrefix(platform, 'full'), goVersion);
    return { keys, index: undefined, part: { outcome: 'missed', reason } };
  }
  return finish(keys, found, 'build cache', () => restoreBuild(service, found, gocache, pool, now));
}

export type ModulesRequest = Common & { readonly project: Project; readonly verify: boolean };

/** Restores the modules that go.sum names and that are not there yet. */
export async function restoreModuleCache(request: ModulesRequest): Promise<Outcome<ModuleIndex>> {
  const { service, project, verify, pool } = request;
  const keys = moduleKeys(project.sumText);
  if (project.sums.trees.size === 0) {
    return { keys, index: undefined, part: { outcome: 'skipped', reason: 'there are no modules to cache' } };
  }
  if (!request.read) return { keys, index: undefined, part: UNREADABLE };
  const found = await look(service, keys, 'modules', 'the modules');
  if (!found)
    return { keys, index: undefined, part: { outcome: 'missed', reason: 'no entry holds modules yet' } };
  const { gomodcache, writable } = await request.paths;
  const { sums } = project;
  return finish(keys, found, 'modules', () =>
    restoreModules({ service, pack: found, root: gomodcache, sums, verify, writable, pool }),
  );
}

async function look<K extends PackIndex['kind']>(
  service: CacheService,
  keys: Keys,
  kind: K,
  what: string,
): Promise<OpenPack<Extract<PackIndex, { kind: K }>> | undefined> {
  try {
    const pack = await openPack(service, `${keys.prefix}newest`, keys.restore);
    if (!pack) return undefined;
    if (pack.index.kind !== kind) throw new Error('it holds something else');
    return pack as OpenPack<Extract<PackIndex, { kind: K }>>;
  } catch (error) {
    warning(`The entry with ${what} cannot be used: ${describeError(error).replaceAll('\n', ' ')}`);
    return undefined;
  }
}

async function finish<I extends PackIndex>(
  keys: Keys,
  pack: OpenPack<I>,
  what: string,
  restore: () => Promise<Restored>,
): Promise<Outcome<I>> {
  try {
    const { problems, ...restored } = await restore();
    if (problems.length > 0)
      warning(`The ${what} entry was restored in part: ${problems.slice(0, 3).join('; ')}.`);
    return { keys, index: pack.index, part: { outcome: 'restored', ...restored } };
  } catch (error) {
    warning(`The ${what} entry could not be restored: ${describeError(error).replaceAll('\n', ' ')}`);
    return { keys, index: undefined, part: { outcome: 'missed', reason: 'the entry could not be restored' } };
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
