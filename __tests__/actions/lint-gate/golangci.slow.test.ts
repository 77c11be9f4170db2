import { beforeEach, expect, it } from 'vitest';
import { needGoTool } from '../../needs.ts';
import { CLEAN, lint, repository } from './gate.ts';

/** golangci-lint itself; a fake one plays its accidents in hostile.test.ts, and its reports are read in parsers.test.ts. */
beforeEach(async ({ skip }) => {
  await needGoTool(skip, 'golangci-lint', 'lint');
});

it('passes a clean module with the standard preset', async () => {
  await using project = await repository({ 'app.go': CLEAN });
  const result = await lint(project);
  expect(result.outputs).toMatchObject({
    verdict: 'pass',
    'exit-class': 'clean',
    issues: '0',
    'new-issues': '0',
  });
  expect(result.summary).toMatch(/^### ✅ Lint: No findings; 6 checks, 1 module\.\n/);
  expect(result.annotations).toEqual([]);
  expect(result.code).toBe(0);
});

it('runs golangci-lint with the repository’s own configuration and without its limits', async () => {
  const calls = Array.from({ length: 60 }, (_, i) => `func f${i}() { os.Remove("${i}") }`).join('\n\n');
  await using project = await repository({
    'app.go': `package app\n\nimport "os"\n\n${calls}\n`,
    '.golangci.yml': 'version: "2"\nlinters:\n  default: none\n  enable: [errcheck]\n',
  });
  const result = await lint(project, { inputs: { checks: '{ fmt: off, vet: off, tidy: off }' } });
  expect(result.outputs).toMatchObject({ 'exit-class': 'issues', issues: '60' });
  expect(result.summary).toContain('| `golangci` | 60 |\n| `golangci errcheck` | 60 |');
  expect(result.annotations.filter(({ level }) => level === 'error')).toHaveLength(10);
  expect(result.stdout).toContain('52 more; the job summary lists them all.');
});

it('turns what a linter would change into fixes of whole lines', async () => {
  await using project = await repository({
    'app.go':
      'package app\n\nimport "fmt"\n\nfunc A() {\n\tfor i := 0; i < 3; i++ {\n\t\tfmt.Println("é recieve", i)\n\t}\n}\n',
    '.golangci.yml': 'version: "2"\nlinters:\n  default: none\n  enable: [intrange, misspell]\n',
  });
  await lint(project, { inputs: { checks: '{ tidy: off }', json: 'lint.json' } });
  const { findings } = JSON.parse(await project.read('lint.json'));
  expect(findings).toMatchObject([
    { rule: 'intrange', fix: { start: 6, end: 6, text: '\tfor i := range 3 {\n' } },
    { rule: 'misspell', fix: { start: 7, end: 7, text: '\t\tfmt.Println("é receive", i)\n' } },
  ]);
  expect(findings[0]).not.toHaveProperty('edits');
});

it('net: moved lines, renamed files and a new linter rule make nothing new', async () => {
  const old = 'package app\n\nimport "os"\n\nfunc Old() { os.Remove("x") }\n';
  await using project = await repository({
    'a.go': old,
    '.golangci.yml': 'version: "2"\nlinters: { default: none }\n',
  });
  const base = await project.git('rev-parse', 'HEAD');
  await project.git('mv', 'a.go', 'b.go');
  await project.commit('refactor: move', {
    'b.go': old.replace('import', '// Moved down.\n\nimport'),
    '.golangci.yml': 'version: "2"\nlinters: { default: none, enable: [errcheck] }\n',
  });
  const inputs = { 'only-new': 'net', base, checks: '{ tidy: off, verify: off, fmt: off, vet: off }' };
  const result = await lint(project, { inputs });
  expect(result.outputs).toMatchObject({ verdict: 'pass', issues: '1', 'new-issues': '0' });
});

it('refuses a configuration that golangci-lint’s schema does not know, although a run would take it', async () => {
  await using project = await repository({
    'app.go': CLEAN,
    '.golangci.yml': 'version: "2"\nlinters:\n  enabl: [errcheck]\n',
  });
  const result = await lint(project, {
    inputs: { checks: '{ tidy: off, verify: off, fmt: off, vet: off }' },
  });
  expect(result.outputs).toMatchObject({ 'exit-class': 'config', verdict: 'fail' });
  expect(result.annotations[0]?.message).toContain("additional properties 'enabl' not allowed");
});
