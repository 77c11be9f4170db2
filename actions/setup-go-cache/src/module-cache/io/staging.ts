import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A name beside `path` to write to before it is moved there as a whole: a job may be killed at any moment, and on a
 * runner that keeps its module cache nobody may ever take the torn half for the module.
 */
export const stage = (path: string): string => `${path}.restore-${randomBytes(6).toString('hex')}`;

/** Moves a finished tree or file to its place; false when somebody else was faster, whose copy then stays. */
export function settle(staged: string, path: string): boolean {
  try {
    if (existsSync(path)) throw Object.assign(new Error(), { code: 'EEXIST' });
    renameSync(staged, path);
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['EEXIST', 'ENOTEMPTY', 'EPERM'].includes(code)) throw error;
    removeReadOnly(staged);
    return false;
  }
}

/** Writes a small file that appears whole or not at all; an existing one stays. */
export function writeWhole(path: string, content: string): boolean {
  mkdirSync(dirname(path), { recursive: true });
  const staged = stage(path);
  writeFileSync(staged, content, { flag: 'wx' });
  return settle(staged, path);
}

/** Folders of the module cache are read-only, so what lies in them cannot be removed before that is undone. */
function removeReadOnly(path: string): void {
  const makeWritable = (folder: string): void => {
    chmodSync(folder, 0o755);
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory()) makeWritable(join(folder, entry.name));
  };
  try {
    makeWritable(path);
  } catch (error) {
    if (!['ENOTDIR', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error; // a file, or nothing
  }
  rmSync(path, { recursive: true, force: true });
}
