import { type Answer, noResult, type Problem, problem } from './answer.ts';
import { crash, type Ending, judgeEnding, tooOldForGo, unreadable } from './ending.ts';
import type { GolangciReport } from './golangci-report.ts';

const TOOL = 'golangci-lint';
const MOST_NOTES = 10;

/** The exit codes of golangci-lint that are no verdicts (`pkg/exitcodes`); 2 is also how every Go program ends that panics. */
const FAILURES: Readonly<Record<number, { kind: Problem['kind']; found: string; remedy: string }>> = {
  2: {
    kind: 'crash',
    found: 'golangci-lint broke down (exit code 2).',
    remedy:
      'Take another version with `golangci-version`, and report its last lines to the linter they name:',
  },
  3: {
    kind: 'crash',
    found: 'golangci-lint failed (exit code 3).',
    remedy: 'Correct what its last lines say; `golangci-lint run -v` in the module says more:',
  },
  4: {
    kind: 'timeout',
    found: 'golangci-lint reached its own time limit.',
    remedy: 'Raise or remove `run.timeout` in its configuration; `timeout` of this step holds anyway.',
  },
  5: {
    kind: 'config',
    found: 'golangci-lint found no Go file to analyse.',
    remedy:
      'Build tags or exclusions leave out all of them: correct `run.build-tags`, or `modules` of this step.',
  },
  6: {
    kind: 'config',
    found: 'golangci-lint found no configuration.',
    remedy: 'Correct `golangci-config`, or `--config` in `golangci-args`.',
  },
  7: {
    kind: 'crash',
    found: 'golangci-lint logged an error (exit code 7), so that its findings are not all there are.',
    remedy: 'Correct what its last lines say:',
  },
};

/**
 * Reads a run's end as a class: 0 and 1 are verdicts if, and only if, the report agrees; everything else is a problem.
 * `report` is `missing` when no file was written and `unreadable` when it is no report.
 */
export function judgeGolangci(
  ending: Ending,
  output: string,
  report: GolangciReport | 'missing' | 'unreadable',
): Answer {
  const ended = judgeEnding(TOOL, ending);
  if (ended) return { findings: [], problem: ended };
  if (ending.code === 3 && isAboutConfig(output)) {
    const found = 'golangci-lint refused its configuration or arguments.';
    const remedy = /unsupported version of the configuration/.test(output)
      ? 'Version 2 reads no configuration of version 1: run `golangci-lint migrate` and commit the result.'
      : 'Correct what it says:';
    return noResult('config', { found, remedy, output });
  }
  const failure = FAILURES[ending.code ?? -1];
  if (failure) return noResult(failure.kind, { ...failure, output });
  if (report === 'unreadable') return { findings: [], problem: unreadable(TOOL) };
  if (report === 'missing' || (ending.code !== 0 && ending.code !== 1)) {
    return { findings: [], problem: crash(TOOL, ending, output) };
  }
  const { findings, error, warnings } = report;
  const old = tooOldForGo(TOOL, findings, '`golangci-version` names it');
  if (old) return { findings: [], problem: old };
  if (error) {
    const found = `golangci-lint reported an error: ${error}.`;
    return { findings, problem: problem('crash', { found, remedy: 'Correct that first.' }) };
  }
  if (ending.code === 1 && findings.length === 0) return { findings, problem: crash(TOOL, ending, output) };
  return { findings, notes: warnings.slice(0, MOST_NOTES).map((text) => `${TOOL}: ${text}`) };
}

function isAboutConfig(output: string): boolean {
  return /can't load config|no linters enabled|unknown linters?|unsupported version of the configuration|configuration contains invalid|unknown flag|invalid argument|unable to load custom|can't combine option/i.test(
    output,
  );
}
