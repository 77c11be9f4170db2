import { describe, expect, it } from 'vitest';
import { percentile } from '../../../actions/deploy-check/src/latency.ts';

describe('latencies', () => {
  it('percentiles are by nearest rank', () => {
    const values = Array.from({ length: 20 }, (_, i) => 20 - i);
    expect([
      percentile(values, 50),
      percentile(values, 95),
      percentile([7.4], 95),
      percentile([], 50),
    ]).toEqual([10, 19, 7, undefined]);
  });
});
