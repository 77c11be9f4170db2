import type { LineRange } from '@go-actions/git-history';
import type { BlockTable } from '../profile/block-table.ts';
import type { FileCoverage } from '../source/file-coverage.ts';
import { renderSource, SourceWriter } from './html-source.ts';

/** Browsers and artifact viewers stay quick with pages of this size. */
const SOURCE_BYTES = 4_200_000;

/**
 * The sources that the page has room for, by path: files with uncovered changed lines first, then those with the most uncovered
 * statements. What is left out of a large project is what is covered best.
 */
export function renderSources(
  files: readonly FileCoverage[],
  table: BlockTable,
  idOf: (path: string) => string,
  uncovered: ReadonlyMap<string, readonly LineRange[]>,
): Map<string, Buffer> {
  const gap = ({ count }: FileCoverage) => count.statements - count.covered;
  const urgent = (file: FileCoverage) => (uncovered.has(file.path) ? 1 : 0);
  const ordered = files.toSorted((a, b) => urgent(b) - urgent(a) || gap(b) - gap(a));
  const sources = new Map<string, Buffer>();
  const writer = new SourceWriter();
  let room = SOURCE_BYTES;
  for (const file of ordered) {
    if (room <= 0) break;
    const html = renderSource(writer, file, table, idOf(file.path), uncovered.get(file.path) ?? []);
    if (html.length <= room) sources.set(file.path, html);
    room -= html.length;
  }
  return sources;
}
