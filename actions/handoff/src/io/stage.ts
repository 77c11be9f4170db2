import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { copyFile, lstat, mkdir, readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ActionError } from '@go-actions/action-kit';
import { checkPath, MAX_BYTES, MAX_FILES } from '@go-actions/zip';
import type { SentFile } from '../manifest.ts';

/**
 * Copies files and folders to `staging`, so that what is hashed is what is sent: a file under its own name, a folder's
 * content without the folder's name and without `.git`. Links are refused, since they would not arrive as links.
 */
export async function stageFiles(
  paths: readonly string[],
  workspace: string,
  staging: string,
): Promise<SentFile[]> {
  const sources = new Map<string, string>();
  for (const path of paths) {
    const absolute = resolve(workspace, path);
    const kind = await kindOf(absolute, path);
    const found = kind === 'folder' ? await listFiles(absolute, '') : [basename(absolute)];
    for (const name of found) {
      if (sources.has(name))
        throw new ActionError(`\`path\` gives two files named ${JSON.stringify(name)}.`, {
          remedy: 'Put them into two artifacts, or into one folder with subfolders.',
        });
      sources.set(name, kind === 'folder' ? join(absolute, name) : absolute);
    }
  }
  if (sources.size === 0) throw new ActionError('`path` names no file: its folders are empty.');
  if (sources.size > MAX_FILES)
    throw new ActionError(`\`path\` names ${sources.size} files; at most ${MAX_FILES} can be handed over.`);
  return copyAll(sources, staging);
}

async function copyAll(sources: ReadonlyMap<string, string>, staging: string): Promise<SentFile[]> {
  const files: SentFile[] = [];
  let total = 0;
  for (const [path, source] of sources) {
    const target = join(staging, path);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(source, target, constants.COPYFILE_FICLONE);
    const { size } = await lstat(target);
    total += size;
    if (total > MAX_BYTES)
      throw new ActionError(`\`path\` names more than ${MAX_BYTES} bytes.`, {
        remedy: 'Split them into several artifacts.',
      });
    files.push({ path, size, sha256: await hashFile(target) });
  }
  return files;
}

async function listFiles(folder: string, prefix: string): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await readdir(join(folder, prefix), { withFileTypes: true })) {
    const path = prefix ? `${prefix}/${entry.name}` : entry.name;
    if (entry.isDirectory()) {
      if (entry.name !== '.git') files.push(...(await listFiles(folder, path)));
      continue;
    }
    if (!entry.isFile())
      throw new ActionError(
        `${JSON.stringify(path)} is not a regular file; links and devices cannot be handed over.`,
      );
    check(path);
    files.push(path);
  }
  return files;
}

async function kindOf(absolute: string, path: string): Promise<'file' | 'folder'> {
  const stats = await lstat(absolute).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new ActionError(`\`path\` names ${JSON.stringify(path)}, which does not exist.`);
  });
  if (stats.isDirectory()) return 'folder';
  if (!stats.isFile())
    throw new ActionError(`\`path\` names ${JSON.stringify(path)}, which is not a regular file or folder.`);
  check(basename(absolute));
  return 'file';
}

function check(path: string): void {
  try {
    checkPath(path);
  } catch (error) {
    throw new ActionError(`A file cannot be handed over: ${(error as Error).message}.`);
  }
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
