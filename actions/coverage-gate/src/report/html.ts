import type { JobContext } from '@go-actions/action-kit';
import type { LineRange } from '@go-actions/git-history';
import type { BlockTable } from '../block-table.ts';
import { type Count, formatPercent } from '../count.ts';
import type { FileCoverage, PackageCoverage } from '../coverage.ts';
import type { Result } from '../result.ts';
import { plural } from '../verdict.ts';
import { escapeHtml as esc } from './escape.ts';
import { heat } from './heat.ts';
import { SCRIPT, STYLE } from './html-style.ts';
import { type LineStatus, listLineStatus } from './line-status.ts';
import { renderTreemap } from './treemap.ts';

/**
 * The report as one page that needs nothing else: no network, no JavaScript (it only adds sorting and filtering), dark and
 * light. Lines of equal status share one element, so that large repositories stay small.
 */
export function renderHtml(result: Result, table: BlockTable, job: JobContext): string {
  const ids = new Map(result.files.map((file, index) => [file.path, `f${index}`]));
  const id = (path: string) => ids.get(path) ?? '';
  const uncovered = new Map(
    'reason' in result.patch ? [] : result.patch.files.map((file) => [file.path, file.uncovered]),
  );
  return [
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">`,
    `<title>${formatPercent(result.total)} % coverage${job.repository ? ` · ${esc(job.repository)}` : ''}</title>`,
    `<style>${STYLE}</style></head><body>`,
    renderHead(result, job),
    '<main>',
    renderProblems(result),
    renderChanged(result, id),
    result.files.length > 0
      ? `<section><h2>Map</h2>${renderTreemap(result.packages, { width: 1200, height: 320, link: (path) => `#${id(path)}` })}</section>`
      : '',
    renderPackages(result.packages, id),
    '<section><h2>Files</h2><p class="legend"><i class="c">covered</i> <i class="p">partly covered</i> <i class="u">not covered</i> <i class="x">ignored</i></p>',
    ...result.files.map((file) => renderFile(file, table, id(file.path), uncovered.get(file.path) ?? [])),
    '</section></main>',
    `<script>${SCRIPT}</script></body></html>\n`,
  ].join('');
}

function renderHead({ verdict, total, patch, tests }: Result, job: JobContext): string {
  const minimum = (kind: string) => verdict.checks.find((check) => check.kind === kind)?.minimum.text;
  const card = (name: string, count: Count | undefined, wanted: string | undefined, note: string) =>
    `<div class="card"><span>${name}</span><strong>${count ? `${formatPercent(count)}<small> %</small>` : '–'}</strong>${count ? meter(count, wanted) : ''}<span>${esc(note)}${wanted ? ` · minimum ${esc(wanted)} %` : ''}</span></div>`;
  const changed = 'reason' in patch ? undefined : patch.count;
  const where = [job.repository, job.refName, job.sha.slice(0, 12)].filter(Boolean).map(esc).join(' · ');
  return [
    `<header><p class="where">${where}</p><h1><b class="${verdict.result}">${verdict.result}</b> ${esc(verdict.sentence)}</h1><div class="cards">`,
    card('Total', total, minimum('total'), `${total.covered} of ${plural(total.statements, 'statement')}`),
    changed && changed.statements > 0
      ? card('Changed lines', changed, minimum('patch'), `${changed.covered} of ${changed.statements}`)
      : card(
          'Changed lines',
          undefined,
          undefined,
          'reason' in patch ? patch.reason : 'no changed statements',
        ),
    tests.tests > 0
      ? `<div class="card"><span>Tests</span><strong>${tests.tests}</strong><span>${tests.passed} passed · ${tests.failed} failed · ${tests.skipped} skipped</span></div>`
      : '',
    '</div></header>',
  ].join('');
}

function renderProblems({ holes, failures }: Result): string {
  if (holes.length + failures.length === 0) return '';
  const items = [
    ...holes.map(({ what, why }) => `<li><code>${esc(what)}</code> ${esc(why)}</li>`),
    ...failures.map(({ test, package: pkg, message, output }) => {
      const text = output.trim().slice(-20_000);
      const body = text
        ? `<details><summary>Output</summary><pre class="output">${esc(text)}</pre></details>`
        : '';
      return `<li><code>${esc(test ?? pkg)}</code> ${test ? `in <code>${esc(pkg)}</code> ` : ''}${esc(message)}${body}</li>`;
    }),
  ];
  return `<section class="problems"><h2>Problems</h2><ul>${items.join('')}</ul></section>`;
}

function renderChanged({ patch }: Result, id: (path: string) => string): string {
  if ('reason' in patch || patch.files.length === 0) return '';
  const rows = patch.files.map((file) => {
    const links = file.uncovered.map(
      (range) =>
        `<a href="#${id(file.path)}L${range.start}">${range.start === range.end ? range.start : `${range.start}–${range.end}`}</a>`,
    );
    return `<tr><td><a href="#${id(file.path)}">${esc(file.path)}</a></td>${countCells(file.count)}<td>${links.join(', ') || 'all covered'}</td></tr>`;
  });
  return `<section><h2>Changed lines</h2><div class="scroll"><table><thead><tr><th>File<th>Covered<th class="n">%<th class="n">Lines<th>Not covered</tr></thead><tbody>${rows.join('')}</tbody></table></div></section>`;
}

function renderPackages(packages: readonly PackageCoverage[], id: (path: string) => string): string {
  const rows = packages.flatMap((pkg) => [
    `<tr class="pkg"><td>${esc(pkg.importPath)}</td>${countCells(pkg.count)}</tr>`,
    ...pkg.files.map(
      (file) =>
        `<tr><td><a href="#${id(file.path)}">${esc(file.path.slice(file.path.lastIndexOf('/') + 1))}</a></td>${countCells(file.count)}</tr>`,
    ),
  ]);
  return `<section><h2>Packages</h2><div class="scroll"><table id="packages"><thead><tr><th>Name<th>Covered<th class="n">%<th class="n">Statements</tr></thead><tbody>${rows.join('')}</tbody></table></div></section>`;
}

function countCells(count: Count): string {
  return `<td>${meter(count)}</td><td class="n">${formatPercent(count)}</td><td class="n">${count.covered} / ${count.statements}</td>`;
}

function meter(count: Count, minimum?: string): string {
  const mark = minimum ? `<s style="left:${esc(minimum)}%"></s>` : '';
  return `<span class="meter"><i style="width:${formatPercent(count)}%;background:${heat(count)}"></i>${mark}</span>`;
}

/** One file: folded, with a gutter of numbers beside runs of lines that have the same status. */
function renderFile(file: FileCoverage, table: BlockTable, id: string, patch: readonly LineRange[]): string {
  const statuses = listLineStatus(table, file);
  const lines = file.source.toString('utf8').replace(/\r\n/g, '\n').split('\n');
  if (lines.at(-1) === '') lines.pop();
  const anchors = new Set(patch.map((range) => range.start));
  const numbers = lines.map((_, i) => i + 1).join('\n');
  const code: string[] = [];
  for (let from = 0; from < lines.length; ) {
    const status = statuses[from] ?? 'none';
    let to = from + 1;
    while (to < lines.length && (statuses[to] ?? 'none') === status && !anchors.has(to + 1)) to += 1;
    const text = esc(`${lines.slice(from, to).join('\n')}\n`);
    const anchor = anchors.has(from + 1) ? ` id="${id}L${from + 1}"` : '';
    code.push(status === 'none' && !anchor ? text : `<b class=${CLASSES[status]}${anchor}>${text}</b>`);
    from = to;
  }
  return `<details class="file" id="${id}"><summary><span>${esc(file.path)}</span>${meter(file.count)}<span class="n">${formatPercent(file.count)} %</span></summary><div class="code"><pre class="g" aria-hidden="true">${numbers}</pre><pre class="s">${code.join('')}</pre></div></details>`;
}

const CLASSES: Readonly<Record<LineStatus, string>> = {
  none: 'o',
  covered: 'c',
  partial: 'p',
  uncovered: 'u',
  ignored: 'x',
};
