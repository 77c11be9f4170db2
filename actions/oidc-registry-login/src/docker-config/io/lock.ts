import { randomUUID } from 'node:crypto';
import { lstat, open, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { ActionError } from '@go-actions/action-kit';

export type LockOptions = {
  /** A lock older than this has lost its owner, even if a process of its number lives. */
  readonly staleMs: number;
  /** How long to wait for a living owner before giving up. */
  readonly waitMs: number;
};

/** For an edit of a file: milliseconds of work. */
export const EDIT_LOCK: LockOptions = { staleMs: 30_000, waitMs: 60_000 };

/** Runs `body` while holding the lock file `path`; a lock whose owner was killed is taken over. */
export async function withLock<T>(path: string, options: LockOptions, body: () => Promise<T>): Promise<T> {
  const mark = JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() });
  const deadline = Date.now() + options.waitMs;
  while (!(await tryLock(path, mark))) {
    if (await isStale(path, options.staleMs)) await breakLock(path, options.staleMs);
    else if (Date.now() > deadline) throw heldFor(path, options.waitMs);
    else await new Promise((resolve) => setTimeout(resolve, 10 + Math.random() * 30));
  }
  try {
    return await body();
  } finally {
    // Only if it is still ours: a process that was stopped for longer than `staleMs` has lost it.
    if ((await readMark(path)) === mark) await rm(path, { force: true });
  }
}

function heldFor(path: string, ms: number): ActionError {
  return new ActionError(`${path} is held by another process for more than ${ms / 1_000} s.`, {
    remedy: 'Remove the file if no other login is running on this machine.',
  });
}

async function tryLock(path: string, mark: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(mark);
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isStale(path: string, staleMs: number): Promise<boolean> {
  const stats = await lstat(path).catch(() => undefined); // released in the meantime
  if (!stats) return false;
  if (Date.now() - stats.mtimeMs > staleMs) return true;
  const owner = parseMark(await readMark(path));
  return owner?.host === hostname() && !isRunning(owner.pid);
}

/**
 * Two processes may find the same dead lock. Whoever removes it must know that it is still the dead one, so removing is
 * itself done by one at a time.
 */
async function breakLock(path: string, staleMs: number): Promise<void> {
  const breaker = `${path}.break`;
  if (!(await tryLock(breaker, 'breaking'))) {
    const age = await lstat(breaker).then(
      (stats) => Date.now() - stats.mtimeMs,
      () => 0,
    ); // gone: try again
    if (age > staleMs) await rm(breaker, { force: true });
    await new Promise((resolve) => setTimeout(resolve, 10));
    return;
  }
  try {
    if (await isStale(path, staleMs)) await rm(path, { force: true });
  } finally {
    await rm(breaker, { force: true });
  }
}

async function readMark(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => ''); // released in the meantime
}

function parseMark(text: string): { pid: number; host: string } | undefined {
  try {
    const mark = JSON.parse(text) as { pid?: unknown; host?: unknown };
    return typeof mark.pid === 'number' && typeof mark.host === 'string'
      ? { pid: mark.pid, host: mark.host }
      : undefined;
  } catch {
    return undefined; // its owner has not finished writing it
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'; // EPERM: it lives, under another user
  }
}
