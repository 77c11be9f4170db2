import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Objects } from '../../keys.ts';
import type { BuildIndex, CacheObject } from '../../pack/format.ts';
import { ARCHIVE_HEAD, exportDataEnd } from '../export-data.ts';
import type { Found, FoundAction, FoundObject } from '../save-plan.ts';

const FOLDERS = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));
/** Fewer records than this is what a runner image may bring along by itself. */
const WARM = 64;

/** Whether the folder is in use already: a self-hosted runner that keeps it, or an earlier step of the job. */
export function isWarm(dir: string): boolean {
  let records = 0;
  for (const folder of FOLDERS) {
    records += listFolder(join(dir, folder)).length;
    if (records >= WARM) return true;
  }
  return false;
}

/**
 * Makes the folders that entries lie in, and says that the cache was trimmed just now, so that Go does not spend the job's
 * time on it. Throws when the folder cannot be written, or when one of them is a link to somewhere else.
 */
export function prepareBuildCache(dir: string, now: number): void {
  mkdirSync(dir, { recursive: true });
  for (const folder of FOLDERS) {
    const path = join(dir, folder);
    if (!lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) mkdirSync(path);
  }
  writeFileSync(join(dir, 'trim.txt'), `${Math.floor(now / 1_000)}\n`);
}

/**
 * Lists GOCACHE. With `export-only` archives count as their export data alone. An entry counts as used when Go touched it
 * after `since` (milliseconds): restored ones got an older time, and Go renews times that are older than an hour
 * (cmd/go/internal/cache/cache.go). Untouched records that were restored are taken from `restored` and not read again.
 */
export function scanBuildCache(
  dir: string,
  since: number,
  restored: BuildIndex | undefined,
  wanted: Objects,
): Found {
  const known = new Map(restored?.actions.map((action) => [action.id, action]));
  const packed = new Map(restored?.objects.map((object) => [object.id, object]));
  const objects = new Map<string, FoundObject>();
  const actions = new Map<string, FoundAction>();
  for (const folder of FOLDERS) {
    for (const name of listFolder(join(dir, folder))) {
      const id = name.slice(0, -2);
      const path = join(dir, folder, name);
      const stats = lstatSync(path, { throwIfNoEntry: false });
      if (!stats) continue;
      const used = stats.mtimeMs >= since;
      if (name.endsWith('-d')) {
        const object = stats.isDirectory()
          ? readExecutable(path, id, since)
          : stats.isFile() && { id, used, ...measure(path, stats, wanted, packed.get(id)) };
        if (object) objects.set(id, object);
        continue;
      }
      const before = used ? undefined : known.get(id);
      const object = before && restored?.objects[before.object]?.id;
      const action = object ? { id, object, used, time: before.time } : readRecord(path, id, used);
      if (action) actions.set(id, action);
    }
  }
  return { objects, actions };
}

function listFolder(dir: string): string[] {
  try {
    return readdirSync(dir).filter((name) => /^[0-9a-f]{64}-[ad]$/.test(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []; // a cache that Go has not used yet
    throw error;
  }
}

/** What a pack takes of a file, and how that part is known when the name does not vouch for it. */
function measure(path: string, { size }: Stats, wanted: Objects, known: CacheObject | undefined) {
  if (known?.size === size && known.digest !== undefined)
    return { size, stored: known.stored, digest: known.digest };
  if (wanted === 'full') return { size, stored: size };
  return { size, stored: exportDataEnd(readHead(path), size) ?? size };
}

function readHead(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(ARCHIVE_HEAD);
    return head.subarray(0, readSync(file, head));
  } finally {
    closeSync(file);
  }
}

/** A `-d` that is a folder holds one program (cached `go run` and `go tool` executables). */
function readExecutable(path: string, id: string, since: number): FoundObject | undefined {
  const [name, ...more] = readdirSync(path);
  if (name === undefined || more.length > 0) return undefined;
  const stats = lstatSync(join(path, name));
  if (!stats.isFile()) return undefined;
  const { size } = stats;
  return { id, size, stored: size, used: stats.mtimeMs >= since, executable: name };
}

function readRecord(path: string, id: string, used: boolean): FoundAction | undefined {
  const match = /^v1 ([0-9a-f]{64}) ([0-9a-f]{64}) +\d+ +(\d+)\n$/.exec(readFileSync(path, 'latin1'));
  if (!match || match[1] !== id) return undefined;
  return { id, object: match[2] ?? '', used, time: BigInt(match[3] ?? '0') };
}
