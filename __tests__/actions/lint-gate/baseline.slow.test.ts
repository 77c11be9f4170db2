import { expect, it } from 'vitest';
import { renderBaseline } from '../../../actions/lint-gate/src/findings/baseline.ts';
import { lint, repository, UNFORMATTED } from './gate.ts';

const FAST = { preset: 'fast', checks: 'staticcheck: off', baseline: '.lint-baseline.json' };

it('accepts what was there, survives moved lines, shrinks, and fails for what is added', async () => {
  await using project = await repository({ 'app.go': UNFORMATTED });
  const written = await lint(project, { inputs: { ...FAST, 'update-baseline': 'true' } });
  expect(written.outputs).toMatchObject({
    verdict: 'pass',
    issues: '1',
    'new-issues': '0',
    'baseline-issues': '1',
  });
  expect(JSON.parse(await project.read('.lint-baseline.json'))).toMatchObject({
    format: 1,
    findings: [{ module: '.', file: 'app.go', check: 'fmt', rule: 'gofmt', count: 1 }],
  });

  await project.write({ 'app.go': UNFORMATTED.replace('func', '// Moved down.\n\nfunc') });
  expect((await lint(project, { inputs: FAST })).outputs).toMatchObject({
    verdict: 'pass',
    'baseline-issues': '1',
  });

  await project.write({ 'app.go': `${UNFORMATTED}\nfunc  Second() {}\n` });
  expect((await lint(project, { inputs: FAST })).outputs).toMatchObject({
    verdict: 'fail',
    issues: '2',
    'new-issues': '1',
  });

  await project.write({ 'app.go': 'package app\n' });
  const clean = await lint(project, { inputs: FAST });
  expect(clean.outputs.verdict).toBe('pass');
  expect(clean.summary).toContain(
    '1 finding of the baseline .lint-baseline.json no longer exist: gofmt in app.go.',
  );
});

it('never overwrites a baseline that it cannot read', async () => {
  await using project = await repository({
    'app.go': UNFORMATTED,
    '.lint-baseline.json': '{ "format": 1, "findings": [{}] }',
  });
  const result = await lint(project, { inputs: { ...FAST, 'update-baseline': 'true' } });
  expect(result.annotations[0]?.message).toMatch(
    /`baseline` is "\.lint-baseline\.json"; it cannot be read: finding 1 has no text/,
  );
  expect(await project.read('.lint-baseline.json')).toBe('{ "format": 1, "findings": [{}] }');
});

it('writes no baseline through a link', async () => {
  await using project = await repository({ 'app.go': UNFORMATTED, 'precious.txt': 'precious' });
  await project.exec('ln', ['-s', 'precious.txt', '.lint-baseline.json']);
  await project.write({ 'precious.txt': renderBaseline([]) });
  await lint(project, { inputs: { ...FAST, 'update-baseline': 'true' } });
  expect(await project.read('precious.txt')).toBe(renderBaseline([]));
});
