import { describe, expect, it } from 'vitest';
import { observe, planNext, START, type Watch } from '../../../actions/deploy-check/src/watch.ts';

describe('the watch', () => {
  const policy = { timeoutMs: 60_000, intervalMs: 2_000, stableMs: 10_000 };
  const watched = (...attempts: [healthy: boolean, at: number][]): Watch =>
    attempts.reduce((watch, [healthy, at]) => observe(watch, healthy, at), START);

  it('waits longer after each failure, with jitter, 15 seconds at the longest', () => {
    const failed = (times: number) =>
      watched(...Array.from({ length: times }, () => [false, 1] as [boolean, number]));
    expect(planNext(failed(1), policy, 1, 0.5)).toEqual({ waitMs: 2_000 });
    expect(planNext(failed(3), policy, 1, 0.5)).toEqual({ waitMs: 4_500 });
    expect(planNext(failed(3), policy, 1, 0)).toEqual({ waitMs: 3_375 });
    expect(planNext(failed(30), policy, 1, 0.5)).toEqual({ waitMs: 15_000 });
    expect(planNext(failed(30), { ...policy, intervalMs: 30_000 }, 1, 0.5)).toEqual({ waitMs: 30_000 });
  });

  it('makes its last attempt at the deadline, and ends there', () => {
    expect(planNext(watched([false, 59_500]), policy, 59_500, 0.5)).toEqual({ waitMs: 500 });
    expect(planNext(watched([false, 60_000]), policy, 60_000, 0.5)).toEqual({ end: 'failed' });
  });

  it('asks steadily while healthy, and is content after `stable-for`, the deadline or not', () => {
    expect(planNext(watched([true, 58_000]), policy, 58_000, 0.5)).toEqual({ waitMs: 2_000 });
    expect(planNext(watched([true, 58_000], [true, 67_000]), policy, 67_000, 0.5)).toEqual({ waitMs: 1_000 });
    expect(planNext(watched([true, 58_000], [true, 68_000]), policy, 68_000, 0.5)).toEqual({
      end: 'healthy',
    });
    expect(planNext(watched([true, 5]), { ...policy, stableMs: 0 }, 5, 0.5)).toEqual({ end: 'healthy' });
  });

  it('one failure starts the time again, and is counted', () => {
    const watch = watched([false, 1], [true, 2], [true, 3], [false, 4], [true, 5]);
    expect(watch).toEqual({ attempts: 5, failures: 0, healthySince: 5, relapses: 1 });
  });
});
