import { describe, expect, it } from 'vitest';
import { renderTreemap } from '../../../../actions/coverage-gate/src/report/treemap.ts';
import { maxResult } from './result.ts';

describe('renderTreemap', () => {
  it('has a titled box for each file, linked where an address is given', () => {
    const { result } = maxResult();
    const size = { width: 600, height: 400 };
    const svg = renderTreemap(result.packages, size);
    expect(svg).toContain('<title>p/max.go: 50.00 %, 2 of 4</title>');
    expect(svg).toContain('>example.com/m/p</text>');
    expect(svg).not.toContain('<a ');
    expect(renderTreemap(result.packages, { ...size, link: (path) => `#"${path}` })).toContain(
      '<a href="#&quot;p/max.go">',
    );
  });

  it('leaves out what has no statement', () => {
    const { result } = maxResult();
    const empty = result.packages.map((pkg) => ({ ...pkg, count: { covered: 0, statements: 0 } }));
    expect(renderTreemap(empty, { width: 10, height: 10 })).not.toContain('<rect');
  });
});
