import { parse as parseToml } from 'smol-toml';
import { STATICCHECK } from '../linters/versions.ts';
import type { Answer, RawFinding } from './answer.ts';
import { type Check, type Task, tagFlags } from './check.ts';
import { crash, judgeEnding, tooOldForGo, unproved, unreadable } from './ending.ts';
import { parseGoErrors } from './go-errors.ts';

export const staticcheck: Check = {
  speed: 'slow',
  about: 'staticcheck',
  presets: ['fast'],
  scope: 'packages',
  linter: 'staticcheck',
  run: checkStaticcheck,
};

/** As SARIF, the one form that says that the run came to its end: JSON and text are empty for clean packages. */
async function checkStaticcheck({ packages, linter, tags, disk, exec }: Task): Promise<Answer> {
  const config = await disk.findUp(['staticcheck.conf']);
  const notes = config ? describeConfig((await disk.readText(config)) ?? '') : [];
  const result = await exec(linter.path, ['-f', 'sarif', ...tagFlags(tags), ...packages], {
    env: linter.env,
  });
  const ended = judgeEnding('staticcheck', result);
  if (ended) return { findings: [], problem: ended };
  try {
    const findings = parseStaticcheck(result.stdout);
    const old = tooOldForGo('staticcheck', findings, `\`go get -tool ${STATICCHECK.pkg}@latest\` pins it`);
    if (old) return { findings: [], problem: old };
    // Releases before 2023.1 exit with 1 for findings in this form as well; every other code is a failure of its own.
    if (result.code === 0 || (result.code === 1 && findings.length > 0)) return { findings, notes };
  } catch {
    if (result.code === 0 && result.stdout.trim() === '')
      return { findings: [], problem: unproved('staticcheck', 'it printed no report') };
    if (result.code === 0 || result.code === 1) return { findings: [], problem: unreadable('staticcheck') };
  }
  return { findings: [], problem: crash('staticcheck', result, result.stderr || result.stdout) };
}

/** What staticcheck.conf leaves out of the analysis: the repository's choice, but never a silent one. */
export function describeConfig(text: string): string[] {
  let checks: unknown;
  try {
    ({ checks } = parseToml(text));
  } catch {
    return []; // staticcheck itself refuses it
  }
  if (!Array.isArray(checks) || checks.includes('inherit') || checks.includes('all')) return [];
  const list = checks.length > 0 ? checks.join(', ') : 'none';
  return [`staticcheck.conf chooses the checks by itself (\`checks\`: ${list}).`];
}

type Region = { readonly startLine?: number; readonly startColumn?: number; readonly endLine?: number };
type Result = {
  readonly ruleId: string;
  readonly message: { readonly text: string };
  readonly locations?: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri?: string };
      readonly region?: Region;
    };
  }[];
  readonly suppressions?: readonly unknown[];
};
type Log = {
  readonly runs: readonly {
    readonly invocations: readonly { readonly executionSuccessful?: boolean }[];
    readonly results?: readonly Result[] | null;
  }[];
};

/**
 * Parses `staticcheck -f sarif`: one document. Compile errors (rule "compile") carry the compiler's own text instead of a
 * place. Throws on what is no whole report of a run that succeeded.
 */
export function parseStaticcheck(stdout: string): RawFinding[] {
  const { runs } = JSON.parse(stdout) as Log;
  const [run] = runs;
  if (run?.invocations[0]?.executionSuccessful !== true) throw new Error('the run did not succeed');
  return (run.results ?? [])
    .filter(({ suppressions = [] }) => suppressions.length === 0)
    .flatMap((result) => (result.ruleId === 'compile' ? compileErrors(result) : [toFinding(result)]));
}

function compileErrors(result: Result): RawFinding[] {
  const finding = toFinding(result);
  const found = finding.file ? [] : parseGoErrors(result.message.text);
  return found.length > 0 ? found : [{ ...finding, rule: 'typecheck' }];
}

/** A place that belongs to a finding stands behind its text, as `\n\t[TEXT](NUMBER)`. */
const RELATED = /\n\t\[[\s\S]*\]\(\d+\)$/;

function toFinding({ ruleId, message, locations }: Result): RawFinding {
  const { artifactLocation, region } = locations?.[0]?.physicalLocation ?? {};
  const file = artifactLocation?.uri && decodeURIComponent(artifactLocation.uri.replace(/^file:\/\//, ''));
  const { startLine = 0, startColumn, endLine = 0 } = region ?? {};
  return {
    rule: ruleId,
    message: message.text.replace(RELATED, ''),
    ...(file && { file, line: startLine || undefined, column: startColumn || undefined }),
    ...(endLine > startLine && { endLine }),
  };
}
