import { rm } from 'node:fs/promises';
import { runChecked } from '@go-actions/action-kit';
import { createProject, type Project } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { CLEAN, GO_MOD, lint, MISPRINT, repository, UNFORMATTED } from './gate.ts';

const FAST = { preset: 'fast', checks: 'staticcheck: off' };

/** The event of a pull request from the project's head to `base`. */
const pullRequest = (base: string) => ({
  pull_request: { base: { sha: base } },
  repository: { default_branch: 'main' },
});

it('lines: counts findings on changed lines only, and says how many it left alone', async () => {
  await using project = await repository({ 'app.go': `${MISPRINT}\nfunc  Old() {}\n` });
  const base = await project.git('rev-parse', 'HEAD');
  await project.commit('feat: one more', { 'app.go': `${MISPRINT}\nfunc  Old() {}\n\nfunc  New() {}\n` });
  const result = await lint(project, { inputs: { ...FAST, 'only-new': 'lines', base } });
  expect(result.outputs).toMatchObject({ verdict: 'fail', issues: '3', 'new-issues': '1' });
  expect(result.annotations).toMatchObject([
    { file: 'app.go', line: 9 },
    { message: '1 new finding in 1 file (2 known); 2 checks, 1 module.' },
  ]);
});

it('lines: a finding in a module below the root is not lost', async () => {
  await using project = await repository({
    'app.go': CLEAN,
    'tools/go.mod': 'module example.com/tools\n\ngo 1.24\n',
    'tools/tools.go': CLEAN,
  });
  const base = await project.git('rev-parse', 'HEAD');
  await project.commit('feat: a mistake', { 'tools/tools.go': MISPRINT });
  const inputs = { preset: 'fast', 'only-new': 'lines', checks: 'vet: off' };
  const result = await lint(project, {
    inputs,
    event: pullRequest(base),
    env: { GITHUB_EVENT_NAME: 'pull_request' },
  });
  expect(result.outputs).toMatchObject({ verdict: 'fail', 'new-issues': '1' });
  expect(result.annotations[0]).toMatchObject({ file: 'tools/tools.go', line: 5 });
});

it('lines: a line that leaves its neighbours unformatted answers for them', async () => {
  const struct = (fields: string) => `package app\n\ntype T struct {\n\tA int\n\tB int\n${fields}}\n`;
  await using project = await repository({ 'a.go': struct(''), 'old.go': struct('\tC  int\n') });
  const base = await project.git('rev-parse', 'HEAD');
  await project.git('mv', 'a.go', 'b.go');
  await project.commit('feat: more', {
    'b.go': struct('\tLong int\n'),
    'old.go': struct('\tC  int\n\tD int\n'),
  });
  const inputs = { preset: 'fast', checks: '{ staticcheck: off, vet: off }', 'only-new': 'lines', base };
  const result = await lint(project, { inputs });
  expect(result.outputs).toMatchObject({ verdict: 'fail', issues: '2', 'new-issues': '1' });
  expect(result.annotations[0]).toMatchObject({ file: 'b.go', line: 4 });
});

it('files: counts every finding of a changed file, and none of another', async () => {
  await using project = await repository({
    'a.go': UNFORMATTED,
    'b.go': UNFORMATTED.replace('Spaced', 'Other'),
  });
  const base = await project.git('rev-parse', 'HEAD');
  await project.commit('feat: more', { 'a.go': `${UNFORMATTED}\n// More.\n` });
  const result = await lint(project, { inputs: { ...FAST, 'only-new': 'files', base } });
  expect(result.outputs).toMatchObject({ issues: '2', 'new-issues': '1' });
});

const CALLER = 'package app\n\n// Run runs.\nfunc Run() int { return helper() }\n';
const HELPER = 'package app\n\nfunc helper() int { return 1 }\n';

it('net: sees the function that a change elsewhere left unused, where lines does not', async () => {
  await using project = await repository({
    'run.go': CALLER,
    'helper.go': HELPER,
    'old.go': 'package app\n\nfunc forgotten() {}\n',
  });
  const base = await project.git('rev-parse', 'HEAD');
  await project.commit('refactor: no helper', { 'run.go': CALLER.replace('helper()', '1') });
  const inputs = { preset: 'fast', base };
  const net = await lint(project, { inputs: { ...inputs, 'only-new': 'net' } });
  expect(net.outputs).toMatchObject({ verdict: 'fail', issues: '2', 'new-issues': '1' });
  expect(net.annotations[0]).toMatchObject({ file: 'helper.go', line: 3, title: 'staticcheck: U1000' });
  const lines = await lint(project, { inputs: { ...inputs, 'only-new': 'lines' } });
  expect(lines.outputs).toMatchObject({ verdict: 'pass', issues: '2', 'new-issues': '0' });
  expect(await project.git('worktree', 'list')).not.toContain('tree');
});

it('deepens a clone of depth 1 until the base of a pull request is in it', async () => {
  await using origin = await repository({ 'app.go': UNFORMATTED });
  for (let i = 0; i < 50; i++)
    await origin.git('commit', '--allow-empty', '--quiet', '--message', `chore: ${i}`);
  const base = await origin.git('rev-parse', 'HEAD');
  await origin.git('switch', '--quiet', '--create', 'feature');
  await origin.commit('feat: more', { 'more.go': UNFORMATTED.replace('Spaced', 'More') });
  await using clone = await createProject({});
  await runChecked('git', [
    'clone',
    '--quiet',
    '--depth=1',
    '--branch=feature',
    `file://${origin.dir}`,
    clone.path('app'),
  ]);
  const result = await lint({ dir: clone.path('app') } as Project, {
    inputs: { ...FAST, 'only-new': 'lines' },
    event: pullRequest(base),
    env: { GITHUB_EVENT_NAME: 'pull_request' },
  });
  expect(result.outputs).toMatchObject({ verdict: 'fail', issues: '2', 'new-issues': '1' });
  expect(result.annotations[0]).toMatchObject({ file: 'more.go' });
});

it.each([
  { choice: 'fail', verdict: 'fail', news: undefined },
  { choice: 'all', verdict: 'fail', news: '1' },
  { choice: 'pass', verdict: 'pass', news: '0' },
])('on-missing-base $choice does that, and says so in one sentence', async ({ choice, verdict, news }) => {
  await using project = await repository({ 'app.go': UNFORMATTED });
  const result = await lint(project, {
    inputs: { ...FAST, 'only-new': 'lines', base: 'no-such-branch', 'on-missing-base': choice },
  });
  expect(result.outputs.verdict).toBe(verdict);
  expect(result.outputs['new-issues']).toBe(news);
  expect(result.summary).toMatch(
    /no base was found: no-such-branch is not in this clone and could not be fetched/,
  );
});

it('counts everything when another commit is checked out than the event is about', async () => {
  await using project = await repository({ 'app.go': UNFORMATTED });
  const base = await project.git('rev-parse', 'HEAD');
  await project.commit('feat: more', { 'more.go': CLEAN.replace('Name', 'More') });
  const result = await lint(project, {
    inputs: { ...FAST, 'only-new': 'lines', 'on-missing-base': 'pass' },
    event: pullRequest(base),
    env: { GITHUB_EVENT_NAME: 'pull_request', GITHUB_SHA: 'f'.repeat(40) },
  });
  expect(result.outputs).toMatchObject({ verdict: 'fail', 'new-issues': '1' });
  expect(result.summary).toMatch(
    /is checked out, and the pull\\_request event is about ffffffffffff; every finding/,
  );
});

it.each(['lines', 'files', 'net'])(
  '%s: counts everything when git cannot tell the difference',
  async (kind) => {
    await using project = await repository({ 'app.go': UNFORMATTED, 'other.go': CLEAN });
    const base = await project.git('rev-parse', 'HEAD');
    const lost = await project.git('rev-parse', 'HEAD:other.go');
    await project.commit('feat: another name', { 'other.go': CLEAN.replace('Name', 'Other') });
    await rm(project.path(`.git/objects/${lost.slice(0, 2)}/${lost.slice(2)}`));
    const inputs = { ...FAST, 'only-new': kind, base, 'on-missing-base': 'pass' };
    const result = await lint(project, { inputs });
    expect(result.outputs).toMatchObject({ verdict: 'fail', 'new-issues': '1' });
    expect(result.summary).toMatch(/what changed cannot be told: .*every finding counts/);
  },
);

it('compares a push to another branch with the default branch, whatever was in front of it', async () => {
  await using project = await repository({ 'app.go': CLEAN });
  await project.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  const before = await project.commit('feat: a mistake', { 'more.go': UNFORMATTED });
  await project.commit('feat: more', { 'other.go': CLEAN.replaceAll('Name', 'Other') });
  const result = await lint(project, {
    inputs: { ...FAST, 'only-new': 'lines' },
    event: { before, repository: { default_branch: 'main' } },
    env: { GITHUB_EVENT_NAME: 'push', GITHUB_REF_TYPE: 'branch', GITHUB_REF_NAME: 'feature' },
  });
  expect(result.outputs).toMatchObject({ verdict: 'fail', 'new-issues': '1' });
});

it('works without git until a base is needed', async () => {
  await using project = await createProject({ 'go.mod': GO_MOD, 'app.go': UNFORMATTED });
  expect((await lint(project, { inputs: FAST })).outputs).toMatchObject({ 'new-issues': '1' });
  const result = await lint(project, { inputs: { ...FAST, 'only-new': 'lines' } });
  expect(result.annotations[0]?.message).toMatch(/no base was found: there is no git checkout/);
});

const MISTAKE = 'func P() { fmt.Printf("%d\\n", "x") }\n';
const IMPORTS = 'package app\n\nimport "fmt"\n\n';

const VET = { preset: 'fast', checks: '{ staticcheck: off, fmt: off }' };

describe('case lint-coverage/08: //line directives name no file', () => {
  const rows = [
    { name: 'goyacc’s parser', directive: '//line yaccpar:1\n' },
    { name: 'a template elsewhere', directive: '//line /home/dev/app/p.qtpl:7\n' },
    { name: 'an old file of the repository', directive: '//line old.go:3\n' },
    { name: 'an old file, within a line', directive: '/*line old.go:3:1*/' },
    { name: 'a grammar that did not change', directive: '//line p.y:1\n' },
    { name: 'a folder', directive: '//line sub:1\n' },
  ];
  it.each(['lines', 'files'])('the finding counts for the Go file that holds it: %s', async (onlyNew) => {
    const before = rows.map((_, i) => ({
      [`d${i}/old.go`]: CLEAN,
      [`d${i}/p.y`]: 'one\ntwo\nthree\n',
      [`d${i}/sub/sub.go`]: 'package sub\n',
    }));
    await using project = await repository(Object.assign({}, ...before));
    const base = await project.git('rev-parse', 'HEAD');
    const after = rows.map(({ directive }, i) => [`d${i}/p.go`, `${IMPORTS}${directive}${MISTAKE}`]);
    await project.commit('feat: parsers', Object.fromEntries(after));
    const json = project.path('lint.json');
    const result = await lint(project, { inputs: { ...VET, 'only-new': onlyNew, base, json } });
    expect(result.outputs.verdict).toBe('fail');
    const report = JSON.parse(await project.read('lint.json')) as {
      findings: { file: string; standing: string }[];
    };
    for (const [i, { name }] of rows.entries()) {
      const own = report.findings.filter(({ file }) => file.startsWith(`d${i}/`));
      expect(
        own.map(({ standing }) => standing),
        name,
      ).toEqual(['new']);
    }
  });

  it('and is known when that file did not change', async () => {
    await using project = await repository({
      'p.go': `${IMPORTS}//line yaccpar:1\n${MISTAKE}`,
      'app.go': CLEAN,
    });
    const base = await project.git('rev-parse', 'HEAD');
    await project.commit('feat: else', { 'app.go': `${CLEAN}\n// More.\n` });
    const result = await lint(project, { inputs: { ...FAST, 'only-new': 'lines', base } });
    expect(result.outputs).toMatchObject({ verdict: 'pass', issues: '1', 'new-issues': '0' });
  });

  it('is annotated where it stands', async () => {
    await using project = await repository({ 'p.go': `${IMPORTS}//line yaccpar:1\n${MISTAKE}` });
    const result = await lint(project, { inputs: FAST });
    expect(result.annotations[0]).toMatchObject({ file: 'p.go', line: 6 });
  });
});

describe('case lint-coverage/06: attributes say how a diff is shown, not what changed', () => {
  const attributes = ['-diff', 'binary', 'diff=none', '-text -diff', 'filter=lfs diff=lfs merge=lfs -text'];
  it.each(['lines', 'files'])('%s (case security/01)', async (onlyNew) => {
    const files = (text: string) => Object.fromEntries(attributes.map((_, i) => [`d${i}/old.go`, text]));
    await using project = await repository(files(CLEAN));
    const base = await project.git('rev-parse', 'HEAD');
    await project.commit('feat: mistakes', {
      '.gitattributes': attributes.map((attribute, i) => `d${i}/*.go ${attribute}\n`).join(''),
      ...Object.fromEntries(attributes.map((_, i) => [`d${i}/p.go`, `${IMPORTS}${MISTAKE}`])),
    });
    await project.commit('feat: more', files(MISPRINT));
    const result = await lint(project, { inputs: { ...VET, 'only-new': onlyNew, base } });
    expect(result.outputs).toMatchObject({ verdict: 'fail', issues: '10', 'new-issues': '10' });
  });
});

it('case lint-coverage/08: a Go file that git ignores is not known, as no base has it', async () => {
  await using project = await repository({ 'app.go': CLEAN, '.gitignore': 'gen.go\n' });
  await project.write({ 'gen.go': MISPRINT });
  const inputs = { ...FAST, checks: '{ staticcheck: off, fmt: off }', 'only-new': 'lines', base: 'HEAD' };
  const result = await lint(project, { inputs });
  expect(result.outputs).toMatchObject({ verdict: 'fail', issues: '1', 'new-issues': '1' });
});
