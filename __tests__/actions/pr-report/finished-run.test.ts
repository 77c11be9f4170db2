import { expect, it } from 'vitest';
import { parseFinishedRun } from '../../../actions/pr-report/src/finished-run.ts';

const RUN = {
  id: 7,
  name: 'ci',
  event: 'pull_request',
  conclusion: 'success',
  head_sha: 'a'.repeat(40),
  head_branch: 'fix',
  head_repository: { id: 3, full_name: 'fork/app', owner: { login: 'fork' } },
  pull_requests: [{ number: 5 }],
};
const parse = (more: object = {}) => parseFinishedRun({ workflow_run: { ...RUN, ...more } });

it('takes from the event what GitHub says of the run', () => {
  const want = {
    id: 7,
    attempt: 1,
    name: 'ci',
    passed: true,
    headSha: RUN.head_sha,
    headBranch: 'fix',
    headRepository: { id: 3, fullName: 'fork/app', owner: 'fork' },
    pullRequests: [5],
  };
  expect(parse()).toEqual(want);
  expect(parse({ run_attempt: 3 })).toEqual({ ...want, attempt: 3 });
  expect(parse({ conclusion: 'failure' })).toEqual({ ...want, passed: false });
  expect(parse({ conclusion: 'timed_out', pull_requests: undefined })).toEqual({
    ...want,
    passed: false,
    pullRequests: [],
  });
});

it.each([
  { name: 'a push', more: { event: 'push' }, want: 'The run was started by push, not by a pull request.' },
  { name: 'a run that was cancelled', more: { conclusion: 'cancelled' }, want: /ended as cancelled/ },
  { name: 'a run that goes on', more: { conclusion: null, status: 'queued' }, want: /ended as queued/ },
  { name: 'a fork that is gone', more: { head_repository: null }, want: /repository .* is gone/ },
])('has nothing to report for $name', ({ more, want }) => {
  expect(parse(more)).toEqual(typeof want === 'string' ? want : expect.stringMatching(want));
});

it.each([
  { name: 'another event', event: {} },
  { name: 'a run without an id', event: { workflow_run: { ...RUN, id: 'x' } } },
  { name: 'a commit that is none', event: { workflow_run: { ...RUN, head_sha: 'main' } } },
])('throws on $name', ({ event }) => expect(() => parseFinishedRun(event)).toThrow('expected the '));
