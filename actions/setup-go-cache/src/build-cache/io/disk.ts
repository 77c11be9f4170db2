import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Disk, FileFacts } from '../test-key.ts';
import { readHead } from './head.ts';

/**
 * The disk as `go test` looks at it, remembered, since many tests read the same files. `times` are those (nanoseconds, by real
 * path) that files will have in later jobs.
 */
export function openDisk(
  env: (name: string) => string | undefined,
  times: ReadonlyMap<string, bigint>,
): Disk {
  const real = remember((path) => attempt(() => realpathSync.native(path)));
  /** The real path of the name itself, which may be a link. */
  const place = (path: string) => {
    const parent = real(dirname(path));
    return typeof parent === 'string' ? join(parent, path.slice(dirname(path).length)) : path;
  };
  const withTime = (facts: FileFacts | 'absent' | undefined, path: string) => {
    const mtime = times.get(path);
    return typeof facts === 'object' && mtime !== undefined ? { ...facts, mtime } : facts;
  };
  const known = (path: string) => {
    const found = real(path);
    return found === 'absent' ? undefined : found;
  };
  return {
    env,
    real: known,
    stat: remember((path) =>
      withTime(
        readFacts(() => statSync(path, { bigint: true })),
        known(path) ?? path,
      ),
    ),
    lstat: remember((path) =>
      withTime(
        readFacts(() => lstatSync(path, { bigint: true })),
        place(path),
      ),
    ),
    head: remember((path) => attempt(() => readHead(path, 4)) ?? ''),
    list: remember((path) => {
      const names = attempt(() => readdirSync(path, 'buffer'));
      return Array.isArray(names) ? names.sort(Buffer.compare).map(String) : undefined;
    }),
  };
}

function readFacts(
  read: () => { size: bigint; mode: bigint; mtimeNs: bigint; ctimeNs: bigint },
): FileFacts | 'absent' | undefined {
  const stats = attempt(read);
  if (typeof stats !== 'object') return stats;
  return { size: stats.size, mode: stats.mode, mtime: stats.mtimeNs, changed: stats.ctimeNs };
}

/** `absent` is what Go reports as `no such file or directory`; every other failure cannot be told as Go would. */
function attempt<T>(read: () => T): T | 'absent' | undefined {
  try {
    return read();
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'absent' : undefined;
  }
}

function remember<T>(read: (path: string) => T): (path: string) => T {
  const known = new Map<string, T>();
  return (path) => {
    if (!known.has(path)) known.set(path, read(path));
    return known.get(path) as T;
  };
}
