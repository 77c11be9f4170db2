import { expect, it } from 'vitest';
import { newestCommit, workflowName } from '../../../../actions/change-plan/src/change/base.ts';

it.each([
  { ref: 'octo/app/.github/workflows/ci.yml@refs/heads/a/b', want: 'ci.yml' },
  { ref: '', want: undefined },
  { ref: undefined, want: undefined },
])('workflowName of $ref is $want', ({ ref, want }) => expect(workflowName(ref)).toBe(want));

it.each([
  {
    answer: { workflow_runs: [{ head_sha: 'a'.repeat(40) }, { head_sha: 'b'.repeat(40) }] },
    want: 'a'.repeat(40),
  },
  { answer: { workflow_runs: [] }, want: undefined },
  { answer: { workflow_runs: [{ head_sha: '--upload-pack=x' }] }, want: undefined },
  { answer: { workflow_runs: 'x' }, want: undefined },
  { answer: null, want: undefined },
])('newestCommit of $answer is $want', ({ answer, want }) => expect(newestCommit(answer)).toBe(want));
