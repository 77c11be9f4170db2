import { code, escapeMarkdown, table } from '@go-actions/action-kit';
import type { Checks } from './checks/io/checks.ts';

export type Report = {
  readonly name: string;
  readonly version: string;
  readonly dryRun: boolean;
  readonly checks: Checks;
  readonly outcome?: { readonly digest: string; readonly changed: boolean; readonly indexed: boolean };
};

export function renderSummary(report: Report): string {
  const { checks, outcome } = report;
  const rows = checks.rendered.map(({ name, kubeVersion, resources }) => [
    code(name),
    kubeVersion,
    String(resources),
  ]);
  return [
    `### ${renderVerdict(report)}\n\n`,
    checks.problems.map((problem) => `- ${escapeMarkdown(problem)}\n`).join(''),
    checks.remarks.map((remark) => `- not judged: ${escapeMarkdown(remark)}\n`).join(''),
    table(['Environment', 'Kubernetes', 'Resources'], rows),
    outcome ? `Digest ${code(outcome.digest)}${outcome.indexed ? ', added to the index' : ''}\n` : '',
  ].join('');
}

function renderVerdict({ name, version, dryRun, checks, outcome }: Report): string {
  const what = `${escapeMarkdown(name)} ${escapeMarkdown(version)}`;
  if (checks.problems.length > 0) return `❌ Chart: ${what} is not published`;
  if (dryRun || !outcome) return `✅ Chart: ${what} can be published (dry run)`;
  return outcome.changed ? `✅ Chart: ${what} is published` : `✅ Chart: ${what} was published already`;
}
