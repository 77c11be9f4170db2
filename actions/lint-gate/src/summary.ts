import {
  code,
  details,
  escapeMarkdown,
  formatDuration,
  type JobContext,
  permalink,
  table,
} from '@go-actions/action-kit';
import { CHECK_NAMES } from './check-list.ts';
import type { Finding } from './finding.ts';
import type { Outcome } from './outcome.ts';
import { count, type Verdict } from './verdict.ts';

/** The kit cuts at a megabyte; a list that stops earlier can say how much it leaves out. */
const LIST_LIMIT = 800_000;
const OPEN_LIMIT = 10;

export type SummaryFacts = {
  readonly job: JobContext;
  /** Sentences about how it was decided: the base, the baseline, versions. */
  readonly notes: readonly string[];
  readonly ms: number;
};

/** The job summary: the verdict's sentence, what gave no result, a table by check and module, and the findings with links. */
export function renderSummary(verdict: Verdict, { job, notes, ms }: SummaryFacts): string {
  const title = verdict.verdict === 'pass' ? 'Lint passed' : 'Lint failed';
  const problems = verdict.problems.map(
    ({ where, kind, message }) =>
      `- ${code(where)}: **${kind}**. ${escapeMarkdown(message).slice(0, 1_500)}\n`,
  );
  return [
    `### ${title}: ${escapeMarkdown(verdict.sentence)}\n\n`,
    problems.length > 0 ? `${problems.join('')}\n` : '',
    renderTable(verdict),
    renderFindings(verdict, job),
    [...notes.map(escapeMarkdown), `Took ${formatDuration(ms)}.`].map((note) => `- ${note}\n`).join(''),
    '\n',
  ].join('');
}

function renderTable({ outcomes, judged }: Verdict): string {
  const modules = [...new Set(outcomes.map(({ module }) => module))];
  const checks = CHECK_NAMES.filter((name) => outcomes.some(({ check }) => check === name));
  const fresh = new Map<string, number>();
  const all = new Map<string, number>();
  for (const { finding, standing } of judged) {
    const key = `${finding.check}\0${finding.module}`;
    all.set(key, (all.get(key) ?? 0) + 1);
    if (standing === 'new') fresh.set(key, (fresh.get(key) ?? 0) + 1);
  }
  const cell = (outcome: Outcome | undefined): string => {
    if (!outcome || outcome.skipped !== undefined) return '–';
    if (outcome.problem) return `**${outcome.problem.kind}**`;
    const key = `${outcome.check}\0${outcome.module}`;
    const [now, total] = [fresh.get(key) ?? 0, all.get(key) ?? 0];
    return now === total ? `${now || '✓'}` : `${now} new of ${total}`;
  };
  const find = (check: string, module: string) =>
    outcomes.find((outcome) => outcome.check === check && outcome.module === module);
  // One column per module while that is readable, else one row per module.
  const [rows, columns] = modules.length <= 6 ? [checks, modules] : [modules, checks];
  const byRow = modules.length <= 6;
  return table(
    [byRow ? 'Check' : 'Module', ...columns.map((name) => code(name))],
    rows.map((row) => [
      code(row),
      ...columns.map((column) => cell(byRow ? find(row, column) : find(column, row))),
    ]),
  );
}

function renderFindings({ judged, problems }: Verdict, job: JobContext): string {
  const fresh = judged.filter(({ standing }) => standing === 'new').map(({ finding }) => finding);
  if (fresh.length === 0) return '';
  let list = '';
  let listed = 0;
  for (const finding of fresh) {
    const line = renderFinding(finding, job);
    if (list.length + line.length > LIST_LIMIT) break;
    list += line;
    listed += 1;
  }
  if (listed < fresh.length) list += `- … ${count(fresh.length - listed, 'more finding')} left out here.\n`;
  if (fresh.length <= OPEN_LIMIT && problems.length === 0) return `${list}\n`;
  return details(count(fresh.length, 'finding'), list);
}

function renderFinding({ file, line, module, rule, message, severity }: Finding, job: JobContext): string {
  const text = escapeMarkdown(message.split('\n')[0] ?? '').slice(0, 500);
  const label = severity === 'warning' ? ' (warning)' : '';
  if (!file) return `- ${code(module)} ${code(rule)}${label} ${text}\n`;
  const name = `${file}${line ? `:${line}` : ''}`;
  const link = `[${code(name)}](${permalink(job, file, line ? { start: line } : undefined)})`;
  return `- ${link} ${code(rule)}${label} ${text}\n`;
}
