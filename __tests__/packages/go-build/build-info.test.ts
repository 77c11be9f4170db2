import { mkdir, readFile } from 'node:fs/promises';
import { inspectBinary, planBuilds, readBuildInfo, readExecutable, runBuilds } from '@go-actions/go-build';
import { parseTarget } from '@go-actions/go-project';
import { createProject, type Project } from '@go-actions/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** One of each format, and a 32-bit ELF of the other byte order in `npm run prove release`. */
const TARGETS = ['linux/amd64', 'darwin/arm64', 'windows/amd64'].map(parseTarget);

let project: Project;
let files: string[];

beforeAll(async () => {
  project = await createProject(
    {
      'go.mod': 'module m.test/x\n\ngo 1.24\n',
      'main.go': 'package main\n\nfunc main() { println("hello") }\n',
    },
    { git: true },
  );
  await project.git('tag', 'v1.2.3');
  const out = `${project.dir}.out`;
  await mkdir(out);
  const builds = planBuilds(
    [{ importPath: 'm.test/x', moduleDir: project.dir, targets: TARGETS }],
    TARGETS,
    { ldflags: '-s -w', tags: ['netgo'], cgo: false, trimpath: true, stamp: true },
    out,
  );
  const revision = await project.git('rev-parse', 'HEAD');
  const results = await runBuilds(builds, {
    expect: { static: true, cgo: false, version: 'v1.2.3', revision },
  });
  expect(results.map((result) => result.failure?.output)).toEqual([undefined, undefined, undefined]);
  expect(results.flatMap((result) => result.binaries.map((binary) => binary.problems))).toEqual([[], [], []]);
  files = results.flatMap((result) => result.binaries.map((binary) => binary.path));
});

afterAll(async () => {
  await project.exec('rm', ['-rf', `${project.dir}.out`]);
  await project[Symbol.asyncDispose]();
});

describe('readBuildInfo', () => {
  it.each(TARGETS.map((target, index) => ({ target: `${target.goos}/${target.goarch}`, index })))(
    'equals `go version -m` for $target',
    async ({ index }) => {
      const file = files[index] ?? '';
      const oracle = await project.exec('go', ['version', '-m', file]);
      const { buildInfo } = await inspectBinary(file);
      const lines = oracle
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.slice(1));
      const settings = Object.entries(buildInfo?.settings ?? {}).map(
        ([key, value]) => `build\t${key}=${value}`,
      );
      const main = buildInfo?.main;
      expect([
        `path\t${buildInfo?.path}`,
        `mod\t${main?.path}\t${main?.version}\t${main?.sum}`,
        ...settings,
      ]).toEqual(lines);
      expect(oracle.split('\n')[0]).toBe(`${file}: ${buildInfo?.goVersion}`);
    },
  );

  it('answers every cut and every flipped byte of the headers without hanging or crashing', async () => {
    for (const file of files) {
      const whole = await readFile(file);
      for (let length = 0; length < 4_096; length += 7) readSafely(whole.subarray(0, length));
      const damaged = Buffer.from(whole);
      for (let at = 0; at < 1_024; at++) {
        const kept = damaged.readUInt8(at);
        damaged.writeUInt8(0xff, at);
        readSafely(damaged);
        damaged.writeUInt8(kept, at);
      }
    }
  });

  it('does not follow a length that runs past the end', () => {
    const bytes = Buffer.alloc(64);
    bytes.write('\xff Go buildinf:', 'latin1');
    bytes[15] = 2;
    bytes.fill(0xff, 32);
    expect(readBuildInfo(bytes, { buildInfoRanges: [{ start: 0, end: 64 }] })).toBeUndefined();
  });
});

function readSafely(bytes: Buffer): void {
  try {
    const executable = readExecutable(bytes);
    if (executable) readBuildInfo(bytes, executable);
  } catch (error) {
    expect(String(error)).toMatch(/damaged/);
  }
}
