import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { ActionError, type RunResult, run } from '@go-actions/action-kit';
import { type Project, runAction } from '@go-actions/test-kit';
import { ensureLinter, LINTERS } from './linters.ts';

/** Where a proof runs: under one Go, with linters that are built once. */
export type Bench = {
  readonly go: string;
  readonly fail: (what: string) => void;
};

export type ReportedFinding = {
  readonly standing: 'new' | 'known' | 'accepted';
  readonly check: string;
  readonly file?: string;
  readonly line?: number;
  readonly message: string;
  readonly rule: string;
  readonly fix?: { start: number; end: number; text: string };
};

/** Runs lint-gate as a step under the proof's Go, and returns the findings of its JSON report. */
export async function lintWith(
  { go }: Bench,
  project: Project,
  inputs: Readonly<Record<string, string>>,
): Promise<ReportedFinding[]> {
  const temp = await mkdtemp(join(tmpdir(), 'prove-lint-'));
  const json = join(temp, 'lint.json');
  try {
    const result = await runAction('lint-gate', {
      workspace: project.dir,
      inputs: { json, annotations: 'false', summary: 'false', timeout: '30m', ...inputs },
      env: { GOTOOLCHAIN: go, PATH: await pathFor(go) },
      temp,
      timeoutMs: 1_800_000,
    });
    const { 'exit-class': exitClass } = result.outputs;
    if (exitClass !== 'clean' && exitClass !== 'issues') {
      throw new ActionError(
        `lint-gate under ${go} ended with ${exitClass ?? 'nothing'}:\n${result.stdout.slice(-3_000)}`,
      );
    }
    return (JSON.parse(await readFile(json, 'utf8')) as { findings: ReportedFinding[] }).findings;
  } finally {
    await rm(temp, { recursive: true, force: true });
  }
}

/** lint-gate trusts no tool cache: the linters of this Go stand first on PATH. */
async function pathFor(go: string): Promise<string> {
  const programs = await Promise.all(LINTERS.map((name) => ensureLinter(name, go)));
  return [...programs.map((path) => dirname(path)), process.env.PATH].join(delimiter);
}

/** Runs a Go command as the oracle, under the proof's Go. */
export const ask = ({ go }: Bench, cwd: string, command: string, ...args: string[]): Promise<RunResult> =>
  run(command, args, { cwd, env: { GOTOOLCHAIN: go }, maxBytes: 256 * 1024 * 1024 });

/** Mulberry32: the same numbers for the same seed. */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}
