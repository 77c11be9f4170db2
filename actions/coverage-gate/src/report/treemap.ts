import { type Count, formatPercent } from '../percent.ts';
import type { PackageCoverage } from '../source/file-coverage.ts';
import { escapeHtml } from './escape.ts';
import { heat } from './heat.ts';
import { type Box, squarify } from './squarify.ts';

const LABEL = 18;

/**
 * An SVG of all packages and files: the area is the number of statements, the colour their coverage. `link` gives the
 * address that a file's box leads to.
 */
export function renderTreemap(
  packages: readonly PackageCoverage[],
  options: { width: number; height: number; link?: (path: string) => string },
): string {
  const sized = packages.filter((pkg) => pkg.count.statements > 0).sort(bySize);
  const whole = { x: 0, y: 0, width: options.width, height: options.height };
  const boxes = squarify(
    sized.map((pkg) => pkg.count.statements),
    whole,
  );
  const cells = sized.map((pkg, i) => renderPackage(pkg, boxes[i] ?? whole, options.link));
  return `<svg xmlns="http://www.w3.org/2000/svg" class="treemap" viewBox="0 0 ${options.width} ${options.height}" role="img" aria-label="Treemap of coverage" font-family="ui-sans-serif,system-ui,sans-serif" font-size="11">${cells.join('')}</svg>\n`;
}

function renderPackage(pkg: PackageCoverage, box: Box, link: ((path: string) => string) | undefined): string {
  const roomy = box.height > LABEL * 2.5 && box.width > 60;
  const label = roomy
    ? text(box.x + 5, box.y + 13, fit(pkg.importPath, box.width - 8), ' font-weight="600"')
    : '';
  const inner = inset(box, roomy ? LABEL : 1);
  const files = pkg.files.filter((file) => file.count.statements > 0).sort(bySize);
  const boxes = squarify(
    files.map((file) => file.count.statements),
    inner,
  );
  const cells = files.map((file, i) => {
    const cell = boxes[i] ?? inner;
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    const caption =
      cell.height > 16 && cell.width > 40
        ? text(cell.x + 4, cell.y + 13, fit(name, cell.width - 6), ' fill="#0b1a10"')
        : '';
    const title = `<title>${escapeHtml(`${file.path}: ${formatPercent(file.count)} %, ${file.count.covered} of ${file.count.statements}`)}</title>`;
    const drawn = `${rect(cell, file.count)}${caption}${title}`;
    return link ? `<a href="${escapeHtml(link(file.path))}">${drawn}</a>` : `<g>${drawn}</g>`;
  });
  return `<g>${label}${cells.join('')}</g>`;
}

function rect(box: Box, count: Count): string {
  const size = `width="${round(Math.max(0, box.width - 1))}" height="${round(Math.max(0, box.height - 1))}"`;
  return `<rect x="${round(box.x)}" y="${round(box.y)}" ${size} rx="2" fill="${heat(count)}"/>`;
}

function text(x: number, y: number, content: string, attributes: string): string {
  return content ? `<text x="${round(x)}" y="${round(y)}"${attributes}>${escapeHtml(content)}</text>` : '';
}

/** The end of the text that fits; about 6.2 units a letter at this size. */
function fit(content: string, width: number): string {
  const letters = Math.floor(width / 6.2);
  if (content.length <= letters) return content;
  return letters < 4 ? '' : `…${content.slice(-(letters - 1))}`;
}

function inset(box: Box, top: number): Box {
  return {
    x: box.x + 1,
    y: box.y + top,
    width: Math.max(0, box.width - 3),
    height: Math.max(0, box.height - top - 2),
  };
}

const bySize = (a: { count: Count }, b: { count: Count }): number => b.count.statements - a.count.statements;
const round = (value: number): number => Math.round(value * 10) / 10;
