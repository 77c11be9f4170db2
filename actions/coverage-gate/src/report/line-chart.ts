import { escapeHtml as esc } from './escape.ts';

const WIDTH = 1_120;
const HEIGHT = 180;
const LEFT = 64;
const PAD = 14;

/**
 * An SVG of one line: a point for each value, evenly spaced, with its label on hover; the least and the most are written at the
 * edge. A line that never moves lies in the middle.
 */
export function renderLine(line: {
  readonly title: string;
  readonly values: readonly number[];
  /** One for each value. */
  readonly labels: readonly string[];
  readonly format: (value: number) => string;
}): string {
  const { title, values, labels, format } = line;
  const least = Math.min(...values);
  const most = Math.max(...values);
  const x = (index: number) =>
    round(LEFT + (values.length < 2 ? 0.5 : index / (values.length - 1)) * (WIDTH - LEFT - PAD));
  const y = (value: number) =>
    round(PAD + (most === least ? 0.5 : (most - value) / (most - least)) * (HEIGHT - 2 * PAD));
  const path = values.map((value, i) => `${x(i)},${y(value)}`).join(' ');
  const points = values.map(
    (value, i) =>
      `<circle cx="${x(i)}" cy="${y(value)}" r="3" fill="currentColor"><title>${esc(`${labels[i] ?? ''}: ${format(value)}`)}</title></circle>`,
  );
  const edges = most === least ? [most] : [most, least];
  const marks =
    values.length === 0
      ? []
      : edges.map(
          (value) =>
            `<text x="${LEFT - 8}" y="${y(value) + 4}" text-anchor="end" fill="currentColor">${esc(format(value))}</text>`,
        );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="100%" role="img" aria-label="${esc(title)}" font-family="ui-sans-serif,system-ui,sans-serif" font-size="12">${marks.join('')}<polyline points="${path}" fill="none" stroke="currentColor" stroke-width="1.5"/>${points.join('')}</svg>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
