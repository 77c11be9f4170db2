import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CacheService } from '@go-actions/cache-service';
import type { Objects } from '../../keys.ts';
import type { BuildIndex } from '../../pack/format.ts';
import type { Pool } from '../../pack/io/pool.ts';
import { type OpenPack, readFrames } from '../../pack/io/reader.ts';
import { keepRestored } from '../save-plan.ts';
import { prepareBuildCache } from './gocache.ts';

export type Restored = {
  readonly files: number;
  /** Downloaded, and written. */
  readonly received: number;
  readonly bytes: number;
  /** Objects that were wanted, and that are there now. */
  readonly wanted: number;
  readonly present: number;
  readonly problems: readonly string[];
};

export type RestoredBuild = Restored & {
  /** What is there now, as the entry lists it. */
  readonly index: BuildIndex;
};

/** What the job uses gets a newer time than this: Go renews times that are older than one hour. */
export const RESTORED_AGE_MS = 2 * 3_600_000;

/** Writes everything that the pack lists into GOCACHE, as old files, while further frames arrive. */
export async function restoreBuild(
  service: CacheService,
  pack: OpenPack<BuildIndex>,
  dir: string,
  pool: Pool,
  { now, objects: kind }: { readonly now: number; readonly objects: Objects },
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
  const refused: string[] = [];
  const read = new Set<number>();
  const transfer = await readFrames(service, pack, [...byFrame.keys()], async (number, frame) => {
    const wanted = byFrame.get(number) ?? [];
    const rawLength = frames[number]?.[3] ?? 0;
    const job = { frame, rawLength, dir, time, wanted: kind, objects: wanted };
    const result = await pool.run({ kind: 'unpack-build', ...job });
    done.files += result.files;
    done.bytes += result.bytes;
    done.present += wanted.length - result.refused.length;
    refused.push(...result.refused);
    read.add(number);
  });
  if (transfer.problems.some((problem) => problem.includes('ENOSPC'))) {
    removeRestored(dir, pack.index);
    const problems = ['the disk is full, so that what had been restored was removed again'];
    const index = keepRestored(pack.index, () => false);
    return {
      files: 0,
      bytes: 0,
      present: 0,
      index,
      received: transfer.bytes,
      wanted: objects.length,
      problems,
    };
  }
  const damaged = refused.length > 0 ? [`${refused.length} objects do not match their names`] : [];
  const lost = new Set(refused);
  const index = keepRestored(pack.index, ({ id, frame }) => read.has(frame) && !lost.has(id));
  const problems = [...transfer.problems, ...damaged];
  return { ...done, index, received: transfer.bytes, wanted: objects.length, problems };
}

/** A cache that does not fit is worth less than the room that it takes from the job. */
function removeRestored(dir: string, { objects, actions }: BuildIndex): void {
  const remove = (id: string, kind: 'a' | 'd') =>
    rmSync(join(dir, id.slice(0, 2), `${id}-${kind}`), { recursive: true, force: true });
  for (const { id } of actions) remove(id, 'a');
  for (const { id } of objects) remove(id, 'd');
}
