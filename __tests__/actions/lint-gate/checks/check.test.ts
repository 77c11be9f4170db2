import { expect, it } from 'vitest';
import { tagFlags } from '../../../../actions/lint-gate/src/checks/check.ts';

it.each([
  { tags: [], want: [] },
  { tags: ['e2e'], want: ['-tags=e2e'] },
  { tags: ['e2e', 'linux'], want: ['-tags=e2e,linux'] },
])('tags $tags are the flags $want', ({ tags, want }) => {
  expect(tagFlags(tags)).toEqual(want);
});
