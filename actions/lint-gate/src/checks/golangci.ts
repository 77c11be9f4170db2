import type { RawFinding } from '../finding.ts';
import { type Answer, crash, type Ending, judgeEnding, tail } from '../outcome.ts';
import { parseGoErrors } from './go-errors.ts';

const TOOL = 'golangci-lint';

type Issue = {
  readonly FromLinter: string;
  readonly Text: string;
  readonly Pos: { readonly Filename: string; readonly Line: number; readonly Column: number };
  readonly LineRange?: { readonly From: number; readonly To: number };
};
type Report = { readonly Issues: readonly Issue[] | null; readonly Report?: { readonly Error?: string } };

/** Arguments of one run: everything is asked for, as a file, with absolute names; what is new is decided here, not there. */
export function golangciArgs(options: {
  json: string;
  config?: string | undefined;
  extra: readonly string[];
  packages: readonly string[];
}): string[] {
  return [
    'run',
    ...(options.config ? [`--config=${options.config}`] : []),
    ...options.extra,
    `--output.json.path=${options.json}`,
    '--path-mode=abs',
    '--show-stats=false',
    '--max-issues-per-linter=0',
    '--max-same-issues=0',
    '--issues-exit-code=1',
    '--allow-parallel-runners',
    ...options.packages,
  ];
}

/**
 * Reads a run's end as a class (golangci-lint `pkg/exitcodes`): 0 and 1 are verdicts if, and only if, the JSON file agrees;
 * everything else is a problem. `json` is undefined when no file was written.
 */
export function judgeGolangci(ending: Ending, output: string, json: string | undefined): Answer {
  const ended = judgeEnding(TOOL, ending);
  if (ended) return { findings: [], problem: ended };
  if (ending.code === 4)
    return problem('timeout', 'golangci-lint reached its own time limit (`run.timeout`).');
  if (ending.code === 5)
    return problem(
      'config',
      'golangci-lint found no Go file to analyse: build tags or exclusions leave out all of them.',
    );
  if (ending.code === 6) return problem('config', `golangci-lint found no configuration.${tail(output)}`);
  if (ending.code === 3 && isAboutConfig(output)) {
    return problem('config', `golangci-lint refused its configuration.${tail(output)}`);
  }
  if (ending.code !== 0 && ending.code !== 1) return { findings: [], problem: crash(TOOL, ending, output) };
  if (json === undefined) return { findings: [], problem: crash(TOOL, ending, output) };
  const report = parseReport(json);
  if (!report)
    return problem('crash', 'golangci-lint wrote JSON that cannot be read: its result is not known.');
  const findings = (report.Issues ?? []).flatMap(toFindings);
  if (report.Report?.Error)
    return { findings, problem: { kind: 'crash', message: `golangci-lint: ${report.Report.Error}` } };
  if (ending.code === 1 && findings.length === 0) return { findings, problem: crash(TOOL, ending, output) };
  return { findings };
}

function problem(kind: 'config' | 'timeout' | 'crash', message: string): Answer {
  return { findings: [], problem: { kind, message } };
}

function isAboutConfig(output: string): boolean {
  return /can't load config|unknown linters?|unsupported version of the configuration|configuration contains invalid|unknown flag|invalid argument|unable to load custom|can't combine option/i.test(
    output,
  );
}

function parseReport(json: string): Report | undefined {
  try {
    const report = JSON.parse(json) as Report;
    return typeof report === 'object' && report !== null && 'Issues' in report ? report : undefined;
  } catch {
    return undefined; // SyntaxError: cut off or no JSON at all; the caller says so
  }
}

function toFindings({ FromLinter, Text, Pos, LineRange }: Issue): RawFinding[] {
  if (FromLinter === 'typecheck' && Text.includes('\n')) {
    const found = parseGoErrors(Text.replace(/^: /, ''));
    if (found.length > 0) return found;
  }
  // Linters that hold many analyzers start their text with the one that spoke: `printf: …`, `SA4006: …`.
  const analyzer = /^([A-Za-z][\w-]*): /.exec(Text)?.[1];
  const rule = analyzer && MANY.has(FromLinter) ? `${FromLinter}/${analyzer}` : FromLinter;
  return [
    {
      rule,
      message: Text,
      ...(Pos.Filename && {
        file: Pos.Filename,
        line: Pos.Line || undefined,
        column: Pos.Column || undefined,
      }),
      ...(LineRange && LineRange.To > LineRange.From && { endLine: LineRange.To }),
    },
  ];
}

const MANY = new Set(['govet', 'staticcheck', 'gosec', 'revive', 'gocritic', 'modernize']);
