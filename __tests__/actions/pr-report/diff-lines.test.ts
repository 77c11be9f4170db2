import { describe, expect, it } from 'vitest';
import { parseHunks } from '../../../actions/pr-report/src/diff-lines.ts';

describe('parseHunks', () => {
  it('reads the new side only, whatever stands on the lines', () => {
    const patch =
      '@@ -1 +1,2 @@ func x() {\n-old\n+@@ -1 +9 @@\n \n\\ No newline at end of file\n@@ -9,0 +10 @@\n+++ x';
    expect(parseHunks(patch)).toEqual([
      { start: 1, lines: ['@@ -1 +9 @@', ''] },
      { start: 10, lines: ['++ x'] },
    ]);
  });
});
