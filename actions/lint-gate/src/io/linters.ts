import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { golangciArgs, judgeGolangci } from '../checks/golangci.ts';
import { ReportReader } from '../checks/golangci-report.ts';
import { parseStaticcheck } from '../checks/staticcheck.ts';
import { STATICCHECK } from '../linter-versions.ts';
import { type Answer, crash, judgeEnding, tooOldForGo, unreadable } from '../outcome.ts';
import type { Selection } from './analysis.ts';
import { type Desk, runTool } from './desk.ts';
import type { Workplace } from './modules.ts';
import type { ReadyTool } from './tools.ts';

const CHUNK = 256 * 1024;

export async function checkStaticcheck(
  desk: Desk,
  place: Workplace,
  { packages, env }: Selection,
  tool: ReadyTool,
): Promise<Answer> {
  const result = await runTool(desk, tool.path, ['-f', 'json', ...packages], {
    cwd: place.dir,
    env: { ...env, ...tool.env },
  });
  const ended = judgeEnding('staticcheck', result);
  if (ended) return { findings: [], problem: ended };
  try {
    const findings = parseStaticcheck(result.stdout);
    const old = tooOldForGo('staticcheck', findings, `\`go get -tool ${STATICCHECK.pkg}@latest\` pins it`);
    if (old) return { findings: [], problem: old };
    // 1 means findings that `-fail` counts; every other code, and a 1 without findings, is its own failure.
    if (result.code === 0 || (result.code === 1 && findings.length > 0)) return { findings };
  } catch {
    if (result.code === 0 || result.code === 1) return { findings: [], problem: unreadable('staticcheck') };
  }
  return { findings: [], problem: crash('staticcheck', result, result.stderr || result.stdout) };
}

export type GolangciSettings = {
  readonly tool: ReadyTool;
  /** Absolute. */
  readonly config: string | undefined;
  readonly extra: readonly string[];
};

export async function checkGolangci(
  desk: Desk,
  place: Workplace,
  { packages, env }: Selection,
  { tool, config, extra }: GolangciSettings,
): Promise<Answer> {
  const json = join(
    desk.temp,
    `golangci-${createHash('sha256').update(place.name).digest('hex').slice(0, 8)}-${randomUUID()}.json`,
  );
  try {
    const result = await runTool(desk, tool.path, golangciArgs({ json, config, extra, packages }), {
      cwd: place.dir,
      env: { ...env, ...tool.env },
      // Nothing that matters is printed: the result is the file, and a flood must not be kept.
      onStdout: () => undefined,
      maxBytes: 1024 * 1024,
    });
    return judgeGolangci({ ...result, truncated: false }, result.stderr, await readReport(json));
  } finally {
    await rm(json, { force: true });
  }
}

async function readReport(file: string): Promise<Parameters<typeof judgeGolangci>[2]> {
  const reader = new ReportReader();
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: CHUNK })) reader.push(chunk as Buffer);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'missing'; // it failed early
    throw error;
  }
  return reader.end() ?? 'unreadable';
}
