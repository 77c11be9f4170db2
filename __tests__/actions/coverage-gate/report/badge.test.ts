import { describe, expect, it } from 'vitest';
import { renderBadge } from '../../../../actions/coverage-gate/src/report/badge.ts';

describe('renderBadge', () => {
  it.each([
    { covered: 999, statements: 1000, value: '99.9%', color: '#2c8a4b' },
    { covered: 9999, statements: 10000, value: '99.9%', color: '#2c8a4b' },
    { covered: 75, statements: 100, value: '75.0%', color: '#7a8f1d' },
    { covered: 1, statements: 2, value: '50.0%', color: '#b07607' },
    { covered: 0, statements: 0, value: '0.0%', color: '#c6362d' },
  ])('$covered of $statements is $value, never rounded up', ({ value, color, ...count }) => {
    const svg = renderBadge(count);
    expect(svg).toContain(`<title>coverage: ${value}</title>`);
    expect(svg).toContain(color);
  });
});
