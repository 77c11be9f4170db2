import type { Verdict } from './verdict.ts';

/** The whole result as JSON for other steps; `format` grows when a field changes its meaning. */
export function renderReport(verdict: Verdict, notes: readonly string[]): string {
  const { outcomes, judged, problems, accepted, ...rest } = verdict;
  const report = {
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
    findings: judged.map(({ finding, standing }) => ({ standing, ...finding })),
  };
  return `${JSON.stringify(report)}\n`;
}
