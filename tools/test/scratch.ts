import { constants } from 'node:fs';
import { access, chmod, mkdir, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '@go-actions/action-kit';

const MEMORY = '/dev/shm';
const PREFIX = 'go-actions-scratch-';
/** More than the tests have at any time, with room for the memory that they need themselves. */
const ROOM = 8 * 1024 ** 3;

/**
 * Where tests make their many small files: in memory, where Linux has a file system for that with enough room and programs
 * may run from it; elsewhere undefined, for the usual temporary folder. A file there costs a tenth of one on disk.
 */
export async function openScratch(): Promise<(AsyncDisposable & { readonly dir: string }) | undefined> {
  const { bavail, bsize } = await statfs(MEMORY).catch(() => ({ bavail: 0, bsize: 0 })); // not Linux
  if (bavail * bsize < ROOM || !(await isWritable(MEMORY))) return undefined;
  await removeAbandoned();
  const dir = join(MEMORY, `${PREFIX}${process.pid}`);
  await mkdir(dir, { mode: 0o700 });
  const scratch = { dir, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
  if (await runsPrograms(dir)) return scratch;
  await scratch[Symbol.asyncDispose]();
  return undefined;
}

async function isWritable(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false, // of another user
  );
}

/** Containers often mount it `noexec`. */
async function runsPrograms(dir: string): Promise<boolean> {
  const program = join(dir, 'program');
  await writeFile(program, '#!/bin/sh\nexit 0\n');
  await chmod(program, 0o755);
  const code = await run(program, []).then(
    (result) => result.code,
    () => null, // EACCES
  );
  return code === 0;
}

/** What a run has left that was killed. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(MEMORY)) {
    if (!name.startsWith(PREFIX) || isAlive(Number(name.slice(PREFIX.length)))) continue;
    await rm(join(MEMORY, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // of another user
  }
}
