import { describe, expect, it } from 'vitest';
import {
  judgeReuse,
  matchesPackage,
  readTestedPackage,
} from '../../../../actions/setup-go-cache/src/build-cache/test-results.ts';

describe('case cache-plan/31: `test-results: auto` takes results of earlier runs', () => {
  const facts = {
    wanted: 'auto',
    eventName: 'push',
    refType: 'branch',
    refName: 'feature',
    onDefaultBranch: false,
    shared: false,
  } as const;
  const rows = [
    { name: 'in a pull request', facts: { eventName: 'pull_request', refType: '' }, want: true },
    { name: 'on a branch', facts: {}, want: true },
    { name: 'not on the default branch', facts: { onDefaultBranch: true }, want: false },
    { name: 'not in the merge queue', facts: { eventName: 'merge_group' }, want: false },
    { name: 'nor for its branch', facts: { refName: 'gh-readonly-queue/main/pr-1-a' }, want: false },
    { name: 'not for a tag', facts: { refType: 'tag' }, want: false },
    { name: 'not on a schedule', facts: { eventName: 'schedule' }, want: false },
    { name: 'not when started by hand', facts: { eventName: 'workflow_dispatch' }, want: false },
    { name: 'not when strangers start it', facts: { eventName: 'pull_request_target' }, want: false },
    { name: 'not when nobody knows', facts: { eventName: '' }, want: false },
    { name: 'not where two calls of a workflow look alike', facts: { shared: true }, want: false },
    { name: 'always with `true`', facts: { wanted: 'true', onDefaultBranch: true } as const, want: true },
    {
      name: 'never with `false`',
      facts: { wanted: 'false', eventName: 'pull_request' } as const,
      want: false,
    },
  ];
  it.each(rows)('$name', (row) => expect(judgeReuse({ ...facts, ...row.facts }).reuse).toBe(row.want));
});

describe('`fresh-tests`', () => {
  const modules = [
    { path: 'example.com/app', dir: '/w' },
    { path: 'example.com/app/sub', dir: '/w/sub' },
  ];
  const rows = [
    { pattern: './...', path: 'example.com/app/a/b', want: true },
    { pattern: './e2e', path: 'example.com/app/e2e', want: true },
    { pattern: 'e2e', path: 'example.com/app/e2e', want: true },
    { pattern: 'e2e/...', path: 'example.com/app/e2e/deep', want: true },
    { pattern: './e2e/', path: 'example.com/app/e2e', want: true },
    { pattern: './e2e', path: 'example.com/app/e2e/deep', want: false },
    { pattern: './e2e/...', path: 'example.com/app/e2e', want: true },
    { pattern: './e2e/...', path: 'example.com/app/e2e/deep', want: true },
    { pattern: './e2e/...', path: 'example.com/app/e2extra', want: false },
    { pattern: './.../e2e', path: 'example.com/app/a/b/e2e', want: true },
    { pattern: './sub/...', path: 'example.com/app/sub/x', want: true },
    { pattern: 'example.com/app/sub/...', path: 'example.com/app/sub/x', want: true },
    { pattern: 'example.com/app/sub', path: 'example.com/app/sub/x', want: false },
  ];
  it.each(rows)('$pattern has $path: $want', ({ pattern, path, want }) =>
    expect(matchesPackage([pattern], { base: '/w', modules }, path)).toBe(want),
  );
  it('read the package of a result', () => {
    expect(readTestedPackage('=== RUN\nok  \texample.com/app\t0.1s\tcoverage: 5%\n')).toBe('example.com/app');
    expect(readTestedPackage('nothing\n')).toBeUndefined();
  });
});
