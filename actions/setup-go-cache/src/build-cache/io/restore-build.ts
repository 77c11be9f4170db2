import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CacheService } from '@go-actions/cache-service';
import { describeProblem, type LookUp, lookUp } from '../../io/look-up.ts';
import {
  type BuildScope,
  buildKeys,
  type Objects,
  type Platform,
  platformPrefix,
  readBuildKey,
} from '../../keys.ts';
import type { BuildIndex } from '../../pack/format.ts';
import type { TestLog } from '../../pack/io/jobs.ts';
import type { Pool } from '../../pack/io/pool.ts';
import { type OpenPack, readFrames } from '../../pack/io/reader.ts';
import { notRestored, type Restored } from '../../report.ts';
import { keepRestored } from '../save-plan.ts';
import { prepareBuildCache } from './gocache.ts';

/** The build cache, and the logs of the tests whose results the entry knows, whether they were restored or not. */
export type RestoredBuild = Restored<BuildIndex> & { readonly logs: readonly TestLog[] };

/** What the job uses gets a newer time than this: Go renews times that are older than one hour. */
export const RESTORED_AGE_MS = 2 * 3_600_000;

export type BuildRestore = {
  readonly service: CacheService;
  readonly pool: Pool;
  readonly dir: string;
  readonly objects: Objects;
  /** Whether `go test` may take results of earlier runs of this scope. */
  readonly results: boolean;
  readonly now: number;
  /** Says why there is no entry. */
  readonly explain: () => Promise<string>;
};

export const lookUpBuild = (
  service: CacheService,
  platform: Platform,
  scope: BuildScope,
): Promise<LookUp<BuildIndex>> => lookUp(service, buildKeys(platform, scope), 'build');

/** Restores what was found; whatever goes wrong is a miss, with what happened as a problem. */
export async function restoreBuild(found: LookUp<BuildIndex>, request: BuildRestore): Promise<RestoredBuild> {
  if (!found.pack) {
    const problems = found.problem === undefined ? [] : [`build cache: ${found.problem}`];
    const reason = problems.length > 0 ? 'its entry cannot be used' : await request.explain();
    return { ...notRestored({ outcome: 'missed', reason }, problems), logs: [] };
  }
  try {
    // A sibling's results prove nothing about this job, which may never have run its tests.
    return await unpack(found.pack, { ...request, results: request.results && found.own });
  } catch (error) {
    const reason = 'its entry cannot be used';
    return {
      ...notRestored({ outcome: 'missed', reason }, [`build cache: ${describeProblem(error)}`]),
      logs: [],
    };
  }
}

/** Writes everything that the pack lists into GOCACHE, as old files, while further frames arrive. */
async function unpack(
  pack: OpenPack<BuildIndex>,
  { service, pool, dir, objects: kind, results, now }: BuildRestore,
): Promise<RestoredBuild> {
  prepareBuildCache(dir, now);
  const { frames, objects, actions } = pack.index;
  const records = objects.map(() => [] as { id: string; time: bigint }[]);
  for (const { id, time, object } of actions) records[object]?.push({ id, time });
  const byFrame = Map.groupBy(
    objects.map((object, i) => ({ ...object, actions: records[i] ?? [] })),
    ({ frame }) => frame,
  );
  const time = Math.floor((now - RESTORED_AGE_MS) / 1_000);
  const done = { files: 0, bytes: 0, present: 0 };
  const lost = new Set<string>();
  const logs: TestLog[] = [];
  const read = new Set<number>();
  const transfer = await readFrames(service, pack, [...byFrame.keys()], async (number, frame) => {
    const wanted = byFrame.get(number) ?? [];
    const rawLength = frames[number]?.[3] ?? 0;
    const job = { frame, rawLength, dir, time, wanted: kind, results, objects: wanted };
    const result = await pool.run({ kind: 'unpack-build', ...job });
    done.files += result.files;
    done.bytes += result.bytes;
    done.present += wanted.length - result.refused.length;
    for (const id of result.refused) lost.add(id);
    logs.push(...result.logs);
    read.add(number);
  });
  const refused = lost.size;
  // Logs that are withheld are not there for a save; they count as restored, since nobody wanted them.
  if (!results) for (const { id } of logs) lost.add(id);
  const part = { outcome: 'restored', wanted: objects.length, received: transfer.bytes } as const;
  if (transfer.problems.some((problem) => problem.includes('ENOSPC'))) {
    removeRestored(dir, pack.index);
    const problems = ['build cache: the disk is full, so that what had been restored was removed again'];
    const nothing = { files: 0, bytes: 0, present: 0 };
    return {
      part: { ...part, ...nothing },
      index: keepRestored(pack.index, () => false),
      problems,
      logs: [],
    };
  }
  const damaged = refused > 0 ? [`${refused} objects do not match their names`] : [];
  const problems = [...transfer.problems, ...damaged].slice(0, 3).map((problem) => `build cache: ${problem}`);
  const index = keepRestored(pack.index, ({ id, frame }) => read.has(frame) && !lost.has(id));
  return { part: { ...part, ...done }, index, problems, logs };
}

/** A cache that does not fit is worth less than the room that it takes from the job. */
function removeRestored(dir: string, { objects, actions }: BuildIndex): void {
  const remove = (id: string, kind: 'a' | 'd') =>
    rmSync(join(dir, id.slice(0, 2), `${id}-${kind}`), { recursive: true, force: true });
  for (const { id } of actions) remove(id, 'a');
  for (const { id } of objects) remove(id, 'd');
}

/** Why there is nothing for this job: the newest entry of the platform tells. */
export async function explainMiss(
  service: CacheService,
  platform: Platform,
  scope: BuildScope,
): Promise<string> {
  const prefix = platformPrefix(platform, scope.objects);
  const { goVersion, native } = scope;
  try {
    const entry = await service.find(`${prefix}newest`, [prefix]);
    const before = entry && readBuildKey(entry.key, prefix);
    if (before && before.goVersion !== goVersion)
      return `Go changed from ${before.goVersion.replace(/^go/, '')} to ${goVersion.replace(/^go/, '')}`;
    if (before && before.native !== native)
      return 'a header, C source or library outside of the Go package that uses it has changed, which Go itself does not see';
  } catch {
    // The service has said what is wrong when it was asked for the entry.
  }
  return 'this is the first run, or its entry was evicted';
}
