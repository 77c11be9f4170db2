import { counted, pageOfRun } from '@go-actions/action-kit';
import type { Count, CoverageClaim } from './coverage-claim.ts';
import type { LintClaim } from './lint-claim.ts';
import { linkLines, quote } from './quoted.ts';

/** A report that a job handed over: what is in it, why it cannot be read, or nothing. */
export type Claim<T> = { readonly read: T } | { readonly unreadable: string } | undefined;

/** What one call of the checks handed over; a run may call them several times, under names of their own. */
export type Report = {
  readonly call: string;
  readonly lint: Claim<LintClaim>;
  readonly coverage: Claim<CoverageClaim>;
};

export type CommentFacts = {
  readonly marker: string;
  readonly run: { readonly id: number; readonly name: string; readonly passed: boolean };
  /** The repository of the pull request, where the comment stands. */
  readonly repository: string;
  readonly head: { readonly repository: string; readonly sha: string };
  readonly serverUrl: string;
  readonly reports: readonly Report[];
  /** Calls that are not among the reports because there are too many. */
  readonly left: number;
};

/** What people read before they open the run. */
const SHOWN = 20;
/** GitHub refuses a comment of more than 65,536 characters: four lists of so many leave room for the rest. */
const SHOWN_CHARS = 12_000;

/** The body of the comment. The verdict is GitHub's; everything below it is what the run says of itself. */
export function renderComment(facts: CommentFacts): string {
  const { run, head, serverUrl, repository, reports, left } = facts;
  const place = { serverUrl, repository: head.repository, sha: head.sha };
  const runUrl = pageOfRun({ serverUrl, repository }, run.id);
  const commit = `${serverUrl}/${head.repository}/commit/${head.sha}`;
  const room = Math.floor(SHOWN_CHARS / Math.max(1, reports.length));
  return [
    `${facts.marker}\n### ${run.passed ? '✅' : '❌'} ${quote(run.name, 80) || 'The run'} ${run.passed ? 'passed' : 'failed'}\n\n`,
    ...reports.map((report) =>
      [
        reports.length > 1 && report.call !== '' ? `#### ${quote(report.call)}\n\n` : '',
        renderReport(report, place, room),
      ].join(''),
    ),
    left > 0 ? `${counted(left, 'more call')} of the checks in the run.\n\n` : '',
    `<sub>For [\`${head.sha.slice(0, 7)}\`](${commit}), as its [run](${runUrl}) reports it.</sub>\n`,
  ].join('');
}

/** The table of one call and its lists, each of at most `room` characters. */
function renderReport({ lint, coverage }: Report, place: Place, room: number): string {
  const rows = [...describeLint(lint), ...describeCoverage(coverage)];
  return [
    `| | | |\n|---|---|---|\n${rows.map((cells) => `| ${cells.join(' | ')} |\n`).join('')}\n`,
    lint && 'read' in lint ? renderFindings(lint.read, place, room) : '',
    coverage && 'read' in coverage
      ? renderFailures(coverage.read, room) + renderUncovered(coverage.read, place, room)
      : '',
  ].join('');
}

type Row = readonly [name: string, mark: string, what: string];
const mark = (good: boolean): string => (good ? '✅' : '❌');

function describeLint(claim: Claim<LintClaim>): Row[] {
  if (!claim) return [];
  if ('unreadable' in claim) return [['Lint', '❔', `its report cannot be read: ${claim.unreadable}`]];
  const { findings, checks, verdict } = claim.read;
  const number = (standing: string) => findings.filter((one) => one.standing === standing).length;
  const silent = new Set(checks.filter(({ problem }) => problem).map(({ check }) => check)).size;
  const parts = [
    ...(silent > 0 ? [`no result from ${counted(silent, 'check')}`] : []),
    counted(number('new'), 'finding'),
    ...(number('known') > 0 ? [`${number('known')} in older code`] : []),
    ...(number('accepted') > 0 ? [`${number('accepted')} in the baseline`] : []),
  ];
  return [['Lint', mark(verdict === 'pass'), parts.join(', ')]];
}

function describeCoverage(claim: Claim<CoverageClaim>): Row[] {
  if (!claim) return [];
  if ('unreadable' in claim) return [['Coverage', '❔', `its report cannot be read: ${claim.unreadable}`]];
  const { tests, failures, incomplete, total, patch, checks } = claim.read;
  const counts = [
    counted(tests.tests, 'test'),
    ...(['failed', 'skipped', 'flaky'] as const).flatMap((kind) =>
      tests[kind] > 0 ? [`${tests[kind]} ${kind}`] : [],
    ),
    ...(incomplete.length > 0 ? [`${counted(incomplete.length, 'result')} missing`] : []),
  ];
  const minimum = (kind: string) => checks.find((check) => check.kind === kind);
  const against = (kind: string) => {
    const text = minimum(kind)?.minimum ?? '0';
    return /^\d+(\.\d+)?$/.test(text) && Number(text) > 0 ? ` (at least ${text} %)` : '';
  };
  const changed = patch.statements
    ? `, ${percent({ covered: patch.covered ?? 0, statements: patch.statements })} of the changed lines${against('patch')}`
    : '';
  const rows: Row[] = [
    [
      'Coverage',
      mark(checks.every(({ met }) => met)),
      `${percent(total)} of all${against('total')}${changed}`,
    ],
  ];
  if (tests.tests > 0 || failures.length > 0 || incomplete.length > 0)
    rows.unshift(['Tests', mark(failures.length === 0 && incomplete.length === 0), counts.join(', ')]);
  return rows;
}

/** Two decimals, truncated as coverage-gate does: 99.999 is not 100. */
function percent({ covered, statements }: Count): string {
  if (statements === 0) return '–';
  const hundredths = (BigInt(covered) * 10_000n) / BigInt(statements);
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')} %`;
}

type Place = { readonly serverUrl: string; readonly repository: string; readonly sha: string };

function renderFindings({ findings }: LintClaim, place: Place, room: number): string {
  const lines = findings
    .filter(({ standing }) => standing === 'new')
    .map(({ file, line, rule, message, severity }) => {
      const where = file === undefined ? '' : `${linkLines(place, file, line)} `;
      return `- ${where}${quote(rule, 80)}${severity === 'warning' ? ' (warning)' : ''} ${quote(message)}\n`;
    });
  return renderList(counted(lines.length, 'finding'), lines, room);
}

function renderFailures({ failures, incomplete }: CoverageClaim, room: number): string {
  const failed = failures.map(
    (one) => `- ${quote([one.package, one.test].filter(Boolean).join(' '))} ${quote(one.message)}\n`,
  );
  const missing = incomplete.map(({ what, why }) => `- ${quote(what)} ${quote(why)}\n`);
  return (
    renderList(counted(failed.length, 'failure'), failed, room) + renderList('Missing results', missing, room)
  );
}

function renderUncovered({ patch }: CoverageClaim, place: Place, room: number): string {
  const lines = (patch.files ?? []).flatMap(({ path, uncovered }) =>
    uncovered.map(
      ({ start, end }) => `- ${linkLines(place, path, start, end)}${end > start ? ` to ${end}` : ''}\n`,
    ),
  );
  return renderList('Changed lines that no test runs', lines, room);
}

function renderList(title: string, lines: readonly string[], room: number): string {
  if (lines.length === 0) return '';
  let chars = 0;
  const shown = lines.slice(0, SHOWN).filter((line) => {
    chars += line.length;
    return chars <= room;
  });
  const rest = lines.length > shown.length ? `- and ${lines.length - shown.length} more\n` : '';
  return `<details><summary>${title}</summary>\n\n${shown.join('')}${rest}\n</details>\n\n`;
}
