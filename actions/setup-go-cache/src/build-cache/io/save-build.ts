import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { formatBytes, formatDuration } from '@go-actions/action-kit';
import type { CacheService } from '@go-actions/cache-service';
import type { BuildIndex } from '../../pack/format.ts';
import type { Pool } from '../../pack/io/pool.ts';
import { assemblePack, packFiles, type Source } from '../../pack/io/writer.ts';
import type { BuildState, State } from '../../state.ts';
import { readWorkTrees } from '../../work-tree/io/work-tree.ts';
import { describeDoubts } from '../doubts.ts';
import { assembleIndex, type FoundObject, planSave } from '../save-plan.ts';
import { leaveMark, scanBuildCache } from './gocache.ts';
import { reviewTestResults } from './test-logs.ts';

export type BuildSave = {
  /** Undefined when the job may save nothing. */
  readonly service: CacheService | undefined;
  readonly pool: Pool;
  readonly restored: BuildIndex | undefined;
  readonly state: State;
  readonly build: BuildState;
  readonly env: (name: string) => string | undefined;
  readonly nativeFlags: readonly string[];
};

/** Saves what the job added to GOCACHE as one pack; says in sentences what was done. */
export async function saveBuildCache({
  service,
  pool,
  restored,
  state,
  build,
  env,
  nativeFlags,
}: BuildSave): Promise<string[]> {
  const started = performance.now();
  const { workspace, workingDirectory, since, defaultBranch } = state;
  const { dir, prefix, maxSize } = build;
  const { native } = await pool.run({
    ...{ kind: 'hash-checkout', workspace, dir: workingDirectory, started: build.started },
    flags: nativeFlags,
  });
  if (!build.stays && (native.digest !== build.native || native.touched !== undefined))
    return [`Build cache not saved: ${NATIVE_CHANGED}`];
  const scanned = scanBuildCache(dir, since, restored, build.objects);
  const { found, refused, doubts, paths } = await reviewTestResults({
    ...{ gocache: dir, found: scanned, restored, workspace, workingDirectory, env },
    temp: state.temp,
    goroot: state.goroot,
    since,
    goVersion: state.goVersion,
    fresh: build.freshTests,
    readWorkTrees: () => readWorkTrees(workspace, workingDirectory),
  });
  if (build.remains) leaveMark(dir, { scope: prefix, paths }, refused);
  if (!service || build.stays) return [];
  const results = describeDoubts(doubts);
  const plan = planSave(found, restored, { maxSize, defaultBranch });
  const more = plan.excluded > 0 ? describeExcluded(plan.excluded, maxSize) : '';
  if (plan.save === 'nothing') return [`Build cache not saved: ${plan.reason}.${more}`, ...results];
  const { frames, bytes, placed } = await packFiles(
    plan.fresh.map((object) => toSource(dir, object)),
    pool,
  );
  const pack = assemblePack(assembleIndex(plan, frames, placed, restored), bytes);
  const size = pack.reduce((sum, part) => sum + part.length, 0);
  const result = await service.save(`${prefix}${randomBytes(6).toString('hex')}`, pack);
  if (result !== 'saved')
    return [
      `Build cache not saved: ${result === 'denied' ? 'the token may not write' : 'the key is taken'}.`,
    ];
  const what = { delta: 'new objects', merge: 'objects, new ones and those of older packs', full: 'objects' };
  return [
    `Build cache saved: ${plan.fresh.length} ${what[plan.save]}, ${formatBytes(size)} in ${formatDuration(performance.now() - started)}.${more}`,
    ...results,
  ];
}

const NATIVE_CHANGED =
  'headers, C sources or libraries outside of the Go packages that use them were written during the job, and Go does not see when those change. Write them before this action runs.';

function describeExcluded(objects: number, maxSize: number): string {
  return ` \`max-size\` (${formatBytes(maxSize)}) has no room for ${objects} more that the job used: later jobs compile them again.`;
}

function toSource(dir: string, { id, size, stored, digest, executable, paths }: FoundObject): Source {
  const own = join(dir, id.slice(0, 2), `${id}-d`, ...(executable === undefined ? [] : [executable]));
  const path = paths?.[0] === undefined ? own : join(dir, paths[0]);
  const proof = digest === undefined ? { sha256: id } : { digest };
  return { id, size: stored, files: [{ path, size, stored, ...proof }] };
}
