import type { Verdict } from './verdict.ts';

/**
 * The whole result as JSON for other steps, piece by piece; `format` grows when a field changes its meaning.
 */
export function* renderReport(verdict: Verdict, notes: readonly string[]): Generator<string> {
  const { outcomes, judged, problems: _told, accepted, ...rest } = verdict;
  const head = {
    format: 1,
    ...rest,
    baselineIssues: accepted,
    notes,
    checks: outcomes.map(({ check, module, ms, problem, skipped, findings }) => ({
      check,
      module,
      ms: Math.round(ms),
      findings: findings.length,
      ...(problem && { problem }),
      ...(skipped && { skipped }),
    })),
  };
  yield `${JSON.stringify(head).slice(0, -1)},"findings":[`;
  for (const [i, { finding, status }] of judged.entries()) {
    const { origins: _internal, ...shown } = finding;
    yield (i === 0 ? '' : ',') + JSON.stringify({ standing: status, ...shown });
  }
  yield ']}\n';
}
