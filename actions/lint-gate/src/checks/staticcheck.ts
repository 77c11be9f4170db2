import { STATICCHECK } from '../linters/versions.ts';
import type { Answer, RawFinding } from './answer.ts';
import { type Check, type Task, tagFlags } from './check.ts';
import { crash, judgeEnding, tooOldForGo, unreadable } from './ending.ts';
import { parseGoErrors } from './go-errors.ts';

export const staticcheck: Check = {
  speed: 'slow',
  about: 'staticcheck',
  presets: ['fast'],
  scope: 'packages',
  linter: 'staticcheck',
  run: checkStaticcheck,
};

async function checkStaticcheck({ packages, linter, tags, exec }: Task): Promise<Answer> {
  const result = await exec(linter.path, ['-f', 'json', ...tagFlags(tags), ...packages], { env: linter.env });
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

type Position = { readonly file: string; readonly line: number; readonly column: number };
type Report = {
  readonly code: string;
  readonly severity: string;
  readonly location: Position;
  readonly end?: Position;
  readonly message: string;
};

/**
 * Parses `staticcheck -f json`: one object a line. Compile errors (`code` "compile") carry the compiler's own text instead
 * of a place; severities other than "error" are those that `-fail` leaves out. Throws on a line that is no JSON.
 */
export function parseStaticcheck(stdout: string): RawFinding[] {
  return stdout
    .split('\n')
    .filter((line) => line.trim() !== '')
    .flatMap((line) => {
      const report = JSON.parse(line) as Report;
      if (report.severity === 'ignored') return [];
      return report.code === 'compile' ? compileErrors(report) : [toFinding(report)];
    });
}

function compileErrors(report: Report): RawFinding[] {
  const found = report.location.file ? [] : parseGoErrors(report.message);
  return found.length > 0 ? found : [{ ...toFinding(report), rule: 'typecheck' }];
}

function toFinding({ code, severity, location, end, message }: Report): RawFinding {
  return {
    rule: code,
    message,
    severity: severity === 'warning' ? 'warning' : 'error',
    ...(location.file && { file: location.file, line: location.line, column: location.column || undefined }),
    ...(end && end.line > location.line && { endLine: end.line }),
  };
}
