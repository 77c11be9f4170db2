import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { childEnvironment, run } from '@go-actions/action-kit';
import { type BuildInfo, parseBuildInfo } from '../build-info.ts';

export const programFile = (name: string): string => (process.platform === 'win32' ? `${name}.exe` : name);

/** The first executable of that name on PATH; relative PATH entries are skipped, they would mean the checkout. */
export async function findOnPath(name: string): Promise<string | undefined> {
  const path = childEnvironment(process.env).PATH ?? '';
  for (const folder of path.split(delimiter)) {
    const file = join(folder, programFile(name));
    if (/^([/\\]|[A-Za-z]:)/.test(folder) && (await isExecutable(file))) return file;
  }
  return undefined;
}

/** What Go stamped into a program, read by `go version -m`; never by running the program. */
export async function readBuildInfo(file: string): Promise<BuildInfo | undefined> {
  const { code, stdout } = await run('go', ['version', '-m', file], {
    env: { GOTOOLCHAIN: 'local', GOFLAGS: '' },
  });
  return code === 0 ? parseBuildInfo(stdout) : undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false; // not here, or not ours to run: the next folder may have it
  }
}
