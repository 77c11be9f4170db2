import { describeJob } from '@go-actions/action-kit';
import { headsOfEvent, planBase } from '@go-actions/git-history';
import { describe, expect, it } from 'vitest';

const BEFORE = 'a'.repeat(40);
const ZERO = '0'.repeat(40);

const plan = (env: Record<string, string>, event: Record<string, unknown>) =>
  planBase(describeJob({ GITHUB_REF_TYPE: 'branch', ...env }, event, '/'));

describe('planBase', () => {
  const main = { repository: { default_branch: 'main' } };
  const push = (GITHUB_REF_NAME: string, before = BEFORE, event: Record<string, unknown> = main) =>
    plan({ GITHUB_EVENT_NAME: 'push', GITHUB_REF_NAME }, { ...event, before });
  const fork = { source: 'default-branch', revision: 'refs/remotes/origin/main', relation: 'merge-base' };

  it.each(['feature', 'release/1.x', 'main/2', 'Main'])(
    'takes the merge-base with the default branch for a push to %s, whatever was in front of it',
    (branch) => {
      expect(push(branch)).toMatchObject(fork);
      expect(push(branch, ZERO)).toMatchObject(fork);
    },
  );

  it('takes the commit in front of a push to the default branch', () =>
    expect(push('main')).toMatchObject({ source: 'push', revision: BEFORE }));

  it('takes the commit in front of a push where the event names no default branch', () =>
    expect(push('feature', BEFORE, {})).toMatchObject({ source: 'push', revision: BEFORE }));

  it('takes the base of a merge group as it is', () =>
    expect(
      plan({ GITHUB_EVENT_NAME: 'merge_group' }, { ...main, merge_group: { base_sha: BEFORE } }),
    ).toMatchObject({ revision: BEFORE, relation: 'exact' }));
});

it.each([
  { eventName: 'pull_request', want: ['b', 'c'] },
  { eventName: 'pull_request_target', want: ['c'] },
])('a checkout of a $eventName event can have $want', ({ eventName, want }) => {
  const event = { pull_request: { head: { sha: 'c'.repeat(40) } } };
  const job = describeJob({ GITHUB_EVENT_NAME: eventName, GITHUB_SHA: 'b'.repeat(40) }, event, '/');
  expect(headsOfEvent(job).map((sha) => sha.charAt(0))).toEqual(want);
});
