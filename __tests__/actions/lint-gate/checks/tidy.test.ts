import { expect, it } from 'vitest';
import { parseTidyDiff } from '../../../../actions/lint-gate/src/checks/tidy.ts';

it('parseTidyDiff names each file at its first changed line', () => {
  const diff =
    'diff current/go.mod tidy/go.mod\n--- current/go.mod\n+++ tidy/go.mod\n@@ -1,5 +1,3 @@\n module m\n \n go 1.24\n-\n-require x v0.3.0\n';
  expect(parseTidyDiff(diff)).toEqual([
    { file: 'go.mod', line: 4, rule: 'tidy', message: 'Not tidy; run `go mod tidy`:\n-require x v0.3.0' },
  ]);
});
