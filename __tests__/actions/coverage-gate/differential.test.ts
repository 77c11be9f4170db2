import { describe, expect, it } from 'vitest';
import { compareWithGo } from '../../../packages/tools/src/prove/coverage/differential.ts';

describe('against Go itself', () => {
  it('has the totals of go test, the functions of go tool cover and the same lines under two Go versions (seed 5)', async () => {
    const { rows, problems } = await compareWithGo({ count: 4, seed: 5, versions: ['local', 'go1.27.3'] });
    expect(problems).toEqual([]);
    expect(rows.map((row) => row.packages)).toEqual([4, 4]);
    expect(rows.every((row) => row.lines > 100 && row.functions > 5)).toBe(true);
  });
});
