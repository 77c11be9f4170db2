import { counted, type JobContext, permalink } from '@go-actions/action-kit';
import { type Count, formatPercent } from '../percent.ts';
import type { BlockTable } from '../profile/block-table.ts';
import type { FileCoverage, PackageCoverage } from '../source/file-coverage.ts';
import { escapeHtml as esc } from './escape.ts';
import { heat } from './heat.ts';
import { renderSources } from './html-budget.ts';
import { SCRIPT } from './html-script.ts';
import { STYLE } from './html-style.ts';
import type { Result } from './result.ts';
import { renderTreemap } from './treemap.ts';

/**
 * The report as one page that needs nothing else: no network, no JavaScript (it only adds sorting, links to every line and
 * "open all"), dark and light. In pieces, as UTF-8.
 */
export function* renderHtml(result: Result, table: BlockTable, job: JobContext): Generator<Buffer> {
  const uncovered = new Map(
    'reason' in result.patch ? [] : result.patch.files.map((file) => [file.path, file.uncovered]),
  );
  yield Buffer.from(
    [
      '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
      '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">',
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">`,
      `<title>${formatPercent(result.total)} % coverage${job.repository ? ` · ${esc(job.repository)}` : ''}</title>`,
      `<style>${STYLE}</style></head><body>`,
      renderHead(result, job),
      '<main>',
      renderProblems(result),
      renderChanged(result),
      result.files.length > 0
        ? `<section><h2>Map</h2>${renderTreemap(result.packages, { width: 1200, height: 320, link: (path) => `#${idOf(path)}` })}<p class="note">Area: statements. Colour: how many of them are covered.</p></section>`
        : '',
      renderPackages(result.packages),
      renderLeftOut(result.excluded),
      '<section id="files"><h2>Files</h2><p class="legend"><i class="c">covered</i> <i class="p">partly covered</i> <i class="u">not covered</i> <i class="x">ignored</i></p>',
    ].join(''),
  );
  const sources = renderSources(result.files, table, idOf, uncovered);
  for (const { files } of result.packages) {
    for (const file of files) {
      const source = sources.get(file.path);
      yield Buffer.from(renderFileHead(file, job));
      yield source ?? Buffer.from(SOURCE_LEFT_OUT);
      yield Buffer.from('</details>');
    }
  }
  yield Buffer.from(`</section></main><script>${SCRIPT}</script></body></html>\n`);
}

/** The address of a file on the page; lines are `:12` behind it. The same in every report of the project. */
function idOf(path: string): string {
  return esc(path.split('/').map(encodeURIComponent).join('/'));
}

const SOURCE_LEFT_OUT =
  '<p class="note inside">Not shown: the page holds the sources with the most uncovered statements, up to 5 MB.</p>';

function renderHead({ verdict, total, patch, tests }: Result, job: JobContext): string {
  const minimum = (kind: string) => verdict.checks.find((check) => check.kind === kind)?.minimum.text;
  const card = (name: string, count: Count | undefined, wanted: string | undefined, note: string) =>
    `<div class="card"><span>${name}</span><strong>${count ? `${formatPercent(count)}<small> %</small>` : '–'}</strong>${count ? meter(count, wanted) : ''}<span>${esc(note)}${wanted ? ` · minimum ${esc(wanted)} %` : ''}</span></div>`;
  const changed = 'reason' in patch ? undefined : patch.count;
  const where = [job.repository, job.refName, job.sha.slice(0, 12)].filter(Boolean).map(esc).join(' · ');
  return [
    `<header><p class="where">${where}</p><h1><b class="${verdict.result}">${verdict.result}</b> ${esc(verdict.sentence)}</h1><div class="cards">`,
    card('Total', total, minimum('total'), `${total.covered} of ${counted(total.statements, 'statement')}`),
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

function renderChanged({ patch }: Result): string {
  if ('reason' in patch || patch.files.length === 0) return '';
  const rows = patch.files.map((file) => {
    const links = file.uncovered.map(
      (range) =>
        `<a href="#${idOf(file.path)}:${range.start}">${range.start === range.end ? range.start : `${range.start}–${range.end}`}</a>`,
    );
    return `<tr><td><a href="#${idOf(file.path)}">${esc(file.path)}</a></td>${countCells(file.count)}<td>${links.join(', ') || 'all covered'}</td></tr>`;
  });
  return `<section><h2>Changed lines</h2><div class="scroll"><table><thead><tr><th>File<th>Covered<th class="n">%<th class="n">Lines<th>Not covered</tr></thead><tbody>${rows.join('')}</tbody></table></div></section>`;
}

function renderPackages(packages: readonly PackageCoverage[]): string {
  const rows = packages.flatMap((pkg) => [
    `<tr class="pkg"><td>${esc(pkg.importPath)}</td>${countCells(pkg.count)}</tr>`,
    ...pkg.files.map(
      (file) =>
        `<tr><td><a href="#${idOf(file.path)}">${esc(file.path.slice(file.path.lastIndexOf('/') + 1))}</a></td>${countCells(file.count)}</tr>`,
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

function renderLeftOut(excluded: readonly string[]): string {
  if (excluded.length === 0) return '';
  const items = excluded.map((path) => `<li><code>${esc(path)}</code></li>`).join('');
  return `<section><details class="file"><summary><span>${counted(excluded.length, 'file')} left out: generated or excluded</span></summary><ul>${items}</ul></details></section>`;
}

/** One file, folded. */
function renderFileHead(file: FileCoverage, job: JobContext): string {
  const at = job.repository && job.sha ? `<a href="${esc(permalink(job, file.path))}">source</a>` : '';
  return `<details class="file" id="${idOf(file.path)}"><summary><span>${esc(file.path)}</span>${meter(file.count)}<span class="n">${formatPercent(file.count)} %</span></summary><p class="note inside">${file.count.covered} of ${counted(file.count.statements, 'statement')} covered${file.ignored.statements > 0 ? `, ${file.ignored.statements} more ignored` : ''} ${at}</p>`;
}
