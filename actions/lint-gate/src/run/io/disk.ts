import { createReadStream, existsSync, realpathSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isInside, readCheckoutFile } from '@go-actions/action-kit';
import type { Disk } from '../../checks/check.ts';
import type { Checkout, Module } from '../module.ts';
import { withHead } from './head-checkout.ts';

const CHUNK = 256 * 1024;
/** Far above every go.mod, go.sum and configuration. */
const MOST_TEXT = 64 * 1024 * 1024;

/** The files that the checks of one module read and write; scratch folders lie in `temp`. */
export function openDisk(checkout: Checkout, module: Module, temp: string): Disk {
  return {
    async readText(path) {
      // What lies elsewhere (a go.work above, the temp folder) is the runner's own.
      const home = isInside(checkout.root, path) ? checkout.root : dirname(path);
      return (await readCheckoutFile(home, path, { maxBytes: MOST_TEXT }))?.toString('utf8');
    },
    leaves: (path) => existsSync(path) && !isInside(checkout.root, realpathSync(path)),
    findUp: (names) => findUp(checkout.root, module.dir, names),
    exists: existsSync,
    copy: (from, into) => cp(from, into, { force: true }).catch(absent),
    async read(path, onChunk) {
      try {
        for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) onChunk(chunk as Buffer);
        return true;
      } catch (error) {
        return absent(error as NodeJS.ErrnoException) ?? false;
      }
    },
    async leaveNote(path) {
      await mkdir(dirname(path), { recursive: true })
        .then(() => writeFile(path, ''))
        .catch(() => undefined); // a cache that cannot be written: asked again next time
    },
    async withScratch(body) {
      const scratch = await mkdtemp(join(temp, 'lint-gate-'));
      try {
        return await body(scratch);
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    },
    withHead: (body) => withHead(checkout, module, body),
  };
}

/** The first file of one of these names in `dir` or above it, up to `root`. */
export async function findUp(
  root: string,
  dir: string,
  names: readonly string[],
): Promise<string | undefined> {
  for (let folder = dir; ; folder = dirname(folder)) {
    for (const name of names) {
      const path = join(folder, name);
      if ((await stat(path).catch(absent))?.isFile()) return path;
    }
    if (folder === root || folder === dirname(folder)) return undefined;
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (!['ENOENT', 'ENOTDIR'].includes(error.code ?? '')) throw error; // the caller knows what a missing file means
}
