import { hash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { listCheckout } from '../../io/checkout-files.ts';
import type { Objects } from '../../keys.ts';
import type { BuildIndex, CacheObject } from '../../pack/format.ts';
import { FUZZ, isNamedFile, TOOLS } from '../../pack/names.ts';
import { ARCHIVE_HEAD, exportDataEnd } from '../export-data.ts';
import type { Found, FoundAction, FoundObject } from '../save-plan.ts';
import type { ReadPath } from '../test-log.ts';
import { readHead } from './head.ts';

const FOLDERS = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));
/** What a job leaves in GOCACHE, for jobs that find it again. */
const MARK = 'setup-go-cache.json';

/** Why a GOCACHE is left as it is: it outlived an earlier job, or an earlier step of this one has filled it. */
export type Warmth = 'runner' | 'step' | undefined;

/**
 * Whether GOCACHE is in use already: a runner that is not thrown away, and our mark; or our mark of this job in its temp
 * folder. What else lies there (a tool that a step before this one has built) says nothing about the rest.
 */
export function readWarmth(dir: string, { hosted, temp }: { hosted: boolean; temp: string }): Warmth {
  if (existsSync(jobMark(dir, temp))) return 'step';
  return !hosted && existsSync(join(dir, MARK)) ? 'runner' : undefined;
}

/** Tells later steps of the job that this GOCACHE is filled. */
export function markFilled(dir: string, temp: string): void {
  writeFileSync(jobMark(dir, temp), '');
}

const jobMark = (dir: string, temp: string): string =>
  join(temp, `setup-go-cache-filled-${hash('sha256', dir).slice(0, 16)}`);

export type Mark = {
  /** Where the entries of the job's scope would be kept: its results are those of this scope. */
  readonly scope: string;
  /** What the tests of earlier jobs have read, relative to the workspace. */
  readonly paths: readonly ReadPath[];
};

/** The mark of the last job; an empty one for what is not ours. */
export function readMark(dir: string): Mark {
  try {
    const { scope, paths } = JSON.parse(readFileSync(join(dir, MARK), 'utf8')) as Record<string, unknown>;
    return {
      scope: typeof scope === 'string' ? scope : '',
      paths: Array.isArray(paths)
        ? paths.flatMap((entry) => {
            const { path, listed } = (entry ?? {}) as { path?: unknown; listed?: unknown };
            return typeof path === 'string' ? [{ path, listed: listed === true }] : [];
          })
        : [],
    };
  } catch {
    return { scope: '', paths: [] }; // none yet, or torn: the tests that it names run once more
  }
}

/**
 * Marks a GOCACHE that later jobs of this runner will find: with what tests have read (those of other jobs, too), and without
 * the records (by id) of results that no job may take.
 */
export function leaveMark(dir: string, { scope, paths }: Mark, refused: readonly string[] = []): void {
  for (const id of refused) rmSync(join(dir, id.slice(0, 2), `${id}-a`), { force: true });
  const known = new Map(
    [...readMark(dir).paths, ...paths].map((entry) => [`${entry.path} ${entry.listed}`, entry]),
  );
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, MARK), JSON.stringify({ scope, paths: [...known.values()].slice(-MAX_MARKED) }));
}

const MAX_MARKED = 100_000;

/** From now on Go takes no result of a test that ran before (as `go clean -testcache`, cmd/go/internal/clean). */
export function expireTestResults(dir: string, now: number): void {
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'testexpire.txt'), `${BigInt(now) * 1_000_000n}\n`);
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
  for (const object of listNamedFiles(dir)) objects.set(object.id, { ...objects.get(object.id), ...object });
  return { objects, actions };
}

/** The fuzz corpus and installed tools: kept as long as they are there. */
function listNamedFiles(dir: string): FoundObject[] {
  const files = [FUZZ, TOOLS].flatMap((folder) =>
    listCheckout(join(dir, folder)).map((file) => `${folder}/${file}`),
  );
  const contents = files.filter(isNamedFile).flatMap((path) => {
    const stats = lstatSync(join(dir, path), { throwIfNoEntry: false });
    if (!stats?.isFile()) return [];
    return [{ path, size: stats.size, id: hash('sha256', readFileSync(join(dir, path))) }];
  });
  return [...Map.groupBy(contents, ({ id }) => id)].map(([id, same]) => {
    const size = same[0]?.size ?? 0;
    return { id, size, stored: size, used: true, paths: same.map(({ path }) => path) };
  });
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
  const tests = known?.tests && { tests: known.tests };
  if (known?.size === size && known.digest !== undefined)
    return { size, stored: known.stored, digest: known.digest };
  if (wanted === 'full') return { size, stored: size, ...tests };
  return {
    size,
    stored: exportDataEnd(Buffer.from(readHead(path, ARCHIVE_HEAD), 'latin1'), size) ?? size,
    ...tests,
  };
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
