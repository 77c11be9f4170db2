import { formatPercent } from '../percent.ts';
import type { Result } from './result.ts';

/** The outputs of the step that are numbers and words, by name. */
export function listOutputs({ verdict, total, patch, tests }: Result): Record<string, unknown> {
  const measured = 'reason' in patch ? undefined : patch.count;
  return {
    verdict: verdict.result,
    total: formatPercent(total),
    covered: total.covered,
    statements: total.statements,
    patch: measured && measured.statements > 0 ? formatPercent(measured) : undefined,
    'patch-covered': measured?.covered,
    'patch-statements': measured?.statements,
    delta: verdict.ratchet?.delta,
    tests: tests.tests,
    failed: tests.failed,
    skipped: tests.skipped,
    flaky: tests.flaky,
    'tests-cached': tests.cached,
  };
}
