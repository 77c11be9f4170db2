import { code, details, escapeMarkdown, table } from '@go-actions/action-kit';
import { sortChecks } from './checks.ts';
import { chainOf, type PackageGraph, type PackageNode, reach, selectablePackages } from './graph/graph.ts';
import type { Plan } from './plan.ts';
import type { Judgement } from './rules/judgement.ts';

const ROWS = 40;
const CHAINS = 200;
const TITLE = {
  full: 'everything runs',
  affected: 'what the change reaches runs',
  none: 'nothing runs',
} as const;
const ORDER = { everything: 0, checks: 1, nothing: 2 } as const;

/** The step summary: what runs in its heading and why below it, then each changed path with what carried it. */
export function renderSummary(plan: Plan, graph: PackageGraph | undefined, base: string | undefined): string {
  const runs = plan.checks.length > 0 ? `: ${plan.checks.join(', ')}` : '';
  const compared = base === undefined ? '' : ` Compared with ${code(base.slice(0, 12))}.`;
  const head = `### ✅ Plan: ${TITLE[plan.mode]}${runs}\n\n${prose(plan.reason)}${compared}\n\n`;
  return head + renderNotes(plan) + renderJudgements(plan, graph) + renderChains(plan);
}

/** The same for the log, one line for each changed path; JSON quoting keeps every name on its line. */
export function renderLog(plan: Plan): string {
  const lines = sorted(plan.judgements)
    .slice(0, 1_000)
    .map(
      (judgement) =>
        `  ${JSON.stringify(judgement.path.slice(0, 300))}: ${asked(judgement)} (${judgement.why})`,
    );
  const more =
    plan.judgements.length > lines.length ? [`  and ${plan.judgements.length - lines.length} more`] : [];
  return [
    plan.reason,
    `Runs: ${plan.checks.join(', ') || 'nothing'}`,
    ...plan.notes,
    ...lines,
    ...more,
    '',
  ].join('\n');
}

function renderNotes({ notes }: Plan): string {
  return notes.length === 0
    ? ''
    : `${notes
        .slice(0, ROWS)
        .map((note) => `- ${prose(note)}`)
        .join('\n')}\n\n`;
}

function renderJudgements(plan: Plan, graph: PackageGraph | undefined): string {
  const shown = sorted(plan.judgements).slice(0, ROWS);
  const selectable = graph ? selectablePackages(graph) : [];
  const rows = shown.map((judgement) => [
    name(judgement.path),
    prose(judgement.why),
    runsFor(judgement, plan, graph, selectable),
  ]);
  const hidden = plan.judgements.length - shown.length;
  return (
    table(['Changed path', 'Because', 'Runs'], rows) +
    (hidden > 0 ? `… and ${hidden} more changed paths.\n\n` : '')
  );
}

/** What this path alone would run: what it asks for, the build if it reaches a binary, and less where there is nothing to take. */
function runsFor(
  judgement: Judgement,
  plan: Plan,
  graph: PackageGraph | undefined,
  selectable: readonly PackageNode[],
): string {
  if (judgement.asks !== 'checks' || !graph || plan.mode === 'full') return asked(judgement);
  const { compiled, tested } = reach(graph, {
    compile: new Set(judgement.compile),
    test: new Set(judgement.test),
  });
  const builds = selectable.some((node) => node.main && compiled.has(node.path));
  const wanted = sortChecks([...judgement.checks, ...(builds ? (['build'] as const) : [])]);
  const runs = wanted.filter((check) => plan.checks.includes(check)).join(', ') || 'nothing';
  if (judgement.compile.length + judgement.test.length === 0) return runs;
  const count = selectable.filter((node) => tested.has(node.path)).length;
  return `${runs} · ${count} ${count === 1 ? 'package' : 'packages'}`;
}

function renderChains({ packages, reach: reached }: Plan): string {
  if (!packages || !reached || packages.length === 0) return '';
  const shown = packages.slice(0, CHAINS);
  const lines = shown.map(
    (node) => `- ${chainOf(reached.tested, node.path).slice(0, 8).map(name).join(' → ')}\n`,
  );
  const more = packages.length > shown.length ? `- … and ${packages.length - shown.length} more\n` : '';
  return details(
    `${packages.length} selected packages, each with the imports that lead to the change`,
    lines.join('') + more,
  );
}

/** What asks for the most comes first: it is what explains the plan. */
function sorted(judgements: readonly Judgement[]): Judgement[] {
  return [...judgements].sort((a, b) => ORDER[a.asks] - ORDER[b.asks]);
}

function asked(judgement: Judgement): string {
  return judgement.asks === 'checks' ? judgement.checks.join(', ') : judgement.asks;
}

/** Names of others: JSON shows line breaks and bytes that are no text, `code` keeps them from being Markdown. */
const name = (text: string): string => code(JSON.stringify(text.slice(0, 300)).slice(1, -1));

/** Sentences with code spans (see `quoted`): outside of those, everything is plain text. */
function prose(text: string): string {
  return text
    .split('`')
    .map((part, i) => (i % 2 === 1 ? code(part) : escapeMarkdown(part)))
    .join('');
}
