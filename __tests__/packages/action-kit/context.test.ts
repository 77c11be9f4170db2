import { describeJob, isDefaultBranchRun, permalink } from '@go-actions/action-kit';
import { describe, expect, it } from 'vitest';

describe('permalink', () => {
  const job = describeJob({ GITHUB_REPOSITORY: 'octo/app', GITHUB_SHA: 'abc' }, {}, '/w');
  it.each([
    {
      path: 'a/b.go',
      lines: { start: 3, end: 5 },
      want: 'https://github.com/octo/app/blob/abc/a/b.go#L3-L5',
    },
    { path: 'a b#.go', lines: { start: 3 }, want: 'https://github.com/octo/app/blob/abc/a%20b%23.go#L3' },
    { path: 'a(b.go', lines: undefined, want: 'https://github.com/octo/app/blob/abc/a%28b.go' },
    {
      path: 'x)/[y](z).go',
      lines: undefined,
      want: 'https://github.com/octo/app/blob/abc/x%29/%5By%5D%28z%29.go',
    },
  ])('links $path', ({ path, lines, want }) => expect(permalink(job, path, lines)).toBe(want));
});

describe('a run on the default branch', () => {
  const push = { refType: 'branch', refName: 'main', eventName: 'push', defaultBranch: 'main' } as const;
  it.each([
    { name: 'a push to it', job: push, want: true },
    { name: 'a schedule', job: { ...push, eventName: 'schedule' }, want: true },
    { name: 'a push to another branch', job: { ...push, refName: 'feature' }, want: false },
    { name: 'a tag of its name', job: { ...push, refType: 'tag' as const }, want: false },
    {
      name: 'a pull request against it, run on it',
      job: { ...push, eventName: 'pull_request_target' },
      want: false,
    },
    { name: 'an event without its name', job: { ...push, defaultBranch: undefined }, want: false },
  ])('$name: $want', ({ job, want }) => expect(isDefaultBranchRun(job)).toBe(want));

  it('a branch may count where the event does not name the default one', () => {
    expect(isDefaultBranchRun({ ...push, defaultBranch: undefined }, true)).toBe(true);
    expect(isDefaultBranchRun({ ...push, refName: 'feature' }, true)).toBe(false);
  });
});
