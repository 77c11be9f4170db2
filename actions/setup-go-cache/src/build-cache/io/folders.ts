import { existsSync } from 'node:fs';
import { exportVariable } from '@go-actions/action-kit';
import type { GoPaths } from '../../toolchain/io/go-env.ts';
import { isExportOnly, type PlaceFacts, planPlaces } from '../place.ts';

/**
 * Moves the caches to where they belong, for this step and the later ones. What is in use already (`warm`) stays: a
 * self-hosted runner's caches, or those of an earlier step.
 */
export function placeCaches(paths: GoPaths, facts: PlaceFacts, warm: boolean): GoPaths {
  const planned = planPlaces(paths, facts);
  const kept = warm && !isExportOnly(paths.gocache);
  const gocache = kept ? paths.gocache : planned.gocache;
  const gomodcache = existsSync(paths.gomodcache) ? paths.gomodcache : planned.gomodcache;
  if (gocache !== paths.gocache) exportVariable('GOCACHE', gocache);
  if (gomodcache !== paths.gomodcache) exportVariable('GOMODCACHE', gomodcache);
  // For a command that does link: the folder that it would have had.
  if (isExportOnly(gocache) && !isExportOnly(paths.gocache)) exportVariable('GOCACHE_FULL', paths.gocache);
  return { ...paths, gocache, gomodcache };
}
