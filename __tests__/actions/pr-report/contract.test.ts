import { readFile } from 'node:fs/promises';
import { createProject, runAction } from '@go-actions/test-kit';
import { expect, it } from 'vitest';
import { parseCoverageClaim } from '../../../actions/pr-report/src/coverage-claim.ts';
import { parseLintClaim } from '../../../actions/pr-report/src/lint-claim.ts';

const FILES = {
  'go.mod': 'module example.com/app\n\ngo 1.24\n',
  'app.go': 'package app\n\nfunc A() int {\n  return 1\n}\n\nfunc B() int { return 2 }\n',
  'app_test.go':
    'package app\n\nimport "testing"\n\nfunc TestA(t *testing.T) {\n\tif A() != 2 {\n\t\tt.Error("A() = 1, want 2")\n\t}\n}\n',
};

it('reads what lint-gate and coverage-gate write', async () => {
  await using project = await createProject(FILES, { git: true });
  await runAction('lint-gate', {
    workspace: project.dir,
    inputs: { preset: 'fast', checks: 'staticcheck: off', json: 'report/lint.json' },
  });
  const lint = parseLintClaim(await readFile(project.path('report/lint.json'), 'utf8'));
  expect(lint.findings).toEqual([
    expect.objectContaining({
      standing: 'new',
      file: 'app.go',
      line: 4,
      rule: 'gofmt',
      fix: { start: 4, end: 4, text: '\treturn 1\n' },
    }),
  ]);
  await runAction('coverage-gate', {
    workspace: project.dir,
    inputs: { race: 'false', reports: 'json', 'report-dir': 'report', 'min-total': '80', 'min-patch': '90' },
  });
  const coverage = parseCoverageClaim(await readFile(project.path('report/coverage.json'), 'utf8'));
  expect(coverage).toMatchObject({
    verdict: 'fail',
    total: { covered: 1, statements: 2 },
    tests: { tests: 1, failed: 1 },
    failures: [{ package: 'example.com/app', test: 'TestA', message: expect.stringContaining('want 2') }],
  });
  expect(coverage.checks.map(({ kind, minimum, met }) => ({ kind, minimum, met }))).toContainEqual({
    kind: 'total',
    minimum: '80',
    met: false,
  });
});
