import { comparePatches } from '@go-actions/tools/prove/coverage/patch';
import { describe, expect, it } from 'vitest';

describe('patch coverage', () => {
  it('is what brute force over lines, blocks and tokens finds in random edits of two modules (seed 3)', async () => {
    const { problems, edits, files, statements, covered, ranges } = await comparePatches({
      rounds: 2,
      seed: 3,
    });
    expect(problems).toEqual([]);
    expect(edits.size).toBeGreaterThan(3);
    expect(Math.min(files, covered, statements - covered, ranges)).toBeGreaterThan(2);
  });
});
