import { describe, expect, it } from 'vitest';
import { parseUnifiedDiff } from '../../../../actions/lint-gate/src/checks/unified-diff.ts';

describe('parseUnifiedDiff', () => {
  const diff = (body: string) => parseUnifiedDiff(`--- a\n+++ a\n${body}`, (name) => name)[0]?.changes;
  it.each([
    {
      name: 'reads an insertion',
      body: '@@ -1,2 +1,3 @@\n x\n+y\n z',
      want: [{ start: 2, end: 1, text: 'y\n' }],
    },
    {
      name: 'reads an insertion without context',
      body: '@@ -1,0 +2 @@\n+y',
      want: [{ start: 2, end: 1, text: 'y\n' }],
    },
    { name: 'reads a deletion', body: '@@ -1,3 +1,2 @@\n x\n-y\n z', want: [{ start: 2, end: 2, text: '' }] },
    {
      name: 'takes removed and added lines that look like headers as content',
      body: '@@ -1,2 +1,2 @@\n--- a\n-@@ -1 +1 @@\n+++ b\n+diff c',
      want: [{ start: 1, end: 2, text: '++ b\ndiff c\n' }],
    },
    {
      name: 'skips the remark about a missing newline',
      body: '@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n@@ -5 +5 @@\n-p\n+q',
      want: [
        { start: 1, end: 1, text: 'x\n' },
        { start: 5, end: 5, text: 'q\n' },
      ],
    },
    {
      name: 'splits a block at the lines that stay',
      body: '@@ -3,3 +3,4 @@\n-func  A() {}\n-\n-func  B() {}\n+func A() {}\n+\n+func B() {}\n+// end',
      want: [
        { start: 3, end: 3, text: 'func A() {}\n' },
        { start: 5, end: 5, text: 'func B() {}\n// end\n' },
      ],
    },
    {
      name: 'reads several places in one hunk',
      body: '@@ -1,5 +1,5 @@\n-a\n+A\n b\n c\n-d\n+D\n e',
      want: [
        { start: 1, end: 1, text: 'A\n' },
        { start: 4, end: 4, text: 'D\n' },
      ],
    },
  ])('$name', ({ body, want }) => expect(diff(body)).toEqual(want));
});
