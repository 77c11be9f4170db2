import { describe, expect, it } from 'vitest';
import { renderLine } from '../../../../actions/coverage-gate/src/report/line-chart.ts';

const draw = (values: number[]) =>
  renderLine({ title: 'T', values, labels: values.map((_, i) => `run <${i}>`), format: String });

describe('renderLine', () => {
  it('spans from the least to the most, left to right', () => {
    const svg = draw([1, 3, 2]);
    expect(svg).toContain('points="64,166 585,14 1106,90"');
    expect(svg).toContain('<title>run &lt;1&gt;: 3</title>');
    expect(svg.match(/<text/g)).toHaveLength(2);
  });

  it('a line that never moves, or of one point, lies in the middle', () => {
    expect(draw([5, 5])).toContain('points="64,90 1106,90"');
    expect(draw([5])).toContain('points="585,90"');
    expect(draw([])).toContain('points=""');
  });
});
