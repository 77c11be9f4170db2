import { describeJob } from '@go-actions/action-kit';
import { describe, expect, it } from 'vitest';
import {
  newestCommit,
  planComparison,
  workflowName,
} from '../../../../actions/change-plan/src/change/base.ts';

const job = (env: Record<string, string>, event: Record<string, unknown> = {}) =>
  describeJob(
    { GITHUB_REF_TYPE: 'branch', ...env },
    { repository: { default_branch: 'main' }, ...event },
    '/',
  );

describe('planComparison', () => {
  it('takes the default branch for a push, whatever was in front of it', () => {
    const push = job({ GITHUB_EVENT_NAME: 'push', GITHUB_REF_NAME: 'f' }, { before: 'a'.repeat(40) });
    expect(planComparison(push)).toMatchObject({
      revision: 'refs/remotes/origin/main',
      relation: 'merge-base',
    });
  });

  it('leaves other events to what they say', () => {
    const queue = job({ GITHUB_EVENT_NAME: 'merge_group' }, { merge_group: { base_sha: 'b'.repeat(40) } });
    expect(planComparison(queue)).toMatchObject({ revision: 'b'.repeat(40), relation: 'exact' });
  });
});

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
