import { type Count, formatPercent } from '../percent.ts';
import { escapeHtml as esc } from './escape.ts';

/** An SVG badge, `coverage | 87.5%`; one decimal, truncated. */
export function renderBadge(total: Count): string {
  const value = `${formatPercent(total).replace(/\d$/, '')}%`;
  const [left, right] = [62, 14 + Math.round(value.length * 6.6)];
  const share = total.statements === 0 ? 0 : total.covered / total.statements;
  const color = share >= 0.9 ? '#2c8a4b' : share >= 0.75 ? '#7a8f1d' : share >= 0.5 ? '#b07607' : '#c6362d';
  const text = (x: number, width: number, label: string) =>
    `<text x="${x}" y="14" textLength="${width - 14}" lengthAdjust="spacingAndGlyphs">${esc(label)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="coverage: ${value}"><title>coverage: ${value}</title>`,
    `<clipPath id="r"><rect width="${left + right}" height="20" rx="4"/></clipPath>`,
    `<g clip-path="url(#r)"><rect width="${left}" height="20" fill="#444c56"/><rect x="${left}" width="${right}" height="20" fill="${color}"/></g>`,
    `<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${text(7, left, 'coverage')}${text(left + 7, right, value)}</g></svg>\n`,
  ].join('');
}
