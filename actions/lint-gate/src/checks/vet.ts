import { JsonObjectStream } from '@go-actions/go-project';
import type { Answer, RawFinding } from './answer.ts';
import type { Check, Task } from './check.ts';
import { crash, judgeEnding } from './ending.ts';
import { parseGoErrors } from './go-errors.ts';

export const vet: Check = {
  speed: 'light',
  about: 'go vet',
  presets: ['fast', 'standard', 'strict'],
  scope: 'packages',
  run: checkVet,
};

async function checkVet({ packages, exec }: Task): Promise<Answer> {
  const result = await exec('go', ['vet', '-json', ...packages]);
  const ended = judgeEnding('go vet', result);
  if (ended) return { findings: [], problem: ended };
  try {
    const findings = parseVet(result.stdout, result.stderr);
    if (result.code === 0 || findings.some(({ rule }) => rule === 'typecheck')) return { findings };
  } catch {
    // An unreadable stream is a crash, as is an exit code without a message that explains it.
  }
  return { findings: [], problem: crash('go vet', result, result.stderr || result.stdout) };
}

type Diagnostic = { readonly posn?: string; readonly end?: string; readonly message?: string };
type Analyzers = Readonly<Record<string, readonly Diagnostic[] | { readonly error?: string }>>;

/**
 * Parses `go vet -json`, which exits with 0 whatever it found: a stream of `{package: {analyzer: [{posn, end?, message}]}}`
 * on stderr before Go 1.26 and on stdout since, `# package` lines between the objects, and compile errors as text.
 * Throws when the stream breaks off.
 */
export function parseVet(stdout: string, stderr: string): RawFinding[] {
  return [...parseReports(stdout), ...parseReports(stderr), ...parseGoErrors(stderr)];
}

function parseReports(text: string): RawFinding[] {
  const found: RawFinding[] = [];
  const stream = new JsonObjectStream<Readonly<Record<string, Analyzers>>>((packages) => {
    for (const analyzers of Object.values(packages)) {
      for (const [rule, diagnostics] of Object.entries(analyzers)) {
        if (!Array.isArray(diagnostics)) continue; // {error}: a compile error, told as text as well
        for (const diagnostic of diagnostics as readonly Diagnostic[])
          found.push(toFinding(rule, diagnostic));
      }
    }
  });
  stream.push(Buffer.from(jsonLines(text)));
  stream.end();
  return found;
}

/** Only the objects: each starts with a line `{` or is `{}`, and its last line is `}`. */
function jsonLines(text: string): string {
  let inside = false;
  return text
    .split(/\r?\n/)
    .filter((line) => {
      const keep = inside || line === '{' || line === '{}';
      inside = keep && line !== '}' && line !== '{}';
      return keep;
    })
    .join('\n');
}

function toFinding(rule: string, { posn = '', end = '', message = '' }: Diagnostic): RawFinding {
  const [, file, line, column] = /^(.*?):(\d+)(?::(\d+))?$/.exec(posn) ?? [];
  const endLine = Number(/:(\d+):\d+$/.exec(end)?.[1] ?? 0);
  return {
    rule,
    message,
    ...(file && { file, line: Number(line), column: column ? Number(column) : undefined }),
    ...(endLine > Number(line) && { endLine }),
  };
}
