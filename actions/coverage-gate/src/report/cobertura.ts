import type { BlockTable } from '../profile/block-table.ts';
import type { FileCoverage } from '../source/file-coverage.ts';
import { escapeHtml as esc } from './escape.ts';
import { listLineHits } from './lines-hit.ts';
import type { Result } from './result.ts';

/**
 * Cobertura XML (coverage-04.dtd), whose unit is the line. `seconds`: the time of the report, Unix.
 * A file is a class: Go has none, and readers of the format show classes.
 */
export function renderCobertura(result: Result, table: BlockTable, seconds: number): string {
  const hits = new Map(result.files.map((file) => [file, listLineHits(table, file)]));
  const linesOf = (files: readonly FileCoverage[]) => files.flatMap((file) => hits.get(file) ?? []);
  const rate = (lines: readonly [number, number][]) =>
    lines.length === 0 ? '1' : (lines.filter(([, count]) => count > 0).length / lines.length).toFixed(6);
  const all = linesOf(result.files);
  const covered = all.filter(([, count]) => count > 0).length;
  const packages = result.packages.map(({ importPath, files }) => {
    const classes = files.map((file) => {
      const lines = hits.get(file) ?? [];
      const rows = lines.map(([line, count]) => `<line number="${line}" hits="${count}"/>`).join('');
      const name = file.path.slice(file.path.lastIndexOf('/') + 1);
      return `<class name="${esc(name)}" filename="${esc(file.path)}" line-rate="${rate(lines)}" branch-rate="0" complexity="0"><methods/><lines>${rows}</lines></class>\n`;
    });
    return `<package name="${esc(importPath)}" line-rate="${rate(linesOf(files))}" branch-rate="0" complexity="0"><classes>\n${classes.join('')}</classes></package>\n`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">\n',
    `<coverage line-rate="${rate(all)}" branch-rate="0" lines-covered="${covered}" lines-valid="${all.length}" branches-covered="0" branches-valid="0" complexity="0" version="go-actions" timestamp="${seconds}">\n`,
    `<sources><source>.</source></sources>\n<packages>\n${packages.join('')}</packages>\n</coverage>\n`,
  ].join('');
}
