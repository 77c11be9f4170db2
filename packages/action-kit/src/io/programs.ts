import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { isInside } from '../paths.ts';

/** `go` here, `go.exe` on Windows. */
export const programFile = (name: string): string => (process.platform === 'win32' ? `${name}.exe` : name);

/**
 * The first executable of that name on `path` that is no file of the checkout, by its name or behind its links: a pull request
 * could have put it there. Relative entries are skipped, they would mean the checkout as well.
 */
export function findProgram(name: string, path = process.env.PATH ?? ''): string | undefined {
  const checkout = process.env.GITHUB_WORKSPACE;
  for (const folder of path.split(delimiter)) {
    const file = join(folder, programFile(name));
    if (isAbsolute(folder) && isExecutable(file) && !(checkout && isOf(checkout, file))) return file;
  }
  return undefined;
}

function isOf(checkout: string, file: string): boolean {
  return isInside(checkout, file) || isInside(realOf(checkout), realOf(file));
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path; // it is not there
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false; // not here, or not ours to run: the next folder may have it
  }
}

/** The folder of Windows (`C:\\Windows`), below which its own programs are; `undefined` elsewhere. */
export function readSystemRoot(): string | undefined {
  return process.env.SystemRoot || undefined;
}
