import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** `go` here, `go.exe` on Windows. */
export const programFile = (name: string): string => (process.platform === 'win32' ? `${name}.exe` : name);

/** The first executable of that name on PATH; relative PATH entries are skipped, they would mean the checkout. */
export function findProgram(name: string): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, programFile(name));
    if (isAbsolute(folder) && isExecutable(file)) return file;
  }
  return undefined;
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
