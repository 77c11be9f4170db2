import { expect, it } from 'vitest';
import { renderComment } from '../../../actions/pr-report/src/comment.ts';
import { MOST_CALLS } from '../../../actions/pr-report/src/report-artifacts.ts';

it.each([
  { calls: 1, more: /- and 49\d more\n/ },
  { calls: MOST_CALLS, more: /- and 500 more\n/ },
])('case security/10: a comment on $calls calls is cut below what GitHub takes', ({ calls, more }) => {
  const path = `${'ü🙂'.repeat(340)}/x.go`;
  const finding = {
    standing: 'new',
    file: path,
    line: 1,
    rule: 'r'.repeat(200),
    message: '`'.repeat(2_000),
    severity: 'error',
    fix: undefined,
  } as const;
  const failure = { package: path, test: path, message: '&'.repeat(2_000) };
  const body = renderComment({
    marker: '<!-- marker -->',
    run: { id: 1, name: 'n'.repeat(500), passed: false },
    repository: 'octo/app',
    head: { repository: 'octo/app', sha: '0'.repeat(40) },
    serverUrl: 'https://github.com',
    left: 1_000,
    reports: Array(calls).fill({
      call: 'c'.repeat(88),
      lint: { read: { format: 1, verdict: 'fail', checks: [], findings: Array(500).fill(finding) } },
      coverage: {
        read: {
          schema: 1,
          verdict: 'fail',
          total: { covered: 1, statements: 2 },
          patch: { files: Array(50).fill({ path, uncovered: [{ start: 1, end: 2 }] }) },
          checks: [],
          tests: { tests: 1, failed: 1, skipped: 0, flaky: 0 },
          failures: Array(500).fill(failure),
          incomplete: Array(500).fill({ what: 'w'.repeat(300), why: 'y'.repeat(500) }),
        },
      },
    }),
  });
  expect(body.length).toBeLessThan(65_536);
  expect(body).toMatch(more);
  expect(body).toContain('as its [run](https://github.com/octo/app/actions/runs/1) reports it.');
});
