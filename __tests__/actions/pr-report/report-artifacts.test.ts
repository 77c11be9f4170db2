import { expect, it } from 'vitest';
import { MOST_CALLS, pickArtifacts } from '../../../actions/pr-report/src/report-artifacts.ts';

const artifact = (id: number, name: string, expired = false) => ({ id, name, size_in_bytes: 1, expired });

it('takes the newest report of each kind, by call', () => {
  const listed = [
    artifact(9, 'report-lint'),
    artifact(4, 'report-lint'),
    artifact(5, 'report-coverage'),
    artifact(6, 'report-coverage-api'),
    artifact(7, 'report-lint-old', true),
    artifact(8, 'report-lint-'),
    artifact(1, 'xreport-lint'),
    artifact(2, 'report-lint-a/b'),
  ];
  expect(pickArtifacts(listed)).toEqual({
    calls: [
      { call: '', lint: listed[0], coverage: listed[2] },
      { call: 'api', lint: undefined, coverage: listed[3] },
    ],
    left: 0,
  });
});

it('reads no more calls than it says, and tells how many are left', () => {
  const listed = Array.from({ length: MOST_CALLS + 3 }, (_, id) => artifact(id, `report-lint-${id}`));
  const { calls, left } = pickArtifacts(listed);
  expect([calls.length, left]).toEqual([MOST_CALLS, 3]);
});
