import { digest } from '@go-actions/action-kit';
import { JsonObjectStream } from '@go-actions/go-project';
import type { ListedPackage } from '../run/listing.ts';
import { type Answer, noResult, type RawFinding } from './answer.ts';
import { type Check, type Task, tagFlags } from './check.ts';
import { crash, judgeEnding } from './ending.ts';
import { parseGoErrors } from './go-errors.ts';

export const vet: Check = {
  speed: 'light',
  about: 'go vet',
  presets: ['fast', 'standard', 'strict'],
  scope: 'packages',
  run: checkVet,
};

async function checkVet(task: Task): Promise<Answer> {
  const whole = task.listed.reduce((sum, one) => sum + countReports(one), 0);
  // Go 1.26.8 (1.26.11 no more) keeps the silence about a dependency as its answer, so that a package that was vetted as one is silent when
  // it is asked for, findings or not. A flag that changes nothing but the key gives these packages answers of their own.
  const first = await askVet(task, whole);
  const { answer, reports } = first.reports < whole ? await askVet(task, whole, [ownKey(task)]) : first;
  if (reports >= whole) return answer;
  const found = `go vet answered for ${reports} of ${whole} packages, tests among them.`;
  const remedy = 'Run it again, and `go vet ./...` by hand in the same folder:';
  return noResult('crash', { found, remedy, output: first.output });
}

/** A function that nobody has, named after the packages: it is part of the key of their answers, and changes none of them. */
const ownKey = ({ listed }: Task): string =>
  `-printf.funcs=goactions${digest(JSON.stringify(listed.map(({ path }) => path)), 12)}`;

type VetRun = { readonly answer: Answer; readonly reports: number; readonly output: string };

/** One run; `reports` counts the packages that it answered for, as far as the run is one that must answer for all. */
async function askVet(
  { packages, tags, exec }: Task,
  whole: number,
  flags: readonly string[] = [],
): Promise<VetRun> {
  const result = await exec('go', ['vet', '-json', ...flags, ...tagFlags(tags), ...packages]);
  const output = result.stderr;
  const ended = judgeEnding('go vet', result);
  if (ended) return { answer: { findings: [], problem: ended }, reports: whole, output };
  try {
    const { findings, reports } = parseVet(result.stdout, result.stderr);
    if (findings.some(({ rule }) => rule === 'typecheck'))
      return { answer: { findings }, reports: whole, output };
    if (result.code === 0) return { answer: { findings }, reports, output };
  } catch {
    // An unreadable stream is a crash, as is an exit code without a message that explains it.
  }
  const problem = crash('go vet', result, result.stderr || result.stdout);
  return { answer: { findings: [], problem }, reports: whole, output };
}

/** A package is analysed together with its own tests, and the external ones as a package of their own (cmd/go, `vet.run`). */
const countReports = ({ sources, tests, externalTests, broken }: ListedPackage): number =>
  broken ? 0 : Number(sources + tests > 0) + Number(externalTests > 0);

type Diagnostic = { readonly posn?: string; readonly end?: string; readonly message?: string };
type Analyzers = Readonly<Record<string, readonly Diagnostic[] | { readonly error?: string }>>;

/**
 * Parses `go vet -json`, which exits with 0 whatever it found: a stream of `{package: {analyzer: [{posn, end?, message}]}}`
 * on stderr before Go 1.26 and on stdout since, `# package` lines between the objects, and compile errors as text.
 * `reports` counts the objects, of which every package that was analysed has at least one. Throws when the stream breaks off.
 */
export function parseVet(
  stdout: string,
  stderr: string,
): { readonly findings: RawFinding[]; readonly reports: number } {
  const [out, err] = [parseReports(stdout), parseReports(stderr)];
  return {
    findings: [...out.findings, ...err.findings, ...parseGoErrors(stderr)],
    reports: out.reports + err.reports,
  };
}

function parseReports(text: string): { findings: RawFinding[]; reports: number } {
  const found: RawFinding[] = [];
  let reports = 0;
  const stream = new JsonObjectStream<Readonly<Record<string, Analyzers>>>((packages) => {
    reports += 1;
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
  return { findings: found, reports };
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
