import {
  code,
  counted,
  details,
  escapeMarkdown,
  formatDuration,
  type JobContext,
  permalink,
  table,
} from '@go-actions/action-kit';
import { CHECK_NAMES } from '../checks/index.ts';
import type { Finding } from '../findings/finding.ts';
import type { Verdict } from './verdict.ts';

/** The kit cuts at a megabyte; a list that stops earlier can say how much it leaves out. */
const LIST_LIMIT = 800_000;
const OPEN_LIMIT = 10;
const WIDE = 6;

export type SummaryFacts = {
  readonly job: JobContext;
  /** Sentences about how it was decided: the base, the baseline, versions. */
  readonly notes: readonly string[];
  readonly ms: number;
};

/** The job summary: the verdict's sentence, what gave no result, a table by check and module, and the findings with links. */
export function renderSummary(verdict: Verdict, { job, notes, ms }: SummaryFacts): string {
  const mark = verdict.verdict === 'pass' ? '✅' : '❌';
  const problems = verdict.problems.map(
    ({ where, kind, message }) =>
      `- ${code(where)}: **${kind}**. ${escapeMarkdown(message).slice(0, 1_500)}\n`,
  );
  return [
    `### ${mark} Lint: ${escapeMarkdown(verdict.sentence)}\n\n`,
    problems.length > 0 ? `${problems.join('')}\n` : '',
    renderTable(verdict),
    renderFindings(verdict, job),
    [...notes.map(escapeMarkdown), `Took ${formatDuration(ms)}.`].map((note) => `- ${note}\n`).join(''),
    '\n',
  ].join('');
}

type Count = { fresh: number; all: number };

/** Checks against modules; below golangci-lint each of its linters that found something. */
function renderTable({ outcomes, judged }: Verdict): string {
  const modules = [...new Set(outcomes.map(({ module }) => module))];
  const counts = countByRow(judged);
  const rows = CHECK_NAMES.filter((name) => outcomes.some(({ check }) => check === name)).flatMap((check) => {
    const linters = [...counts.keys()].filter((row) => row.startsWith(`${check} `)).sort();
    return [check, ...linters];
  });
  const cell = (row: string, module: string): string => {
    const { fresh, all } = counts.get(row)?.get(module) ?? { fresh: 0, all: 0 };
    const found = fresh === all ? `${fresh || '✓'}` : `${fresh} new of ${all}`;
    const outcome = outcomes.find(({ check, module: place }) => check === row && place === module);
    if (!outcome) return row.includes(' ') && all > 0 ? found : '–';
    if (outcome.skipped !== undefined) return '–';
    return outcome.problem ? `**${outcome.problem.kind}**` : found;
  };
  // One column per module while that is readable, else one row per module.
  if (modules.length <= WIDE) {
    const lines = rows.map((row) => [code(row), ...modules.map((module) => cell(row, module))]);
    return table(['Check', ...modules.map(code)], lines);
  }
  const lines = modules.map((module) => [code(module), ...rows.map((row) => cell(row, module))]);
  return table(['Module', ...rows.map(code)], lines);
}

/** By row (a check, or golangci and one of its linters), then by module. */
function countByRow(judged: Verdict['judged']): Map<string, Map<string, Count>> {
  const counts = new Map<string, Map<string, Count>>();
  /** Rules repeat; a new string for each of very many findings would cost more than all the counting. */
  const linterRows = new Map<string, string>();
  for (const { finding, status } of judged) {
    const { check, module, rule } = finding;
    const linterRow = linterRows.get(rule) ?? `golangci ${rule.split('/')[0]}`;
    linterRows.set(rule, linterRow);
    for (const row of check === 'golangci' ? [check, linterRow] : [check]) {
      const byModule = counts.get(row) ?? new Map<string, Count>();
      counts.set(row, byModule);
      const count = byModule.get(module) ?? { fresh: 0, all: 0 };
      byModule.set(module, count);
      count.all += 1;
      if (status === 'new') count.fresh += 1;
    }
  }
  return counts;
}

function renderFindings({ judged, problems }: Verdict, job: JobContext): string {
  const fresh = judged.filter(({ status }) => status === 'new').map(({ finding }) => finding);
  if (fresh.length === 0) return '';
  let list = '';
  let listed = 0;
  for (const finding of fresh) {
    const line = renderFinding(finding, job);
    if (list.length + line.length > LIST_LIMIT) break;
    list += line;
    listed += 1;
  }
  if (listed < fresh.length) list += `- … ${counted(fresh.length - listed, 'more finding')} left out here.\n`;
  if (fresh.length <= OPEN_LIMIT && problems.length === 0) return `${list}\n`;
  return details(counted(fresh.length, 'finding'), list);
}

function renderFinding({ file, line, module, rule, message, severity }: Finding, job: JobContext): string {
  const text = escapeMarkdown(message.split('\n')[0] ?? '').slice(0, 500);
  const label = severity === 'warning' ? ' (warning)' : '';
  if (!file) return `- ${code(module)} ${code(rule)}${label} ${text}\n`;
  const name = `${file}${line ? `:${line}` : ''}`;
  const link = `[${code(name)}](${permalink(job, file, line ? { start: line } : undefined)})`;
  return `- ${link} ${code(rule)}${label} ${text}\n`;
}
