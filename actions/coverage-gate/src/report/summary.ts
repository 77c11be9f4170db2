import {
  code,
  codeBlock,
  counted,
  details,
  escapeMarkdown,
  formatDuration,
  type JobContext,
  permalink,
  table,
} from '@go-actions/action-kit';
import type { Check, Verdict } from '../judge/verdict.ts';
import { type Count, formatPercent } from '../percent.ts';
import type { Failure } from '../tests/failure.ts';
import type { Result } from './result.ts';

const MARKS: Readonly<Record<Verdict['result'], string>> = { pass: '✅', fail: '❌', incomplete: '⚠️' };
const OUTPUT_LIMIT = 6_000;
const SHOWN_FAILURES = 50;

/** The job summary: the verdict's sentence, the numbers against their minimums, then what to do something about. */
export function renderSummary(result: Result, job: JobContext): string {
  const { verdict } = result;
  return [
    `### ${MARKS[verdict.result]} Tests: ${escapeMarkdown(verdict.sentence)}\n\n`,
    renderNumbers(result),
    renderFacts(result),
    renderHoles(result),
    renderFailures(result.failures, job),
    renderMissed(verdict.checks),
    renderUncovered(result, job),
    renderFlaky(result),
    renderFalls(result),
    renderPackages(result),
    renderSlowest(result),
  ].join('');
}

function renderNumbers({ verdict, total, patch, totalMeaning }: Result): string {
  const check = (kind: Check['kind']) => verdict.checks.find((candidate) => candidate.kind === kind);
  const row = (name: string, count: Count, of: Check | undefined) => [
    name,
    `**${formatPercent(count)} %**`,
    `${count.covered} / ${count.statements}`,
    of ? `${of.minimum.text} %` : 'off',
    !of ? '' : !of.met ? '❌' : verdict.result === 'incomplete' ? '' : '✅',
  ];
  const name = totalMeaning === 'func' ? 'Total (statements in functions)' : 'Total (statements)';
  const rows = [row(name, total, check('total'))];
  const patchCheck = check('patch');
  if ('reason' in patch) {
    if (patchCheck) rows.push(['Changed lines', 'not measured', '', `${patchCheck.minimum.text} %`, '']);
  } else {
    rows.push(row('Changed lines (per block)', patch.count, patchCheck));
  }
  const { ratchet } = verdict;
  if (ratchet?.before && ratchet.delta) {
    rows.push([
      'Against the base',
      `**${ratchet.delta} points**`,
      `${ratchet.before.covered} / ${ratchet.before.statements} before`,
      'no fall',
      ratchet.met ? '✅' : '❌',
    ]);
  }
  return table(['', 'Coverage', 'Covered', 'Minimum', ''], rows);
}

function renderFacts({ verdict, total, base, tests, excluded, ignored, carried, notes }: Result): string {
  const noteOf = (kind: Check['kind']) => verdict.checks.find((check) => check.kind === kind)?.note;
  const missed = (kind: Check['kind']) => verdict.checks.some((check) => check.kind === kind && !check.met);
  const [totalNote, patchNote] = [noteOf('total'), noteOf('patch')];
  const facts = [
    tests.tests > 0 &&
      [
        `${counted(tests.tests, 'test')}: ${tests.passed} passed`,
        tests.failed > 0 && `${tests.failed} failed`,
        tests.flaky > 0 && `${tests.flaky} of them flaky`,
        tests.skipped > 0 && `${tests.skipped} skipped`,
        tests.cached > 0 && `${counted(tests.cached, 'package')} from Go's test cache`,
      ]
        .filter(Boolean)
        .join(', '),
    base && `Compared with ${code(base.sha.slice(0, 12))} (${base.source})`,
    totalNote && `Total: ${escapeMarkdown(totalNote)}`,
    missed('total') && !totalNote && `Met today: ${code(`min-total: ${formatPercent(total)}`)}`,
    patchNote && `Changed lines: ${escapeMarkdown(patchNote)}`,
    carried.length > 0 &&
      `${counted(carried.length, 'package')} did not run and ${carried.length === 1 ? 'counts' : 'count'} as in the base's record`,
    verdict.ratchet && escapeMarkdown(verdict.ratchet.note),
    excluded.length > 0 && `${counted(excluded.length, 'file')} left out (generated or excluded)`,
    ignored.statements > 0 &&
      `${counted(ignored.statements, 'statement')} left out by ${code('//coverage:ignore')}`,
    verdict.ignoresWithoutReason.length > 0 &&
      `${code('//coverage:ignore')} without a reason: ${verdict.ignoresWithoutReason.slice(0, 20).map(code).join(', ')}`,
    ...notes.map(escapeMarkdown),
  ];
  return `${facts
    .filter(Boolean)
    .map((fact) => `- ${fact}\n`)
    .join('')}\n`;
}

function renderHoles({ holes }: Result): string {
  if (holes.length === 0) return '';
  const lines = holes
    .slice(0, 100)
    .map(({ what, why }) => `- ${code(what)} ${escapeMarkdown(why)}\n`)
    .join('');
  return `#### Incomplete\n\n${lines}${holes.length > 100 ? `- … and ${holes.length - 100} more\n` : ''}\n`;
}

function renderFailures(failures: readonly Failure[], job: JobContext): string {
  if (failures.length === 0) return '';
  const shown = failures.slice(0, SHOWN_FAILURES).map((failure) => {
    const [place] = failure.places;
    const link = place
      ? ` at [${code(`${place.file}:${place.line}`)}](${permalink(job, place.file, { start: place.line })})`
      : '';
    const title = `${failure.test ? `${code(failure.test)} in ` : ''}${code(failure.package)}${link}`;
    const output = tail(failure.output.trimEnd());
    return `- ${title}: ${escapeMarkdown(failure.message)}\n\n${output ? details('Output', codeBlock(output, 'text')) : ''}`;
  });
  const more = failures.length > SHOWN_FAILURES ? `- … and ${failures.length - SHOWN_FAILURES} more\n` : '';
  return `#### Failures\n\n${shown.join('')}${more}\n`;
}

function renderMissed(checks: readonly Check[]): string {
  const missed = checks.filter((check) => !check.met && (check.kind === 'package' || check.kind === 'file'));
  const rows = missed
    .slice(0, 100)
    .map((check) => [
      code(check.subject),
      `${formatPercent(check.count)} %`,
      `${check.count.covered} / ${check.count.statements}`,
      `${check.minimum.text} %`,
    ]);
  return rows.length === 0
    ? ''
    : `#### Below their minimum\n\n${table(['', 'Coverage', 'Covered', 'Minimum'], rows)}`;
}

function renderUncovered({ patch }: Result, job: JobContext): string {
  if ('reason' in patch) return '';
  const files = patch.files.filter((file) => file.uncovered.length > 0);
  const rows = files.slice(0, 100).map((file) => [
    code(file.path),
    `${formatPercent(file.count)} %`,
    file.uncovered
      .slice(0, 30)
      .map(
        (range) =>
          `[${range.start === range.end ? range.start : `${range.start}–${range.end}`}](${permalink(job, file.path, range)})`,
      )
      .join(', '),
  ]);
  return rows.length === 0
    ? ''
    : `#### Changed lines without coverage\n\n${table(['File', 'Changed lines', 'Not covered'], rows)}`;
}

function renderFlaky({ flaky }: Result): string {
  const lines = flaky.slice(0, 50).map((test) => `- ${code(test.name)} in ${code(test.package)}\n`);
  return lines.length === 0 ? '' : `#### Flaky: failed first, passed when run again\n\n${lines.join('')}\n`;
}

function renderFalls({ falls }: Result): string {
  const rows = falls
    .slice(0, 30)
    .map(({ path, before, now }) => [
      code(path),
      String(before.statements - before.covered),
      String(now.statements - now.covered),
    ]);
  return rows.length === 0
    ? ''
    : `#### More uncovered statements than the base\n\n${table(['File', 'Before', 'Now'], rows)}`;
}

function renderPackages({ packages, carried }: Result): string {
  const header = ['Package', 'Coverage', 'Covered', ''];
  const fold = (list: Result['carried'], what: string) => {
    const rows = list
      .slice(0, 500)
      .map(({ importPath, count }) => [
        code(importPath),
        `${formatPercent(count)} %`,
        `${count.covered} / ${count.statements}`,
        bar(count),
      ]);
    return rows.length === 0 ? '' : details(`${counted(list.length, 'package')}${what}`, table(header, rows));
  };
  return fold(packages, '') + fold(carried, " carried forward from the base's record");
}

function renderSlowest({ slowest }: Result): string {
  const rows = slowest.map((test) => [
    code(test.name),
    code(test.package),
    formatDuration(test.seconds * 1_000),
  ]);
  return rows.length === 0 ? '' : details('Slowest tests', table(['Test', 'Package', 'Time'], rows));
}

/** Ten squares; only a full score fills all of them. */
function bar({ covered, statements }: Count): string {
  const full = statements === 0 ? 0 : Math.floor((covered * 10) / statements);
  return `${'█'.repeat(full)}${'░'.repeat(10 - full)}`;
}

function tail(text: string): string {
  return text.length <= OUTPUT_LIMIT
    ? text
    : `… ${text.length - OUTPUT_LIMIT} characters cut …\n${text.slice(-OUTPUT_LIMIT)}`;
}
