import { mkdir, readFile, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { run, runChecked } from '@go-actions/action-kit';
import {
  inspectBinary,
  judgeBinary,
  readBuildInfo,
  readExecutable,
  targetEnvironment,
} from '@go-actions/go-build';
import { parseTarget } from '@go-actions/go-project';
import { createProject, type Project } from '@go-actions/test-kit';

type Row = {
  readonly target: string;
  readonly format: string;
  readonly verdict: string;
  readonly bad: boolean;
};

/**
 * Builds a program for every pair of `go tool dist list` and reads its build info with ours and with `go version -m`; then
 * damages each binary in seeded ways: the reader must answer or say "damaged", never hang or crash.
 */
export async function proveBuildInfo({ every, seed }: { every: number; seed: number }): Promise<number> {
  await using project = await createProject(
    {
      'go.mod': 'module m.test/x\n\ngo 1.24\n',
      'main.go': 'package main\n\nfunc main() { println("hello") }\n',
    },
    { git: true },
  );
  await project.git('tag', 'v1.2.3');
  const targets = (await project.exec('go', ['tool', 'dist', 'list']))
    .trim()
    .split('\n')
    .filter((_, index) => index % every === 0);
  const rows: Row[] = [];
  const queue = [...targets];
  const worker = async () => {
    for (let target = queue.shift(); target; target = queue.shift()) {
      const row = await compareTarget(project, target, seed);
      rows.push(row);
      console.log(`${row.target.padEnd(18)} ${row.format.padEnd(12)} ${row.verdict}`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  console.log(`\n${rows.length} targets, seed ${seed}`);
  return rows.filter((row) => row.bad).length;
}

async function compareTarget(project: Project, text: string, seed: number): Promise<Row> {
  const target = parseTarget(text);
  const folder = join(`${project.dir}.out`, text.replace('/', '_'));
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'x');
  const env = targetEnvironment(target, false);
  try {
    const built = await run(
      'go',
      ['build', '-o', file, '-trimpath', '-buildvcs=true', '-ldflags', '-s -w', '.'],
      { cwd: project.dir, env },
    );
    if (built.code !== 0)
      return {
        target: text,
        format: '-',
        verdict: `not buildable here: ${built.stderr.trim().split('\n')[0]}`,
        bad: false,
      };
    const { executable, buildInfo } = await inspectBinary(file);
    const oracle = await run('go', ['version', '-m', file]);
    const lines =
      oracle.code === 0
        ? oracle.stdout
            .trimEnd()
            .split('\n')
            .slice(1)
            .map((line) => line.slice(1))
        : [];
    const ours = buildInfo
      ? [
          `path\t${buildInfo.path}`,
          `mod\t${buildInfo.main?.path}\t${buildInfo.main?.version}\t${buildInfo.main?.sum}`,
          ...Object.entries(buildInfo.settings).map(([key, value]) => `build\t${key}=${value}`),
        ]
      : [];
    const format = executable?.format ?? 'unknown';
    if (ours.join('\n') !== lines.join('\n'))
      return {
        target: text,
        format,
        verdict: executable ? 'DIFFERS from go version -m' : 'go version -m reads more',
        bad: executable !== undefined,
      };
    const problems = judgeBinary(
      { executable, buildInfo },
      { target, static: true, cgo: false, version: 'v1.2.3' },
    );
    const damaged = await damage(file, seed);
    const read = lines.length > 0 ? 'equal' : 'neither reads it';
    const libraries = executable?.libraries.length ? ` (${executable.libraries.join(', ')})` : '';
    return {
      target: text,
      format,
      verdict: `${read}; ${problems.length === 0 ? `static${libraries}` : problems.join('; ')}; ${damaged} damaged copies answered`,
      bad: false,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const COPIES = 300;

/** Cuts and byte changes in the headers, by a linear congruential generator. */
async function damage(file: string, seed: number): Promise<number> {
  const whole = await readFile(file);
  let state = seed;
  const random = (below: number) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let copy = 0; copy < COPIES; copy++) {
    const bytes = Buffer.from(whole.subarray(0, copy % 3 === 0 ? random(whole.length) : whole.length));
    for (let change = 0; change < 1 + random(8) && bytes.length > 0; change++)
      bytes[random(Math.min(bytes.length, 4_096))] = random(256);
    try {
      const executable = readExecutable(bytes);
      if (executable) readBuildInfo(bytes, executable);
    } catch (error) {
      if (!String(error).includes('damaged')) throw error;
    }
  }
  return COPIES;
}

/** The Go that a version of the toolchain line gives, downloaded by the go command; `undefined` when it cannot be had. */
export async function toolchain(version: string): Promise<string | undefined> {
  const result = await run('go', ['version'], { env: { GOTOOLCHAIN: version } });
  return result.code === 0
    ? (await runChecked('go', ['env', 'GOVERSION'], { env: { GOTOOLCHAIN: version } })).stdout.trim()
    : undefined;
}
