import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError, describeExit, run } from '@go-actions/action-kit';
import type { ProfileReader } from '../profile-reader.ts';
import { readProfile } from './profile-files.ts';

/**
 * Reads GOCOVERDIR folders, what programs built with `go build -cover` leave (go.dev/doc/build-cover), by way of
 * `go tool covdata textfmt`, which knows the format of its own Go version. `scratch`: a folder for its output.
 */
export async function readCovdata(
  reader: ProfileReader,
  folders: readonly string[],
  scratch: string,
  cwd: string,
): Promise<void> {
  if (folders.length === 0) return;
  await checkFolders(folders);
  const path = join(scratch, 'covdata.out');
  const args = ['tool', 'covdata', 'textfmt', `-i=${folders.join(',')}`, '-o', path];
  const result = await run('go', args, { cwd });
  if (result.code === 0) return readProfile(reader, path, 'gocoverdir');
  const said = (result.stderr.trim() || result.stdout.trim()).split('\n').slice(-5).join('\n');
  throw new ActionError(`\`gocoverdir\`: \`go tool covdata\` ${describeExit(result)}.\n${said}`, {
    remedy:
      'Use the Go version that built the programs, build all of them with one `-covermode`, and pass the folders on as a whole.',
  });
}

/** The tool passes over what it cannot pair up: a folder without coverage, counters whose program is missing. */
async function checkFolders(folders: readonly string[]): Promise<void> {
  const names = (await Promise.all(folders.map((folder) => readdir(folder)))).flat();
  const programs = new Set(names.flatMap((name) => /^covmeta\.(\S+)$/.exec(name)?.[1] ?? []));
  if (programs.size === 0)
    throw new ActionError(`\`gocoverdir\`: there is no covmeta file in ${folders.join(', ')}.`, {
      remedy: 'Build the program with `go build -cover`, and run it with GOCOVERDIR set to the folder.',
    });
  const orphan = names.find((name) => {
    const program = /^covcounters\.(\S+)\.\d+\.\d+$/.exec(name)?.[1];
    return program !== undefined && !programs.has(program);
  });
  if (orphan)
    throw new ActionError(`\`gocoverdir\`: ${orphan} belongs to a covmeta file that no folder holds.`, {
      remedy: 'Pass on the folders as a whole, covmeta files included.',
    });
  const comma = folders.find((folder) => folder.includes(','));
  if (comma)
    throw new ActionError(
      `\`gocoverdir\`: ${comma} has a comma in its path, where \`go tool covdata\` ends it.`,
      {
        remedy: 'Give the folder a name without a comma.',
      },
    );
}
