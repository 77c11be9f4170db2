import { runChecked } from '@go-actions/action-kit';
import { createProject, moduleProxyFiles } from '@go-actions/test-kit';
import { expect, it } from 'vitest';
import { needGoTool, needToolchain } from '../../needs.ts';
import { CLEAN, lint, MISPRINT, repository } from './gate.ts';

const ONLY = (check: string) => ({
  preset: 'fast',
  checks: `{ fmt: off, vet: off, staticcheck: off, ${check}: error }`,
});

it('fix shows what go fix would write, at its line', async () => {
  const loop =
    'package app\n\n// Sum sums.\nfunc Sum() (n int) {\n\tfor i := 0; i < 10; i++ {\n\t\tn += i\n\t}\n\treturn n\n}\n';
  await using project = await repository({ 'app.go': loop });
  const result = await lint(project, { inputs: ONLY('fix') });
  expect(result.annotations[0]).toMatchObject({ file: 'app.go', line: 5, title: 'fix' });
  expect(result.annotations[0]?.message).toContain('for i := range 10 {');
  expect(await project.read('app.go')).toBe(loop);
});

it('generate runs in a scratch checkout, reports the diff and leaves the work tree alone', async () => {
  await using project = await repository({
    'app.go': `//go:generate sh -c "echo package app > made.go; echo package app > extra.go"\n${CLEAN}`,
    'made.go': 'package app\n\n// Old.\n',
  });
  const result = await lint(project, { inputs: ONLY('generate') });
  expect(result.outputs).toMatchObject({ 'exit-class': 'issues', issues: '2' });
  expect(result.annotations.map(({ message }) => message)).toMatchObject([
    expect.stringMatching(/^Generating adds extra\.go, which is not committed/),
    expect.stringMatching(/^made\.go is not what generating gives; run `go generate/),
    expect.anything(),
  ]);
  expect(await project.git('status', '--porcelain')).toBe('');
});

it('generate sees what is written through GITHUB_WORKSPACE, and what is written past it', async () => {
  const write = (folder: string) => `sh -c "echo package app > $${folder}/made.go"`;
  await using project = await repository({ 'app.go': CLEAN, 'made.go': 'package app\n\n// Old.\n' });
  const through = await lint(project, {
    inputs: { ...ONLY('generate'), 'generate-command': write('GITHUB_WORKSPACE') },
  });
  expect(through.outputs).toMatchObject({ 'exit-class': 'issues', issues: '1' });
  expect(await project.git('status', '--porcelain')).toBe('');
  const past = await lint(project, {
    inputs: { ...ONLY('generate'), 'generate-command': write('ELSEWHERE') },
    env: { ELSEWHERE: project.dir },
  });
  expect(past.outputs).toMatchObject({ verdict: 'fail', 'exit-class': 'crash' });
  expect(past.annotations[0]?.message).toContain('wrote made.go in the checkout itself');
});

it('generate that fails is a crash with its own words', async () => {
  await using project = await repository({ 'app.go': CLEAN });
  const inputs = { ...ONLY('generate'), 'generate-command': 'sh -c "echo no protoc here >&2; exit 3"' };
  const result = await lint(project, { inputs });
  expect(result.outputs).toMatchObject({ 'exit-class': 'crash', issues: '0' });
  expect(result.annotations[0]?.message).toMatch(
    /exited with code 3\. Install what it needs before this step.*:\nno protoc here/,
  );
});

it('verify names a module of the module cache that is not what go.sum says', async () => {
  await using tools = await createProject(
    Object.fromEntries(
      Object.entries(
        moduleProxyFiles('example.com/lib', 'v1.0.0', {
          'go.mod': 'module example.com/lib\n\ngo 1.24\n',
          'lib.go': 'package lib\n',
        }),
      ).map(([name, content]) => [`proxy/${name}`, content]),
    ),
  );
  await using project = await repository({
    'go.mod': 'module example.com/app\n\ngo 1.24\n\nrequire example.com/lib v1.0.0\n',
    'app.go': 'package app\n\nimport _ "example.com/lib"\n',
  });
  const env = {
    GOPROXY: `file://${tools.path('proxy')}`,
    GOSUMDB: 'off',
    GOMODCACHE: tools.path('modcache'),
    GOFLAGS: '-modcacherw',
  };
  await runChecked('go', ['mod', 'tidy'], { cwd: project.dir, env });
  const clean = await lint(project, { inputs: ONLY('verify'), env });
  expect(clean.outputs).toMatchObject({ verdict: 'pass', issues: '0' });
  await tools.write({
    'modcache/example.com/lib@v1.0.0/lib.go': 'package lib\n\nfunc init() { panic(1) }\n',
  });
  const result = await lint(project, { inputs: ONLY('verify'), env });
  expect(result.outputs).toMatchObject({ 'exit-class': 'issues', issues: '1' });
  expect(result.annotations[0]).toMatchObject({ file: 'go.mod', title: 'verify' });
  expect(result.annotations[0]?.message).toMatch(/^example\.com\/lib v1\.0\.0: dir has been modified\./);
});

/** A database of one vulnerability, in the layout that https://go.dev/security/vuln/database describes. */
const VULNERABILITY = {
  schema_version: '1.3.1',
  id: 'GO-2026-0001',
  modified: '2026-01-01T00:00:00Z',
  published: '2026-01-01T00:00:00Z',
  aliases: ['CVE-2026-1'],
  summary: 'Reading header fields can hang',
  details: 'It can.',
  affected: [
    {
      package: { name: 'stdlib', ecosystem: 'Go' },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.99.0' }] }],
      ecosystem_specific: { imports: [{ path: 'net/textproto', symbols: ['TrimString'] }] },
    },
  ],
};

const stamp = { id: VULNERABILITY.id, modified: VULNERABILITY.modified };

const DATABASE = {
  'index/db.json': JSON.stringify({ modified: VULNERABILITY.modified }),
  'index/modules.json': JSON.stringify([{ path: 'stdlib', vulns: [{ ...stamp, fixed: '1.99.0' }] }]),
  'index/vulns.json': JSON.stringify([{ ...stamp, aliases: VULNERABILITY.aliases }]),
  'ID/GO-2026-0001.json': JSON.stringify(VULNERABILITY),
};

it('vuln annotates the call, and an ignore entry holds until its day', async ({ skip }) => {
  await needGoTool(skip, 'govulncheck', 'lint');
  await using database = await createProject(DATABASE);
  const source =
    'package main\n\nimport "net/textproto"\n\nfunc main() { println(textproto.TrimString(" x ")) }\n';
  const entry = (expires: string) => `- id: CVE-2026-1\n  reason: no network here\n  expires: ${expires}\n`;
  await using project = await repository({
    'main.go': source,
    'soon.yml': entry('2001-01-01'),
    'later.yml': entry('2999-01-01'),
  });
  const vuln = { ...ONLY('vuln'), 'vuln-db': `file://${database.dir}` };
  const lapsed = await lint(project, { inputs: { ...vuln, 'vuln-ignore': 'soon.yml' } });
  expect(lapsed.annotations[0]).toMatchObject({ file: 'main.go', line: 5, title: 'vuln: GO-2026-0001' });
  expect(lapsed.annotations[0]?.message).toMatch(
    /calls net\/textproto\.TrimString.* Its ignore entry ended on 2001-01-01\./,
  );
  const ignored = await lint(project, { inputs: { ...vuln, 'vuln-ignore': 'later.yml' } });
  expect(ignored.outputs).toMatchObject({ verdict: 'pass', issues: '0' });
  expect(ignored.summary).toContain('is ignored until 2999-01-01 (no network here)');
});

it('knows what an older Go does differently: vet writes to stderr, fix has no diff', async ({ skip }) => {
  await needToolchain(skip, 'go1.24.4', 'lint');
  await using project = await repository({ 'app.go': MISPRINT });
  const inputs = { preset: 'fast', checks: '{ fmt: off, staticcheck: off, fix: error }' };
  const result = await lint(project, { inputs, env: { GOTOOLCHAIN: 'go1.24.4' } });
  expect(result.stdout).toContain('skipped: go1.24.4 has no `go fix -diff`');
  expect(result.annotations[0]).toMatchObject({ file: 'app.go', line: 5, title: 'vet: printf' });
});
