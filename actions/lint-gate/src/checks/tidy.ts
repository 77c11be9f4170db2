import { join } from 'node:path';
import type { Answer, RawFinding } from './answer.ts';
import type { Check, Disk, Task } from './check.ts';
import { crash, judgeEnding } from './ending.ts';
import { parseUnifiedDiff } from './unified-diff.ts';

export const tidy: Check = {
  speed: 'light',
  about: 'go mod tidy would change nothing',
  presets: ['standard', 'strict'],
  scope: 'module',
  run: checkTidy,
};

/** `go mod tidy -diff`, or before Go 1.23 a tidy of copies. */
async function checkTidy(task: Task): Promise<Answer> {
  const { module, checkout, exec } = task;
  if (module.go.major === 1 && module.go.minor < 23) return tidyCopies(task);
  const result = await exec('go', ['mod', 'tidy', '-diff']);
  const ended = judgeEnding('go mod tidy', result);
  if (ended) return { findings: [], problem: ended };
  const findings = parseTidyDiff(result.stdout);
  if (findings.length > 0) return { findings };
  // An exit code of 0 is the go command's word that nothing would change; text that is no whole diff takes it back.
  if (result.code === 0 && result.stdout.trim() === '') return { findings };
  const local = findLocalImports(result.stderr, checkout.workspace?.modulePaths ?? []);
  if (local.length === 0) return { findings, problem: crash('go mod tidy', result, result.stderr) };
  const why = `\`go mod tidy\` does not see go.work, and only go.work provides ${local.join(', ')} to the module ${module.name}`;
  return {
    skipped: 'only go.work completes the module',
    notes: [`${why}: whether it is tidy is not known. A \`replace\` line for it in go.mod makes it so.`],
  };
}

/**
 * The modules of the workspace that `go mod tidy` asks the network for, in vain; empty when something else is missing as well,
 * which go.work is no excuse for (golang/go 50750).
 */
export function findLocalImports(stderr: string, modulePaths: readonly string[]): string[] {
  // `go: M imports`, a line for each further step, and at last the package that is missing with the reason.
  const missing = stderr.split(/\r?\n/).flatMap((line) => /^\t([^\s:]+): /.exec(line)?.[1] ?? []);
  const owners = missing.map((path) =>
    modulePaths.find((module) => path === module || path.startsWith(`${module}/`)),
  );
  return owners.includes(undefined) ? [] : [...new Set(owners)].filter((path) => path !== undefined);
}

const FILES = ['go.mod', 'go.sum'];

async function tidyCopies({ module, disk, exec }: Task): Promise<Answer> {
  return disk.withScratch(async (scratch) => {
    for (const file of FILES) await disk.copy(join(module.dir, file), join(scratch, file));
    const result = await exec('go', ['mod', 'tidy', `-modfile=${join(scratch, 'go.mod')}`]);
    const ended = judgeEnding('go mod tidy', result);
    if (ended) return { findings: [], problem: ended };
    if (result.code !== 0) return { findings: [], problem: crash('go mod tidy', result, result.stderr) };
    const findings: RawFinding[] = [];
    for (const file of FILES) {
      if ((await readLines(disk, module.dir, file)) === (await readLines(disk, scratch, file))) continue;
      findings.push({ file, line: 1, rule: 'tidy', message: 'Not tidy; run `go mod tidy`.' });
    }
    return { findings };
  });
}

/** A module without requirements has no go.sum. */
const readLines = async (disk: Disk, dir: string, file: string): Promise<string> =>
  ((await disk.readText(join(dir, file))) ?? '').replaceAll('\r\n', '\n').trim();

/**
 * Parses `go mod tidy -diff` (Go 1.23 and later; exit code 1 with a diff): one finding a file, at its first changed line,
 * with the changed lines in the message.
 */
export function parseTidyDiff(stdout: string): RawFinding[] {
  return parseUnifiedDiff(stdout, (header) => header.replace(/^tidy\//, '').replace(/\t.*$/, '')).map(
    ({ file, changes, text }) => ({
      file,
      line: Math.max(1, changes[0]?.start ?? 1),
      rule: 'tidy',
      message: `Not tidy; run \`go mod tidy\`:\n${changedLines(text)}`,
    }),
  );
}

function changedLines(text: string): string {
  const lines = text.split('\n').filter((line) => /^[-+]./.test(line));
  const shown = lines.slice(0, 10).join('\n');
  return lines.length > 10 ? `${shown}\n(${lines.length - 10} more lines)` : shown;
}
