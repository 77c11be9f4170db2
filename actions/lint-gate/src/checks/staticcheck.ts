import type { RawFinding } from '../finding.ts';
import { parseGoErrors } from './go-errors.ts';

type Position = { readonly file: string; readonly line: number; readonly column: number };
type Problem = {
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
      const problem = JSON.parse(line) as Problem;
      if (problem.severity === 'ignored') return [];
      return problem.code === 'compile' ? compileErrors(problem) : [toFinding(problem)];
    });
}

function compileErrors(problem: Problem): RawFinding[] {
  const found = problem.location.file ? [] : parseGoErrors(problem.message);
  return found.length > 0 ? found : [{ ...toFinding(problem), rule: 'typecheck' }];
}

function toFinding({ code, severity, location, end, message }: Problem): RawFinding {
  return {
    rule: code,
    message,
    severity: severity === 'warning' ? 'warning' : 'error',
    ...(location.file && { file: location.file, line: location.line, column: location.column || undefined }),
    ...(end && end.line > location.line && { endLine: end.line }),
  };
}
