import { compareWithGo } from '@go-actions/tools/prove/coverage/differential';
import { describe, expect, it } from 'vitest';
import { needToolchain } from '../../../needs.ts';

const NEWER = 'go1.27.3';

/** Compares four random packages under each version; returns how many packages each one had. */
async function compare(versions: readonly string[]): Promise<number[]> {
  const { rows, problems } = await compareWithGo({ count: 4, seed: 5, versions });
  expect(problems).toEqual([]);
  expect(rows.every((row) => row.lines > 100 && row.functions > 5)).toBe(true);
  return rows.map((row) => row.packages);
}

describe('against Go itself', () => {
  it('has the totals of go test and the functions of go tool cover (seed 5)', async () => {
    expect(await compare(['local'])).toEqual([4]);
  });

  it('has the same lines under two Go versions (seed 5)', async ({ skip }) => {
    await needToolchain(skip, NEWER, 'coverage');
    expect(await compare(['local', NEWER])).toEqual([4, 4]);
  });
});
