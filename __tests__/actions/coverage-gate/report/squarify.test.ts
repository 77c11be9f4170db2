import { describe, expect, it } from 'vitest';
import { type Box, squarify } from '../../../../actions/coverage-gate/src/report/squarify.ts';

const area = ({ width, height }: Box) => width * height;

describe('squarify', () => {
  it.each([[[1]], [[6, 6, 4, 3, 2, 2, 1]], [[1, 1, 1, 1]], [[1000, 1, 1]], [[1, 2, 3]]])(
    '%j: areas in proportion, inside of the box, none over another',
    (weights) => {
      const box = { x: 5, y: 7, width: 600, height: 400 };
      const boxes = squarify(weights, box);
      const sum = weights.reduce((a, b) => a + b, 0);
      boxes.forEach((each, i) => {
        expect(area(each)).toBeCloseTo(((weights[i] ?? 0) / sum) * area(box), 3);
        expect(each.x).toBeGreaterThanOrEqual(5);
        expect(each.y).toBeGreaterThanOrEqual(7);
        expect(each.x + each.width).toBeLessThanOrEqual(605 + 1e-6);
        expect(each.y + each.height).toBeLessThanOrEqual(407 + 1e-6);
      });
      const overlap = (a: Box, b: Box) =>
        Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > 1e-6 &&
        Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > 1e-6;
      expect(boxes.some((a, i) => boxes.slice(i + 1).some((b) => overlap(a, b)))).toBe(false);
    },
  );

  it("the paper's example: rows that are as square as can be", () => {
    const [first, second, third] = squarify([6, 6, 4, 3, 2, 2, 1], { x: 0, y: 0, width: 6, height: 4 });
    expect(first).toEqual({ x: 0, y: 0, width: 3, height: 2 });
    expect(second).toEqual({ x: 0, y: 2, width: 3, height: 2 });
    expect(third?.x).toBe(3);
  });
});
