import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { formatBytes, formatDuration } from '@go-actions/action-kit';
import type { CacheService } from '@go-actions/cache-service';
import type { Objects } from '../../keys.ts';
import type { BuildIndex } from '../../pack/format.ts';
import type { Pool } from '../../pack/io/pool.ts';
import { assemblePack, packFiles, type Source } from '../../pack/io/writer.ts';
import { assembleIndex, type FoundObject, planSave } from '../save-plan.ts';
import { scanBuildCache } from './gocache.ts';

export type BuildSave = {
  readonly service: CacheService;
  readonly pool: Pool;
  readonly dir: string;
  readonly prefix: string;
  readonly since: number;
  readonly restored: BuildIndex | undefined;
  readonly objects: Objects;
  readonly maxSize: number;
  readonly defaultBranch: boolean;
};

/** Saves what the job added to GOCACHE as one pack; says in a sentence what was done. */
export async function saveBuildCache(request: BuildSave): Promise<string> {
  const { service, pool, dir, prefix, since, restored, objects, maxSize, defaultBranch } = request;
  const started = performance.now();
  const found = scanBuildCache(dir, since, restored, objects);
  const plan = planSave(found, restored, { maxSize, defaultBranch });
  const more = plan.excluded > 0 ? describeExcluded(plan.excluded, maxSize) : '';
  if (plan.save === 'nothing') return `Build cache not saved: ${plan.reason}.${more}`;
  const { frames, bytes, placed } = await packFiles(
    plan.fresh.map((object) => toSource(dir, object)),
    pool,
  );
  const pack = assemblePack(assembleIndex(plan, frames, placed, restored), bytes);
  const size = pack.reduce((sum, part) => sum + part.length, 0);
  const result = await service.save(`${prefix}${randomBytes(6).toString('hex')}`, pack);
  if (result !== 'saved')
    return `Build cache not saved: ${result === 'denied' ? 'the token may not write' : 'the key is taken'}.`;
  const what = { delta: 'new objects', merge: 'objects, new ones and those of older packs', full: 'objects' };
  return `Build cache saved: ${plan.fresh.length} ${what[plan.save]}, ${formatBytes(size)} in ${formatDuration(performance.now() - started)}.${more}`;
}

function describeExcluded(objects: number, maxSize: number): string {
  return ` \`max-size\` (${formatBytes(maxSize)}) has no room for ${objects} more that the job used: later jobs compile them again.`;
}

function toSource(dir: string, { id, size, stored, digest, executable }: FoundObject): Source {
  const path = join(dir, id.slice(0, 2), `${id}-d`, ...(executable === undefined ? [] : [executable]));
  const proof = digest === undefined ? { sha256: id } : { digest };
  return { id, size: stored, files: [{ path, size, stored, ...proof }] };
}
