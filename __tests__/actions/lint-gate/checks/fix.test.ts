import { expect, it } from 'vitest';
import { parseGoFix } from '../../../../actions/lint-gate/src/checks/fix.ts';

it('parseGoFix reads absolute names behind their marks', () => {
  const diff = '--- /r/a.go (old)\n+++ /r/a.go (new)\n@@ -5 +5 @@\n-\tvar x interface{}\n+\tvar x any\n';
  expect(parseGoFix(diff, '')).toMatchObject([
    { file: '/r/a.go', line: 5, fix: { start: 5, end: 5, text: '\tvar x any\n' } },
  ]);
});
