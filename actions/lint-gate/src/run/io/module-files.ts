import { lstat, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Checkout } from '../module.ts';

type Kept = { readonly path: string; readonly bytes: Buffer | undefined };

/**
 * Keeps what go commands may rewrite while they answer: `GOFLAGS=-mod=mod` writes go.mod and go.sum, every command in a
 * workspace go.work.sum. `restore` puts back what was there and returns a note on each file that had changed.
 */
export async function keepModuleFiles({ root, modules, workspace }: Checkout) {
  const paths = [
    ...modules.flatMap(({ dir }) => [join(dir, 'go.mod'), join(dir, 'go.sum')]),
    ...(workspace ? [workspace.file, join(dirname(workspace.file), 'go.work.sum')] : []),
  ];
  const kept = await Promise.all(
    paths.map(async (path): Promise<Kept> => ({ path, bytes: await read(path) })),
  );
  return {
    async restore(): Promise<string[]> {
      const notes = await Promise.all(
        kept.map(async ({ path, bytes }) => {
          const now = await read(path);
          if (now === undefined ? bytes === undefined : bytes?.equals(now)) return [];
          if (bytes) await writeFile(path, bytes);
          else await rm(path, { force: true });
          const name = relative(root, path).replaceAll(sep, '/');
          return [
            `The go command rewrote ${name}; it was put back as it was. Commit what \`go mod tidy\` makes of it.`,
          ];
        }),
      );
      return notes.flat();
    },
  };
}

/** A link is left alone: the go command replaces no file behind one. */
async function read(path: string): Promise<Buffer | undefined> {
  const stats = await lstat(path).catch(() => undefined); // most modules have no go.sum, or none is needed
  return stats?.isFile() ? readFile(path) : undefined;
}
