import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** `go` here, `go.exe` on Windows. */
export const programFile = (name: string): string => (process.platform === 'win32' ? `${name}.exe` : name);

/** The first executable of that name on PATH; relative PATH entries are skipped, they would mean the checkout. */
export async function findProgram(name: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, programFile(name));
    if (isAbsolute(folder) && (await isExecutable(file))) return file;
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false; // not here, or not ours to run: the next folder may have it
  }
}
