import type { CacheService } from '@go-actions/cache-service';
import type { Inputs } from '../inputs.ts';
import type { BuildIndex, ModuleIndex } from '../pack/format.ts';
import type { Pool } from '../pack/io/pool.ts';
import type { GoPaths } from '../toolchain/io/go-env.ts';
import type { Installed } from '../toolchain/io/install.ts';
import { RESTORE_BUDGET_MS, withDeadline } from './deadline.ts';
import { readImage } from './platform.ts';
import type { GoProject } from './project.ts';
import { type Outcome, restoreBuildCache, restoreModuleCache } from './restore.ts';

export type Restores = {
  /** Undefined: that cache is off. */
  readonly modules: Outcome<ModuleIndex> | undefined;
  readonly build: Outcome<BuildIndex> | undefined;
  /** Between the time that restored entries get and now (milliseconds): what Go touches is newer. */
  readonly since: number;
};

export type RestoreRequest = {
  readonly inputs: Inputs;
  readonly project: GoProject;
  readonly go: Installed;
  readonly paths: Promise<GoPaths>;
  readonly pool: Pool;
  readonly service: CacheService;
  readonly read: boolean;
};

const HOUR_MS = 3_600_000;

/** Restores both caches side by side, within a time that a cache is worth. */
export async function restoreCaches({ inputs, project, go, ...rest }: RestoreRequest): Promise<Restores> {
  const common = { ...rest, service: withDeadline(rest.service, RESTORE_BUDGET_MS) };
  const now = Date.now();
  const platform = {
    os: process.platform,
    arch: inputs.architecture.go,
    image: inputs.runner.image ?? readImage(),
  };
  const { cacheScope: scope = '', objects } = inputs;
  const [modules, build] = await Promise.all([
    inputs.cacheModules
      ? restoreModuleCache({ ...common, project, verify: inputs.verifyModules })
      : undefined,
    inputs.cacheBuild
      ? restoreBuildCache({ ...common, platform, goVersion: go.version, scope, objects, now })
      : undefined,
  ]);
  return { modules, build, since: now - HOUR_MS };
}
