import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { ActionError } from '../errors.ts';
import { isInside } from '../paths.ts';

/**
 * Reads a file of the checkout, which a stranger may have filled: only a regular file whose real path is inside of `root`
 * and outside of `.git`, of at most `maxBytes`. A link inside of the checkout is followed; one that leads out, a device, a
 * FIFO or a larger file is an ActionError. `undefined` when there is no such file. `path` is relative to `root` or absolute.
 */
export async function readCheckoutFile(
  root: string,
  path: string,
  { maxBytes }: { readonly maxBytes: number },
): Promise<Buffer | undefined> {
  const name = JSON.stringify(path);
  const top = await realpath(root);
  const real = await findReal(resolve(top, path));
  if (real === undefined) return undefined;
  if (!isInside(top, real)) throw new ActionError(`${name} leads out of the checkout and is not read.`);
  if (isGitData(top, real)) throw new ActionError(`${name} leads into \`.git\` and is not read.`);
  // NONBLOCK: a FIFO without a writer would wait for ever before it can be refused.
  const file = await open(
    real,
    constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
  );
  try {
    const [opened, there, realNow] = await Promise.all([file.stat(), stat(real), realpath(real)]);
    if (!opened.isFile()) throw new ActionError(`${name} is not a regular file and is not read.`);
    // A program that changes the checkout meanwhile could have put a link into the way.
    if (realNow !== real || opened.ino !== there.ino || opened.dev !== there.dev)
      throw new ActionError(`${name} was changed while it was opened.`);
    return await readBounded(file, name, maxBytes);
  } finally {
    await file.close();
  }
}

/**
 * Writes a file below `root` (a folder of the checkout, or the runner's temp folder), with the folders that it needs; never
 * through a link, into `.git`, or outside of `root`, which are ActionErrors. The file is there as a whole or not at all, and
 * what a link at its place pointed to stays as it was. Returns its absolute path.
 */
export async function writeBelow(root: string, path: string, content: string | Uint8Array): Promise<string> {
  const folder = await makeFolderBelow(root, dirname(resolve(root, path)));
  const target = join(folder, basename(resolve(root, path)));
  const kind = await lstat(target).catch(ignoreMissing);
  if (kind && !kind.isFile()) throw notWritten(path, 'is a link, a folder or a device');
  const scratch = join(folder, `.${basename(target).slice(0, 100)}.${randomBytes(6).toString('hex')}`);
  try {
    const file = await open(scratch, 'wx');
    await file.writeFile(content).finally(() => file.close());
    await rename(scratch, target);
  } catch (error) {
    await rm(scratch, { force: true });
    throw error;
  }
  return target;
}

/** Makes a folder below `root` and those above it, through no link (see `writeBelow`); returns its real path. */
export async function makeFolderBelow(root: string, path: string): Promise<string> {
  const top = await realpath(root);
  const wanted = resolve(root, path);
  // `root` itself may be reached through a link of the runner (/tmp on macOS); below it there is to be none.
  const way = isInside(top, wanted) ? relative(top, wanted) : relative(resolve(root), wanted);
  const folder = resolve(top, way);
  if (!isInside(top, folder)) throw notWritten(path, `is outside of ${root}`);
  if (isGitData(top, folder)) throw notWritten(path, 'is inside of `.git`');
  let at = top;
  for (const part of way.split(sep).filter(Boolean)) {
    at = join(at, part);
    const kind = await lstat(at).catch(ignoreMissing);
    if (!kind) await mkdir(at, { recursive: true });
    else if (!kind.isDirectory()) throw notWritten(path, `goes through ${at}, which is not a directory`);
  }
  if ((await realpath(folder)) !== folder) throw notWritten(path, 'goes through a link');
  return folder;
}

const notWritten = (path: string, why: string): ActionError =>
  new ActionError(`Nothing is written to ${JSON.stringify(path)}: it ${why}.`, {
    remedy: 'Name a path inside of the checkout with no symbolic link on the way.',
  });

/** `.git` may hold credentials of the checkout, and its hooks are programs. */
function isGitData(top: string, path: string): boolean {
  return relative(top, path)
    .split(sep)
    .some((part) => part.toLowerCase() === '.git');
}

async function findReal(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    return ignoreMissing(error as NodeJS.ErrnoException);
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
}

/** The size that a file claims is not what it yields: `maxBytes` and one more are asked for. */
async function readBounded(file: FileHandle, name: string, maxBytes: number): Promise<Buffer> {
  const { size } = await file.stat();
  const tooLarge = () => new ActionError(`${name} is larger than ${maxBytes} bytes and is not read.`);
  if (size > maxBytes) throw tooLarge();
  const buffer = Buffer.allocUnsafe(Math.min(size, maxBytes) + 1);
  const chunks: Buffer[] = [];
  for (let total = 0; ; ) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length);
    if (bytesRead === 0) return Buffer.concat(chunks);
    total += bytesRead;
    if (total > maxBytes) throw tooLarge();
    chunks.push(Buffer.from(buffer.subarray(0, bytesRead)));
  }
}
