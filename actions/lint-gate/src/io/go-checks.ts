import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunResult } from '@go-actions/action-kit';
import { parseGofmt } from '../checks/fmt.ts';
import { parseTidyDiff } from '../checks/tidy.ts';
import { parseVerify } from '../checks/verify.ts';
import { parseVet } from '../checks/vet.ts';
import type { RawFinding } from '../finding.ts';
import { type Answer, crash, judgeEnding } from '../outcome.ts';
import type { Selection } from './analysis.ts';
import { type Desk, runTool } from './desk.ts';
import type { Workplace } from './modules.ts';

/** Windows allows 32,767 characters on a command line. */
const ARGUMENTS = process.platform === 'win32' ? 24_000 : 100_000;

export async function checkFormat(desk: Desk, place: Workplace): Promise<Answer> {
  const findings: RawFinding[] = [];
  for (const files of batches(place.goFiles.map((file) => `./${file}`))) {
    const result = await runTool(desk, place.gofmt, ['-d', ...files], { cwd: place.dir });
    const problem = judgeEnding('gofmt', result);
    if (problem) return { findings, problem };
    const found = parseGofmt(result.stdout, result.stderr);
    const read = result.code === 0 || result.code === 1 || found.some(({ rule }) => rule === 'syntax');
    if (!read) return { findings, problem: crash('gofmt', result, result.stderr) };
    // Names that cannot stand in a diff's header were given alone.
    findings.push(...(files.length === 1 ? found.map((finding) => ({ ...finding, file: files[0] })) : found));
  }
  return { findings };
}

/** Groups names by the length of a command line; a name that would break a line-wise output gets one of its own. */
function batches(files: readonly string[]): string[][] {
  const plain: string[][] = [[]];
  let length = 0;
  for (const file of files.filter((name) => !/[\n\r\t]/.test(name))) {
    length += file.length + 3;
    if (length > ARGUMENTS) {
      plain.push([]);
      length = file.length + 3;
    }
    plain.at(-1)?.push(file);
  }
  return [...plain, ...files.filter((name) => /[\n\r\t]/.test(name)).map((name) => [name])].filter(
    (group) => group.length > 0,
  );
}

export async function checkVet(desk: Desk, place: Workplace, { packages, env }: Selection): Promise<Answer> {
  const result = await runTool(desk, 'go', ['vet', '-json', ...packages], { cwd: place.dir, env });
  const problem = judgeEnding('go vet', result);
  if (problem) return { findings: [], problem };
  try {
    const findings = parseVet(result.stdout, result.stderr);
    if (result.code === 0 || findings.some(({ rule }) => rule === 'typecheck')) return { findings };
  } catch {
    // An unreadable stream is a crash, as is an exit code without a message that explains it.
  }
  return { findings: [], problem: crash('go vet', result, result.stderr || result.stdout) };
}

/** `go mod tidy -diff`, or before Go 1.23 a tidy of copies. */
export async function checkTidy(desk: Desk, place: Workplace): Promise<Answer> {
  if (place.go.major === 1 && place.go.minor < 23) return tidyCopies(desk, place);
  const result = await runTool(desk, 'go', ['mod', 'tidy', '-diff'], { cwd: place.dir });
  const problem = judgeEnding('go mod tidy', result);
  if (problem) return { findings: [], problem };
  const findings = parseTidyDiff(result.stdout);
  if (result.code === 0 || findings.length > 0) return { findings };
  return { findings, problem: crash('go mod tidy', result, result.stderr) };
}

async function tidyCopies(desk: Desk, place: Workplace): Promise<Answer> {
  const scratch = await mkdtemp(join(desk.temp, 'tidy-'));
  try {
    const files = ['go.mod', 'go.sum'];
    for (const file of files)
      await cp(join(place.dir, file), join(scratch, file), { force: true }).catch(ignoreMissing);
    const modfile = join(scratch, 'go.mod');
    const result = await runTool(desk, 'go', ['mod', 'tidy', `-modfile=${modfile}`], { cwd: place.dir });
    const problem = judgeEnding('go mod tidy', result);
    if (problem) return { findings: [], problem };
    if (result.code !== 0) return { findings: [], problem: crash('go mod tidy', result, result.stderr) };
    const changed = await Promise.all(
      files.map(async (file) => (await lines(place.dir, file)) !== (await lines(scratch, file))),
    );
    const untidy = files.filter((_, i) => changed[i]);
    return {
      findings: untidy.map((file) => ({
        file,
        line: 1,
        rule: 'tidy',
        message: 'Not tidy; run `go mod tidy`.',
      })),
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const lines = (dir: string, file: string): Promise<string> =>
  readFile(join(dir, file), 'utf8').then(
    (text) => text.replaceAll('\r\n', '\n').trim(),
    () => '',
  ); // no go.sum: nothing in it

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error; // a module without requirements has no go.sum
}

export async function checkVerify(desk: Desk, place: Workplace): Promise<Answer> {
  const result: RunResult = await runTool(desk, 'go', ['mod', 'verify'], { cwd: place.dir });
  const problem = judgeEnding('go mod verify', result);
  if (problem) return { findings: [], problem };
  const findings = parseVerify(`${result.stdout}\n${result.stderr}`);
  if (result.code === 0 || findings.length > 0) return { findings };
  return { findings, problem: crash('go mod verify', result, result.stderr || result.stdout) };
}
