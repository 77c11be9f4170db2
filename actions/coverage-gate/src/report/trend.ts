import { counted, type JobContext } from '@go-actions/action-kit';
import type { HistoryPoint } from '../compare/history.ts';
import { formatPercent } from '../percent.ts';
import { escapeHtml as esc } from './escape.ts';
import { STYLE } from './html-style.ts';
import { renderLine } from './line-chart.ts';

/** Runs whose tests and names are looked at: what was slow half a year ago is not. */
const RECENT = 20;
const ROWS = 15;

/** The page of trends: coverage, tests and their time over the runs of the default branch; slowest and flakiest tests by name. */
export function renderTrend(history: readonly HistoryPoint[], job: JobContext): string {
  const recent = history.slice(-RECENT);
  const labels = history.map(({ commit, time }) => `${commit.slice(0, 9)}, ${day(time)}`);
  const last = history.at(-1);
  const chart = (title: string, values: number[], format: (value: number) => string) =>
    `<section><h2>${title}</h2><div class="card">${renderLine({ title, values, labels, format })}</div></section>`;
  return [
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>Trend${job.repository ? ` · ${esc(job.repository)}` : ''}</title><style>${STYLE}</style></head><body>`,
    `<header><p class="where">${esc(job.repository)}: the default branch, and this run at the end</p><h1>${counted(history.length, 'run')}${last ? `, up to ${day(last.time)}` : ''}</h1></header><main>`,
    chart(
      'Coverage',
      history.map(({ total: [covered, statements] }) =>
        statements === 0 ? 0 : (100 * covered) / statements,
      ),
      (value) => `${value.toFixed(1)} %`,
    ),
    last
      ? `<p class="note">Now ${formatPercent({ covered: last.total[0], statements: last.total[1] })} %, ${last.total[0]} of ${counted(last.total[1], 'statement')}.</p>`
      : '',
    chart(
      'Tests',
      history.map(({ tests }) => tests),
      (value) => value.toFixed(0),
    ),
    chart(
      'Seconds of testing',
      history.map(({ seconds }) => seconds),
      (value) => `${value.toFixed(1)} s`,
    ),
    renderNames('Slowest tests', ['Test', 'Median', 'Slowest'], listSlow(recent)),
    renderNames('Flakiest tests', ['Test', 'Runs', 'Last seen'], listFlaky(recent)),
    `<p class="note">Names are those of the newest ${counted(recent.length, 'run')}. Results that Go took from its cache took no time.</p>`,
    '</main></body></html>\n',
  ].join('');
}

function renderNames(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[], tag: 'td' | 'th') =>
    `<tr>${cells.map((cell, i) => `<${tag}${i > 0 ? ' class="n"' : ''}>${esc(cell)}</${tag}>`).join('')}</tr>`;
  const body =
    rows.length > 0
      ? `<div class="scroll"><table><thead>${line(head, 'th')}</thead><tbody>${rows.map((row) => line(row, 'td')).join('')}</tbody></table></div>`
      : '<p class="note">None.</p>';
  return `<section><h2>${title}</h2>${body}</section>`;
}

/** Median and most of the seconds that a test took, those with the largest median first. */
function listSlow(recent: readonly HistoryPoint[]): string[][] {
  const times = Map.groupBy(
    recent.flatMap(({ slowest }) => slowest),
    ([test]) => test,
  );
  return [...times]
    .map(([test, found]) => {
      const sorted = found.map(([, seconds]) => seconds).sort((a, b) => a - b);
      return { test, median: sorted[Math.floor(sorted.length / 2)] ?? 0, most: sorted.at(-1) ?? 0 };
    })
    .sort((a, b) => b.median - a.median || (a.test < b.test ? -1 : 1))
    .slice(0, ROWS)
    .map(({ test, median, most }) => [test, `${median.toFixed(2)} s`, `${most.toFixed(2)} s`]);
}

/** In how many of the runs a test was flaky, and when last; most often first. */
function listFlaky(recent: readonly HistoryPoint[]): string[][] {
  const seen = new Map<string, { runs: number; last: number }>();
  for (const { flaky, time } of recent)
    for (const test of new Set(flaky)) seen.set(test, { runs: (seen.get(test)?.runs ?? 0) + 1, last: time });
  return [...seen]
    .sort(([, a], [, b]) => b.runs - a.runs || b.last - a.last)
    .slice(0, ROWS)
    .map(([test, { runs, last }]) => [test, `${runs} of ${recent.length}`, day(last)]);
}

const day = (time: number): string => new Date(time * 1_000).toISOString().slice(0, 10);
