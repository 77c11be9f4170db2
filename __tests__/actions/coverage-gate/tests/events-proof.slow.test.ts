import { compareEvents } from '@go-actions/tools/prove/coverage/events';
import { describe, expect, it } from 'vitest';

describe('verdicts', () => {
  it.each([
    { packages: 6, seed: 5, race: false, coverpkg: '', reruns: 2 },
    { packages: 6, seed: 8, race: false, coverpkg: 'all', reruns: 0 },
  ])('are what exit codes and events say (seed $seed)', async (round) => {
    const { problems, green, red } = await compareEvents(round);
    expect(problems).toEqual([]);
    expect(Math.min(green, red)).toBeGreaterThan(0);
  });
});
