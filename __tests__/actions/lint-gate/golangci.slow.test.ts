import { runChecked } from '@go-actions/action-kit';
import { createProject, type Files, type Project } from '@go-actions/test-kit';
import { beforeEach, describe, expect, it } from 'vitest';
import { needGoTool } from '../../needs.ts';
import { hashCheckout } from './checkout-hash.ts';
import { CLEAN, GO_MOD, lint, repository } from './gate.ts';

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

/** Two findings: one of errcheck, and one of intrange, which golangci-lint could repair. */
const REPAIRABLE =
  'package app\n\nimport "os"\n\nfunc A() {\n\tos.Remove("x")\n\tfor i := 0; i < 3; i++ {\n\t\tprintln(i)\n\t}\n}\n';
const LINTERS = 'linters: { default: none, enable: [errcheck, intrange] }\n';

describe('case lint-coverage/09: the gate’s questions win over the repository’s configuration', () => {
  const rows: { name: string; files: (outside: string) => Files }[] = [
    { name: 'repairs its own findings', files: () => yaml('issues: { fix: true }') },
    { name: 'looks at uncommitted changes only', files: () => yaml('issues: { new: true }') },
    { name: 'looks at what is new since a commit', files: () => yaml('issues: { new-from-rev: HEAD }') },
    {
      name: 'looks at what is new since a branch',
      files: () => yaml('issues: { new-from-merge-base: main, whole-files: true }'),
    },
    {
      name: 'looks at the lines of a patch',
      files: () => ({ ...yaml('issues: { new-from-patch: empty.patch }'), 'empty.patch': '' }),
    },
    { name: 'ends with 0 for findings', files: () => yaml('run: { issues-exit-code: 0 }') },
    { name: 'ends with 5 for findings', files: () => yaml('run: { issues-exit-code: 5 }') },
    { name: 'stops after a tenth of a second', files: () => yaml('run: { timeout: 0.1s }') },
    { name: 'gives names that do not exist', files: () => yaml('output: { path-prefix: elsewhere }') },
    {
      name: 'limits what it tells',
      files: () => yaml('issues: { max-issues-per-linter: 1, max-same-issues: 1 }'),
    },
    {
      name: 'writes files outside of the checkout',
      files: (outside) =>
        yaml(
          `output: { formats: { ${EVERY_FORMAT.map((format) => `${format}: { path: ${outside} }`).join(', ')} } }`,
        ),
    },
    {
      name: 'writes over the sources',
      files: () => yaml('output: { formats: { text: { path: app.go }, json: { path: go.mod } } }'),
    },
    {
      name: 'is TOML',
      files: () => ({
        '.golangci.toml':
          'version = "2"\n[linters]\ndefault = "none"\nenable = ["errcheck", "intrange"]\n[issues]\nfix = true\nnew = true\n[run]\nissues-exit-code = 0\n',
      }),
    },
    {
      name: 'is JSON',
      files: () => ({
        '.golangci.json': JSON.stringify({
          version: '2',
          linters: { default: 'none', enable: ['errcheck', 'intrange'] },
          issues: { fix: true, 'new-from-rev': 'HEAD' },
        }),
      }),
    },
  ];
  it.each(rows)('case security/14: a configuration that $name', async ({ files }) => {
    await using elsewhere = await createProject({ precious: 'precious' });
    await using project = await repository({ 'app.go': REPAIRABLE, ...files(elsewhere.path('precious')) });
    const before = await hashCheckout(project);
    const result = await lint(project, {
      inputs: { checks: '{ tidy: off, verify: off, vet: off, fmt: off }' },
    });
    expect(result.outputs).toMatchObject({ verdict: 'fail', 'exit-class': 'issues', 'new-issues': '2' });
    expect(result.annotations.slice(0, 2)).toMatchObject([
      { file: 'app.go', line: 6 },
      { file: 'app.go', line: 7 },
    ]);
    expect(await hashCheckout(project)).toEqual(before);
    expect(await elsewhere.read('precious')).toBe('precious');
  });

  it('a configuration in a folder above the module counts, and one above the checkout does not', async () => {
    await using parent = await createProject({
      '.golangci.yml': 'version: "2"\nlinters: { default: none, enable: [godox] }\n',
    });
    const app = parent.path('app');
    await runChecked('git', ['init', '--quiet', app]);
    const write = (files: Files) =>
      parent.write(Object.fromEntries(Object.entries(files).map(([name, text]) => [`app/${name}`, text])));
    await write({ 'svc/go.mod': GO_MOD, 'svc/app.go': REPAIRABLE });
    const checks = '{ tidy: off, verify: off, vet: off, fmt: off }';
    const above = await lint({ dir: app } as Project, { inputs: { checks } });
    expect(above.outputs).toMatchObject({ 'new-issues': '1' }); // errcheck, as without a configuration
    await write({ '.golangci.yml': `version: "2"\n${LINTERS}issues: { fix: true, new: true }\n` });
    const inside = await lint({ dir: app } as Project, { inputs: { checks } });
    expect(inside.outputs).toMatchObject({ 'new-issues': '2' });
  });

  it('the environment cannot filter findings either', async () => {
    await using project = await repository({ 'app.go': REPAIRABLE, ...yaml('') });
    const env = { GOLANGCI_DIFF_PROCESSOR_PATCH: '--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+x\n', GL_TEST_RUN: '1' };
    const result = await lint(project, {
      inputs: { checks: '{ tidy: off, verify: off, vet: off, fmt: off }' },
      env,
    });
    expect(result.outputs).toMatchObject({ 'exit-class': 'issues', 'new-issues': '2' });
  });

  it('what it leaves out is said', async () => {
    await using project = await repository({ 'app.go': CLEAN, ...yaml('run: { tests: false }') });
    const result = await lint(project, {
      inputs: { checks: '{ tidy: off, verify: off, vet: off, fmt: off }' },
    });
    expect(result.outputs.verdict).toBe('pass');
    expect(result.summary).toContain('leaves test files out');
  });

  it('a configuration of golangci-lint v1 is refused, with the way out', async () => {
    await using project = await repository({
      'app.go': CLEAN,
      '.golangci.yml': 'linters:\n  enable: [errcheck]\n',
    });
    const result = await lint(project, {
      inputs: { checks: '{ tidy: off, verify: off, vet: off, fmt: off }' },
    });
    expect(result.outputs).toMatchObject({ verdict: 'fail', 'exit-class': 'config' });
    expect(result.annotations[0]?.message).toContain('golangci-lint migrate');
  });
});

const EVERY_FORMAT = [
  'text',
  'json',
  'tab',
  'html',
  'checkstyle',
  'code-climate',
  'junit-xml',
  'teamcity',
  'sarif',
];
const yaml = (more: string): Files => ({ '.golangci.yml': `version: "2"\n${LINTERS}${more}\n` });
