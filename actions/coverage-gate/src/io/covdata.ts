import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError, describeExit, info, run } from '@go-actions/action-kit';
import { parseCounterFile } from '../covdata/counter-file.ts';
import { type MetaFile, parseMetaFile } from '../covdata/meta-file.ts';
import { addProgram, type Program } from '../covdata/program.ts';
import type { ProfileReader } from '../profile.ts';
import { readProfile } from './profile-files.ts';

/** Far above what programs write: Kubernetes' largest meta-data file has 20 MiB. */
const FILE_LIMIT = 512 * 1024 * 1024;

/**
 * Reads GOCOVERDIR folders, what programs built with `go build -cover` leave (go.dev/doc/build-cover): each program once, with
 * the counters of all of its runs. Needs no Go tool unless the files are of a later format than we know; `scratch`: where
 * its output would go.
 */
export async function readCovdata(
  reader: ProfileReader,
  folders: readonly string[],
  scratch: string,
  cwd: string,
): Promise<void> {
  if (folders.length === 0) return;
  const found = await listPrograms(folders);
  const modes = new Map<MetaFile['mode'], string>();
  const programs: Program[] = [];
  for (const { metaFile, counterFiles } of found) {
    const program = await readProgram(metaFile, counterFiles);
    if (!program) {
      info(`\`go tool covdata\` reads \`gocoverdir\`: ${metaFile} has a format that is new to this action.`);
      return readThroughGo(reader, folders, join(scratch, 'covdata.out'), cwd);
    }
    modes.set(program.meta.mode, metaFile);
    programs.push(program);
  }
  if (modes.size > 1) {
    const list = [...modes].map(([mode, file]) => `${file} has ${mode}`).join(', ');
    throw new ActionError(`\`gocoverdir\` mixes counter modes, which cannot be merged: ${list}.`, {
      remedy: 'Build all programs with one `-covermode`; `-race` makes it `atomic`.',
    });
  }
  for (const program of programs) addProgram(reader, program);
}

type Files = { readonly metaFile: string; readonly counterFiles: string[] };

/** The files of each program, by the hash in their names; folders of several runs may hold the same meta-data file. */
async function listPrograms(folders: readonly string[]): Promise<Files[]> {
  const programs = new Map<string, Files>();
  const counters: { path: string; hash: string }[] = [];
  for (const folder of folders) {
    for (const name of (await readdir(folder)).sort()) {
      const hash = /^covmeta\.(\S+)$/.exec(name)?.[1];
      if (hash && !programs.has(hash)) programs.set(hash, { metaFile: join(folder, name), counterFiles: [] });
      const counted = /^covcounters\.(\S+)\.\d+\.\d+$/.exec(name)?.[1];
      if (counted) counters.push({ path: join(folder, name), hash: counted });
    }
  }
  for (const { path, hash } of counters) {
    const program = programs.get(hash);
    if (!program)
      throw new ActionError(`\`gocoverdir\`: ${path} counts for covmeta.${hash}, which no folder holds.`, {
        remedy: 'Pass on the folders as a whole, covmeta files included.',
      });
    program.counterFiles.push(path);
  }
  if (programs.size > 0) return [...programs.values()];
  throw new ActionError(`\`gocoverdir\`: there is no covmeta file in ${folders.join(', ')}.`, {
    remedy: 'Build the program with `go build -cover`, and run it with GOCOVERDIR set to the folder.',
  });
}

async function readProgram(metaFile: string, counterFiles: readonly string[]): Promise<Program | undefined> {
  const meta = parseMetaFile(await readBounded(metaFile), metaFile);
  if (!meta) return undefined;
  const runs = [];
  for (const path of counterFiles) {
    const counters = parseCounterFile(await readBounded(path), path);
    if (!counters) return undefined;
    runs.push({ ...counters, name: path });
  }
  return { name: metaFile, meta, runs };
}

async function readBounded(path: string): Promise<Buffer> {
  const { size } = await stat(path);
  if (size <= FILE_LIMIT) return readFile(path);
  throw new ActionError(
    `\`gocoverdir\`: ${path} has ${size} bytes, more than the ${FILE_LIMIT} that are read.`,
  );
}

async function readThroughGo(
  reader: ProfileReader,
  folders: readonly string[],
  path: string,
  cwd: string,
): Promise<void> {
  const args = ['tool', 'covdata', 'textfmt', `-i=${folders.join(',')}`, '-o', path];
  const result = await run('go', args, { cwd });
  if (result.code === 0) return readProfile(reader, path, 'gocoverdir');
  const said = (result.stderr.trim() || result.stdout.trim()).split('\n').slice(-5).join('\n');
  throw new ActionError(`\`gocoverdir\`: \`go tool covdata\` ${describeExit(result)}.\n${said}`, {
    remedy: 'Use the Go version that built the programs. A comma in a path cannot be passed on.',
  });
}
