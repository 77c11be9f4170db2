import { describe, expect, it } from 'vitest';
import { proveArchives } from '../../../packages/tools/src/prove/cache/archives.ts';
import { proveMutations } from '../../../packages/tools/src/prove/cache/mutations.ts';

/** A fixed sample of `npm run prove -- cache`. */
describe('a fresh runner with a restored cache', () => {
  it('shows no old value after size-neutral edits, and runs only what depends on them (seed 11)', async () => {
    const { ran, cached, persistent, problems } = await proveMutations('local', { edits: 2, seed: 11 });
    expect(problems).toEqual([]);
    expect(ran).toBeGreaterThan(0);
    expect(cached).toBe(persistent);
  });

  it('fails every link of an archive without object code, and vets and compiles with it (seed 12)', async () => {
    const { archives, loud, problems } = await proveArchives('local', { seed: 12, limit: 3, linters: false });
    expect(problems).toEqual([]);
    expect(archives).toBeGreaterThan(50);
    expect(loud).toBe(3);
  });
});
