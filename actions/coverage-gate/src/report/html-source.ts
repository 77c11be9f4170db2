import type { LineRange } from '@go-actions/git-history';
import type { BlockTable } from '../profile/block-table.ts';
import type { FileCoverage } from '../source/file-coverage.ts';
import { HtmlBytes } from './html-bytes.ts';
import { type LineStatus, listLineStatus } from './line-status.ts';

const CLASSES: Readonly<Record<LineStatus, string>> = {
  none: 'o',
  covered: 'c',
  partial: 'p',
  uncovered: 'u',
  ignored: 'x',
};

/** What the sources of one page share: its writer, and the column of line numbers of its longest file so far. */
export class SourceWriter {
  readonly html = new HtmlBytes();
  #numbers = '';
  #numbered = 0;

  /** `1\n2\n3 …` */
  numbers(lines: number): string {
    if (lines > this.#numbered) {
      const more = Array.from({ length: lines - this.#numbered }, (_, i) => `${this.#numbered + i + 1}\n`);
      this.#numbers += more.join('');
      this.#numbered = lines;
    }
    return this.#numbers.slice(0, widthOf(lines));
  }
}

/**
 * A file's source: line numbers beside the code. Lines of equal status share one element, and numbers are one text, so that
 * the page stays little larger than the sources. `anchors`: uncovered changed lines, which links lead to without any script.
 */
export function renderSource(
  writer: SourceWriter,
  file: FileCoverage,
  table: BlockTable,
  id: string,
  anchors: readonly LineRange[],
): Buffer {
  const { html } = writer;
  const statuses = listLineStatus(table, file);
  // As it is: where it is no UTF-8, browsers show a replacement character and never eat the markup behind it.
  const source = file.source();
  const anchored = new Set(anchors.map((range) => range.start));
  const starts = listLineStarts(source);
  const lines = starts.length - 1;
  html.add(
    `<div class="code"><pre class="g" aria-hidden="true">${writer.numbers(lines)}</pre><pre class="s">`,
  );
  for (let from = 0; from < lines; ) {
    const status = statuses[from] ?? 'none';
    let to = from + 1;
    while (to < lines && (statuses[to] ?? 'none') === status && !anchored.has(to + 1)) to += 1;
    const plain = status === 'none' && !anchored.has(from + 1);
    if (!plain)
      html.add(`<b class=${CLASSES[status]}${anchored.has(from + 1) ? ` id="${id}:${from + 1}"` : ''}>`);
    html.addText(source, starts[from] ?? 0, starts[to] ?? 0);
    if (!plain) html.add('</b>');
    from = to;
  }
  html.add('</pre></div>');
  return html.take();
}

/** Where each line starts, and behind them where the last one ends. */
function listLineStarts(source: Buffer): number[] {
  const starts = [0];
  for (let at = source.indexOf(10); at >= 0; at = source.indexOf(10, at + 1)) starts.push(at + 1);
  if (starts.at(-1) !== source.length) starts.push(source.length);
  return starts;
}

/** Characters of the numbers 1 to `count`, with a line end each. */
function widthOf(count: number): number {
  let width = 0;
  for (let digits = 1, first = 1; first <= count; digits += 1, first *= 10)
    width += (Math.min(count, first * 10 - 1) - first + 1) * (digits + 1);
  return width;
}
