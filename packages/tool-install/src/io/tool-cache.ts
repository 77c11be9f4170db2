import { randomBytes } from 'node:crypto';
import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { programFile } from '@go-actions/action-kit';

/** A finished tool in the runner's tool cache: `<root>/<name>/<version>/<arch>` beside its marker `<arch>.complete`. */
export async function findCached(
  root: string,
  folder: readonly string[],
  name: string,
): Promise<string | undefined> {
  const dir = join(root, ...folder);
  const program = join(dir, programFile(name));
  return (await exists(`${dir}.complete`)) && (await exists(program)) ? program : undefined;
}

/**
 * Lets `make` write the program into a folder of its own beside its final place, then moves it there as a whole, so that
 * nobody ever meets half a tool. `make` may return why there is none; then nothing stays behind.
 */
export async function storeTool(
  root: string,
  folder: readonly string[],
  name: string,
  make: (into: string) => Promise<string | undefined>,
): Promise<{ path: string } | { problem: string }> {
  const dir = join(root, ...folder);
  const scratch = `${dir}.${randomBytes(4).toString('hex')}`;
  await mkdir(scratch, { recursive: true });
  try {
    const problem = await make(join(scratch, programFile(name)));
    if (problem !== undefined) return { problem };
    await rm(`${dir}.complete`, { force: true });
    await rm(dir, { recursive: true, force: true });
    await mkdir(dirname(dir), { recursive: true });
    await rename(scratch, dir).catch(async (error: NodeJS.ErrnoException) => {
      // Another job on this machine was faster: its copy is as good.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
    await writeFile(`${dir}.complete`, '');
    return { path: join(dir, programFile(name)) };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  ); // not there: a miss
