import { randomBytes } from 'node:crypto';
import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { programFile } from '@go-actions/action-kit';

/** A finished tool in the runner's tool cache, `<root>/<name>/<version>/<arch>` beside its marker, as the toolkit finds it. */
export async function findCached(
  root: string,
  folder: readonly string[],
  name: string,
): Promise<string | undefined> {
  const { find } = await import(/* webpackMode: "eager" */ '@actions/tool-cache');
  const [tool = '', version = '', arch = ''] = folder;
  const dir = find(tool, version, arch);
  const program = join(dir, programFile(name));
  // Without a tool cache of the runner, `root` is a folder of the job, where nothing can be found.
  return dir === join(root, ...folder) && (await exists(program)) ? program : undefined;
}

/**
 * Lets `make` write the program into a folder of its own beside its final place, then moves it there as a whole, so that
 * nobody ever meets half a tool: the toolkit's `cacheFile` empties the place and copies into it, and while two jobs do so, a
 * marker stands beside a half program. `make` may return why there is none; then nothing stays behind.
 */
export async function storeTool(
  root: string,
  folder: readonly string[],
  name: string,
  make: (into: string) => Promise<string | undefined>,
): Promise<{ path: string } | { problem: string }> {
  const dir = join(root, ...folder);
  const scratch = `${dir}.${randomBytes(4).toString('hex')}`;
  const old = `${scratch}.old`;
  await mkdir(scratch, { recursive: true });
  try {
    const problem = await make(join(scratch, programFile(name)));
    if (problem !== undefined) return { problem };
    await rm(`${dir}.complete`, { force: true });
    await mkdir(dirname(dir), { recursive: true });
    await moveAside(dir, old);
    await rename(scratch, dir).catch((error: NodeJS.ErrnoException) => {
      // Another job on this machine was faster: its copy is as good.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST' && error.code !== 'EPERM') throw error;
    });
    await writeFile(`${dir}.complete`, '');
    return { path: join(dir, programFile(name)) };
  } finally {
    for (const folder of [scratch, old]) await rm(folder, { recursive: true, force: true });
  }
}

/** One step, so that the program is gone for no longer than it takes to put the new one there. */
async function moveAside(dir: string, old: string): Promise<void> {
  await rename(dir, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error; // nothing was there
  });
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  ); // not there: a miss
