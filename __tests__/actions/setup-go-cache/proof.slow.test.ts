import { proveMutations } from '@go-actions/tools/prove/cache/mutations';
import { describe, expect, it } from 'vitest';

/** A fixed sample of `npm run prove -- cache`; that of its archives is export-only.test.ts. */
describe('a fresh runner with a restored cache', () => {
  it('shows no old value after size-neutral edits, and runs only what depends on them (seed 11)', async () => {
    const sample = { edits: 2, together: 1, seed: 11 };
    const { ran, cached, problems } = await proveMutations('local', sample);
    expect(problems).toEqual([]);
    expect(ran).toBeGreaterThan(0);
    expect(cached).toBeGreaterThan(0);
  });
});
