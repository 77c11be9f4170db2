import type { CacheService } from '@go-actions/cache-service';
import type { Access } from '../access.ts';
import type { Warmth } from '../build-cache/io/gocache.ts';
import {
  explainMiss,
  lookUpBuild,
  type RestoredBuild,
  restoreBuild,
} from '../build-cache/io/restore-build.ts';
import type { CacheInputs } from '../inputs.ts';
import { type BuildScope, moduleKeys, type Platform } from '../keys.ts';
import { restoreModules } from '../module-cache/io/restore-modules.ts';
import type { BuildIndex, ModuleIndex } from '../pack/format.ts';
import type { Pool } from '../pack/io/pool.ts';
import { notRestored, type Part, type Restored } from '../report.ts';
import type { GoPaths } from '../toolchain/io/go-env.ts';
import { type LookUp, lookUp } from './look-up.ts';
import type { GoProject } from './project.ts';

/** What is wanted of the cache service, and under which names. */
export type CacheRequest = {
  readonly service: CacheService | undefined;
  readonly access: Access;
  readonly wanted: CacheInputs;
  readonly platform: Platform;
  readonly scope: BuildScope;
  readonly project: GoProject;
  readonly pool: Pool;
};

export type LookUps = { readonly build: LookUp<BuildIndex>; readonly modules: LookUp<ModuleIndex> };
export type Restores = { readonly build: RestoredBuild; readonly modules: Restored<ModuleIndex> };

/** Looks for the newest entries. Never rejects. */
export async function lookUpCaches(request: CacheRequest): Promise<LookUps> {
  const { service, access, wanted, platform, scope, project } = request;
  const nothing = { pack: undefined };
  if (!service || !access.read) return { build: nothing, modules: nothing };
  const [build, modules] = await Promise.all([
    wanted.build ? lookUpBuild(service, platform, scope) : nothing,
    wanted.modules && project.sums.trees.size > 0
      ? lookUp(service, moduleKeys(project.sumText), 'modules')
      : nothing,
  ]);
  return { build, modules };
}

export type RestoreInto = {
  readonly paths: GoPaths;
  /** Why GOCACHE is left as it is. */
  readonly warmth: Warmth;
  /** Whether `go test` may take results of earlier runs of this scope. */
  readonly results: boolean;
  readonly now: number;
};

const WARM = {
  runner: 'GOCACHE is warm already',
  step: 'an earlier step of this job has filled GOCACHE',
} as const;

/** Restores both caches side by side; whatever is not there is a miss, and says why. */
export async function restoreCaches(
  found: LookUps,
  { service, access, wanted, platform, scope, project, pool }: CacheRequest,
  { paths, warmth, results, now }: RestoreInto,
): Promise<Restores> {
  const withheld = (asked: boolean, what: 'build' | 'modules'): Part | undefined => {
    if (!asked) return { outcome: 'skipped', reason: 'off' };
    if (!service) return { outcome: 'skipped', reason: access.reason ?? 'off' };
    if (what === 'build' && warmth) return { outcome: 'skipped', reason: WARM[warmth] };
    if (what === 'modules' && project.sums.trees.size === 0)
      return { outcome: 'skipped', reason: 'there are no modules to cache' };
    return access.read ? undefined : { outcome: 'missed', reason: 'this job may not read the cache' };
  };
  const [noBuild, noModules] = [withheld(wanted.build, 'build'), withheld(wanted.modules, 'modules')];
  const [build, modules] = await Promise.all([
    noBuild || !service
      ? { ...notRestored(noBuild ?? SILENT), logs: [] }
      : restoreBuild(found.build, {
          service,
          pool,
          results,
          now,
          dir: paths.gocache,
          objects: wanted.objects,
          explain: () => explainMiss(service, platform, scope),
        }),
    noModules || !service
      ? notRestored(noModules ?? SILENT)
      : restoreModules(found.modules, {
          service,
          pool,
          root: paths.gomodcache,
          writable: paths.writable,
          sums: project.sums,
          verify: wanted.verifyModules,
        }),
  ]);
  return { build, modules };
}

const SILENT: Part = { outcome: 'skipped', reason: 'off' };
