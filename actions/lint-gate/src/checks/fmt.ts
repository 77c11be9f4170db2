import type { Answer, RawFinding } from './answer.ts';
import type { Check, Task } from './check.ts';
import { crash, judgeEnding } from './ending.ts';
import { parseGoErrors } from './go-errors.ts';
import { parseUnifiedDiff } from './unified-diff.ts';

export const fmt: Check = {
  speed: 'light',
  about: 'gofmt would change nothing',
  presets: ['fast', 'standard', 'strict'],
  scope: 'files',
  run: checkFormat,
};

/** Characters of arguments for one process; Windows allows 32,767 on a command line. */
const ARGUMENTS = 24_000;

async function checkFormat({ module, exec }: Task): Promise<Answer> {
  const findings: RawFinding[] = [];
  for (const files of batches(module.goFiles.map((file) => `./${file}`))) {
    const result = await exec(module.gofmt, ['-d', ...files]);
    const ended = judgeEnding('gofmt', result);
    if (ended) return { findings, problem: ended };
    const found = parseGofmt(result.stdout, result.stderr);
    const clean = result.code === 0 && result.stdout.trim() === '';
    const read =
      result.code === 0 || result.code === 1
        ? clean || found.length > 0
        : found.some(({ rule }) => rule === 'syntax');
    if (!read) return { findings, problem: crash('gofmt', result, result.stderr || result.stdout) };
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
    (batch) => batch.length > 0,
  );
}

/**
 * Parses `gofmt -d`: a diff for each file that is not formatted on stdout, files that do not parse on stderr. One finding
 * for each place that gofmt would change. The exit code says nothing: 0 before Go 1.26 and 1 from it on when there is a diff.
 */
export function parseGofmt(stdout: string, stderr: string): RawFinding[] {
  const unformatted = parseUnifiedDiff(stdout, (header) => header.replace(/\t.*$/, '')).flatMap(
    ({ file, changes }) =>
      changes.map((fix) => ({
        file,
        line: fix.start,
        ...(fix.end > fix.start && { endLine: fix.end }),
        rule: 'gofmt',
        message: 'Not formatted as gofmt does it; `gofmt -w` changes these lines.',
        fix,
      })),
  );
  return [...unformatted, ...parseGoErrors(stderr, 'syntax')];
}
