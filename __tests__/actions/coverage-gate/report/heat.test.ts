import { describe, expect, it } from 'vitest';
import { heat } from '../../../../actions/coverage-gate/src/report/heat.ts';

describe('heat', () => {
  const hue = (covered: number, statements: number) =>
    Number(/(\d+)\)$/.exec(heat({ covered, statements }))?.[1]);
  it('rises with the share, and only the whole is the full green', () => {
    expect([hue(0, 10), hue(5, 10), hue(999, 1000), hue(10, 10)]).toEqual([25, 67, 135, 150]);
    expect(hue(0, 0)).toBe(150);
  });
});
