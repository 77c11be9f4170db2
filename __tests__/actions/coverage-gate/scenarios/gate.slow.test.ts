import { readFile } from 'node:fs/promises';
import { createProject, type Project, runAction } from '@go-actions/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MODULE = { 'go.mod': 'module example.com/m\n\ngo 1.24\n' };
/** Three statements; the test reaches two of them. */
const SIGN = 'package sign\n\nfunc Of(a int) int {\n\tif a < 0 {\n\t\treturn -1\n\t}\n\treturn 1\n}\n';
const SIGN_TEST =
  'package sign\n\nimport "testing"\n\nfunc TestOf(t *testing.T) {\n\tif Of(2) != 1 {\n\t\tt.Fatal("sign of 2")\n\t}\n}\n';
const SIGNED = { ...MODULE, 'sign/sign.go': SIGN, 'sign/sign_test.go': SIGN_TEST };
/** Without the race detector a scenario takes half a second, and its tests are cached. */
const QUICK = { race: 'false' };

describe('coverage-gate', () => {
  let cache: Project;
  const gate = (
    workspace: string,
    inputs: Record<string, string> = {},
    more: Partial<Parameters<typeof runAction>[1]> = {},
  ) => runAction('coverage-gate', { workspace, inputs: { ...QUICK, ...inputs }, ...more });

  beforeAll(async () => {
    cache = await createProject({});
  });
  afterAll(() => cache[Symbol.asyncDispose]());

  it('says what go test says, and is red below the minimum', async () => {
    await using project = await createProject(SIGNED);
    const { code, outputs, summary, stdout } = await gate(project.dir);
    expect(code).toBe(1);
    expect(outputs).toMatchObject({
      verdict: 'fail',
      total: '66.66',
      covered: '2',
      statements: '3',
      tests: '1',
      failed: '0',
      patch: '',
    });
    expect(summary).toMatch(
      /^### ❌ Tests: The total is 66\.66 % covered, below 80 % \(1 more statement needed\)/,
    );
    expect(stdout).toContain('✓ example.com/m/sign');
    expect(stdout).toContain('[1/1]');
    expect(await project.exec('go', ['test', '-cover', './...'])).toContain('66.7% of statements');
  });

  it('compiles quickly without a trace: tests see their own environment, results stay good for a plain go test', async () => {
    const collector =
      'package own\n\nimport (\n\t"os"\n\t"testing"\n)\n\nfunc TestOwn(t *testing.T) {\n\tif os.Getenv("GOGC")+os.Getenv("GOMEMLIMIT") != "" {\n\t\tt.Fatal("not my own")\n\t}\n}\n';
    await using project = await createProject({ ...SIGNED, 'own/own_test.go': collector });
    const inputs = { 'min-total': '50', packages: './...' };
    const quick = await gate(project.dir, inputs, { env: { GOGC: '', GOMEMLIMIT: '' } });
    expect(quick.outputs).toMatchObject({ verdict: 'pass', tests: '2' });
    const plain = await gate(project.dir, { ...inputs, packages: './sign' }, { env: { GOGC: '100' } });
    expect(plain.stdout).toContain('✓ example.com/m/sign  cached');
  });

  it('is green at the exact minimum, with a merged profile that go reads', async () => {
    await using project = await createProject({
      ...SIGNED,
      'keep/k.go': 'package keep\n\nfunc K() int { return 1 }\n',
    });
    const temp = cache.path('exact');
    await cache.write({ 'exact/.keep': '' });
    const { code, outputs } = await gate(project.dir, { 'min-total': '50.0' }, { temp });
    expect([code, outputs.verdict, outputs.total]).toEqual([0, 'pass', '50.00']);
    const func = await project.exec('go', ['tool', 'cover', `-func=${outputs.profile}`]);
    expect(func).toMatch(/total:\s+\(statements\)\s+50\.0%/);
  });

  it('annotates the uncovered changed lines of a pull request and nothing else', async () => {
    await using project = await createProject(SIGNED, { git: true });
    const base = await project.git('rev-parse', 'HEAD');
    const more = '\nfunc Zero(a int) bool {\n\tif a == 0 {\n\t\treturn true\n\t}\n\treturn false\n}\n';
    await project.commit('feat: zero', {
      'sign/sign.go': SIGN + more,
      'sign/zero_test.go': 'package sign\n\nimport "testing"\n\nfunc TestZero(t *testing.T) { Zero(0) }\n',
    });
    const event = { pull_request: { base: { sha: base } } };
    const run = (minPatch: string) =>
      gate(
        project.dir,
        { 'min-total': '0', 'min-patch': minPatch },
        { event, env: { GITHUB_EVENT_NAME: 'pull_request' } },
      );
    const { code, outputs, annotations, summary } = await run('90');
    expect(code).toBe(1);
    expect(outputs).toMatchObject({
      verdict: 'fail',
      patch: '66.66',
      'patch-covered': '2',
      'patch-statements': '3',
    });
    expect(annotations.filter((annotation) => annotation.level === 'warning')).toMatchObject([
      { file: 'sign/sign.go', line: 14, endLine: 14, title: 'Not covered' },
    ]);
    expect(summary).toContain('#### Changed lines without coverage');
    expect(summary).toContain('sign/sign.go#L14)');
    const unasked = await run('0');
    expect(unasked).toMatchObject({ code: 0, annotations: [], outputs: { patch: '66.66' } });
    expect(unasked.summary).toContain('sign/sign.go#L14)');
  });

  it('passes min-patch when the change has no Go statements', async () => {
    await using project = await createProject(SIGNED, { git: true });
    await project.commit('docs: words', {
      'README.md': 'words\n',
      'sign/sign.go': SIGN.replace('func Of', '// Of signs.\nfunc Of'),
    });
    const { code, outputs, summary } = await gate(project.dir, { 'min-total': '0', base: 'HEAD~1' });
    expect([code, outputs.verdict, outputs['patch-statements']]).toEqual([0, 'pass', '0']);
    expect(summary).toContain('no changed statements');
    await project.commit('feat: elsewhere', {
      'sign/sign_plan9.go': 'package sign\n\nfunc Plan() int { return 9 }\n',
      'apart/apart.go': 'package apart\n\nfunc Far() int { return 1 }\n',
      'apart/types.go': 'package apart\n\ntype T int\n',
    });
    const part = await gate(project.dir, { 'min-total': '0', base: 'HEAD~1', packages: './sign' });
    expect(part.outputs).toMatchObject({ verdict: 'pass', 'patch-statements': '0' });
    expect(part.annotations[0]).toMatchObject({ level: 'notice' });
    expect(part.annotations[0]?.message).toContain('not measured: apart/apart.go, sign/sign_plan9.go;');
  });

  it('puts a failing test first, at its line', async () => {
    await using project = await createProject({
      ...SIGNED,
      'sign/bad_test.go':
        'package sign\n\nimport "testing"\n\nfunc TestBad(t *testing.T) {\n\tt.Log("a log")\n\tt.Run("one two", func(t *testing.T) {\n\t\tt.Errorf("got %d", Of(1))\n\t})\n}\n',
    });
    const { code, outputs, annotations, summary } = await gate(project.dir);
    expect([code, outputs.verdict, outputs.tests, outputs.failed]).toEqual([1, 'fail', '3', '2']);
    expect(annotations[0]).toMatchObject({
      level: 'error',
      file: 'sign/bad_test.go',
      line: 8,
      title: 'TestBad/one_two failed',
      message: 'got 1',
    });
    expect(annotations.filter((annotation) => annotation.file)).toHaveLength(1);
    expect(summary).toMatch(/^### ❌ Tests: 1 test failed/);
  });

  it('calls the result incomplete when packages panic, exit or do not build', async () => {
    await using project = await createProject({
      ...SIGNED,
      'panics/p.go': 'package panics\n\nfunc F(m map[string]int) { m["a"] = 1 }\n',
      'panics/p_test.go': 'package panics\n\nimport "testing"\n\nfunc TestF(t *testing.T) { F(nil) }\n',
      'exits/e.go': 'package exits\n\nfunc F() int { return 1 }\n',
      'exits/e_test.go':
        'package exits\n\nimport (\n\t"os"\n\t"testing"\n)\n\nfunc TestMain(m *testing.M) { os.Exit(0) }\n\nfunc TestF(t *testing.T) { F() }\n',
      'broken/b.go': 'package broken\n\nfunc F() int { return "x" }\n',
      'broken/b_test.go': 'package broken\n\nimport "testing"\n\nfunc TestF(t *testing.T) { F() }\n',
    });
    const { code, outputs, annotations, summary, stdout } = await gate(project.dir, { 'min-total': '1' });
    expect([code, outputs.verdict]).toEqual([1, 'incomplete']);
    expect(summary).toMatch(/^### ⚠️ Tests: The coverage is incomplete/);
    for (const name of ['broken', 'exits', 'panics'])
      expect(summary).toContain(`- \`example.com/m/${name}\` `);
    expect(annotations).toContainEqual(
      expect.objectContaining({ level: 'error', file: 'broken/b.go', line: 3 }),
    );
    expect(annotations).toContainEqual(
      expect.objectContaining({ level: 'error', file: 'panics/p.go', line: 3, title: 'TestF panicked' }),
    );
    expect(stdout).toContain('cannot use "x"');
  });

  it('finds data races, and goes on without the detector where it cannot work', async () => {
    const racy =
      'package sign\n\nimport "testing"\n\nfunc TestRace(t *testing.T) {\n\tx, done := 0, make(chan bool)\n\tgo func() { x++; done <- true }()\n\tx++\n\t<-done\n}\n';
    await using project = await createProject({ ...SIGNED, 'sign/race_test.go': racy });
    const raced = await gate(project.dir, { race: 'true' });
    expect(raced.annotations).toContainEqual(
      expect.objectContaining({
        level: 'error',
        file: 'sign/race_test.go',
        title: 'TestRace has a data race',
      }),
    );
    const without = await gate(
      project.dir,
      { race: 'true', 'min-total': '0' },
      { env: { CGO_ENABLED: '0' } },
    );
    expect(without.code).toBe(0);
    expect(without.annotations[0]).toMatchObject({
      level: 'notice',
      message: expect.stringContaining('-race requires cgo'),
    });
  });

  it('judges every module of a workspace, by patterns from anywhere', async () => {
    await using project = await createProject({
      'go.work': 'go 1.24\n\nuse (\n\t./a\n\t./b\n)\n',
      'a/go.mod': 'module example.com/a\n\ngo 1.24\n',
      'a/sign/sign.go': SIGN,
      'a/sign/sign_test.go': SIGN_TEST,
      'b/go.mod': 'module example.com/b\n\ngo 1.24\n',
      'b/sign.go': SIGN,
    });
    const all = await gate(project.dir, { 'min-total': '0' });
    expect(all.outputs).toMatchObject({ verdict: 'pass', covered: '2', statements: '6' });
    const some = await gate(project.dir, { 'min-total': '0', packages: 'example.com/a/... ' });
    expect(some.outputs).toMatchObject({ verdict: 'pass', covered: '2', statements: '3' });
    const none = await gate(project.dir, { packages: 'example.com/c/...' });
    expect(none.annotations[0]?.message).toContain('lies in no module of the project');
  });

  it('credits other packages with coverpkg, also in modules without a workspace', async () => {
    await using project = await createProject({
      'one/go.mod': 'module example.com/one\n\ngo 1.24\n',
      'one/lib/lib.go': 'package lib\n\nfunc L() int { return 1 }\n',
      'one/use/use_test.go':
        'package use\n\nimport (\n\t"testing"\n\n\t"example.com/one/lib"\n)\n\nfunc TestUse(t *testing.T) { lib.L() }\n',
      'two/go.mod': 'module example.com/two\n\ngo 1.24\n',
      'two/two.go': 'package two\n\nfunc T() int { return 2 }\n',
    });
    const plain = await gate(project.dir, { 'min-total': '0' });
    expect(plain.outputs).toMatchObject({ covered: '0', statements: '2' });
    const all = await gate(project.dir, { 'min-total': '0', coverpkg: 'all' });
    expect(all.outputs).toMatchObject({ verdict: 'pass', covered: '1', statements: '2' });
  });

  it('leaves out generated, excluded and ignored code, and says how much', async () => {
    await using project = await createProject({
      ...SIGNED,
      'sign/gen.go':
        '// Code generated by hand. DO NOT EDIT.\n\npackage sign\n\nfunc Gen() int { return 1 }\n',
      'sign/mock.go': 'package sign\n\nfunc Mock() int { return 1 }\n',
      'sign/odd.go': 'package sign\n\n//coverage:ignore needs a broken disk\nfunc Odd() int { return 1 }\n',
    });
    const { outputs, summary } = await gate(project.dir, { exclude: '**/mock.go', 'min-total': '0' });
    expect(outputs).toMatchObject({ statements: '3', verdict: 'pass' });
    expect(summary).toContain('2 files left out');
    expect(summary).toContain('1 statement left out by');
    const strict = await gate(project.dir, {
      exclude: '**/mock.go',
      'min-total': '0',
      'require-ignore-reason': 'true',
    });
    expect(strict.outputs.verdict).toBe('pass');
    const nothing = await gate(project.dir, { exclude: '**' });
    expect(nothing.outputs.verdict).toBe('incomplete');
    expect(nothing.summary).toContain('has nothing left to judge');
  });

  it('holds packages, files and overrides to their own minimums', async () => {
    await using project = await createProject({
      ...SIGNED,
      'easy/easy.go': 'package easy\n\nfunc E() int { return 1 }\n',
    });
    const { outputs, summary } = await gate(project.dir, {
      'min-total': '0',
      'min-package': '60',
      'min-file': '70',
      overrides: 'easy: 0\n"easy/**": 0\n',
    });
    expect(outputs.verdict).toBe('fail');
    expect(summary).toContain('#### Below their minimum');
    expect(summary).toContain('`sign/sign.go`');
    expect(summary).not.toContain('`easy/easy.go` |');
  });

  it('merges the profiles of other jobs without running anything', async () => {
    await using project = await createProject(SIGNED);
    const profile = (counts: string) =>
      `mode: set\nexample.com/m/sign/sign.go:3.20,4.11 1 1\nexample.com/m/sign/sign.go:4.11,6.3 1 ${counts[0]}\nexample.com/m/sign/sign.go:7.2,7.10 1 ${counts[1]}\n`;
    await project.write({ 'shards/one.out': profile('10'), 'shards/two.out': profile('01') });
    const { code, outputs, stdout } = await gate(project.dir, { run: 'false', profiles: 'shards/*.out' });
    expect([code, outputs.verdict, outputs.total]).toEqual([0, 'pass', '100.00']);
    expect(stdout).not.toContain('$ go test');
  });

  it('calls profiles incomplete that are foreign, partial or of two Go versions', async () => {
    await using project = await createProject({
      ...SIGNED,
      'other/o.go': 'package other\n\nfunc O() int { return 1 }\n',
    });
    const line = 'example.com/m/sign/sign.go';
    const whole = `mode: set\n${line}:3.20,4.11 1 1\n${line}:4.11,6.3 1 1\n${line}:7.2,7.10 1 1\nexample.com/m/other/o.go:3.16,3.27 1 1\n`;
    await project.write({
      'foreign.out': `${whole}example.com/elsewhere/x.go:1.1,2.2 1 1\n`,
      'partial.out': `mode: set\n${line}:3.20,4.11 1 1\n`,
      'old.out': whole,
      'stale.out': whole.replace('7.2,7.10', '12.2,14.10'),
      'new.out': `mode: set\n${line}:4.2,4.11 1 1\n${line}:5.3,6.1 1 1\n${line}:7.2,8.1 1 1\nexample.com/m/other/o.go:3.18,3.27 1 1\n`,
    });
    const of = async (profiles: string) =>
      (await gate(project.dir, { run: 'false', profiles })).summary.split('\n')[0];
    expect(await of('foreign.out')).toContain('is not a file of a module here');
    expect(await of('partial.out')).toContain('example.com/m/other is missing from the profile');
    expect(await of('{old,new}.out')).toContain('overlapping blocks');
    expect(await of('stale.out')).toContain('sign/sign.go:14 is in the profile, and not in the file');
    expect(await of('old.out')).toContain('100.00 % of statements');
  });

  it('writes one HTML file that loads nothing', async () => {
    await using project = await createProject({
      ...SIGNED,
      'sign/evil.go': 'package sign\n\nfunc Evil() string { return "</pre><script>alert(1)</script>" }\n',
    });
    await gate(project.dir, { 'report-dir': 'out', 'min-total': '0' });
    const html = await readFile(project.path('out/coverage.html'), 'utf8');
    expect(html).toContain('50.00');
    expect(html).toContain('<b class=u>\t\treturn -1');
    const links = /<a href="https:\/\/github\.com\/octo\/app\/blob\/[0-9a-f]{40}\/sign\/\w+\.go">/g;
    expect(html.match(links)).toHaveLength(2);
    expect(html.replaceAll(links, '')).not.toMatch(/<script>alert|https?:\/\/(?!www\.w3\.org)|src=|<link/);
  });

  it('says everything that is wrong with the inputs at once', async () => {
    await using project = await createProject(SIGNED);
    const { code, annotations } = await gate(project.dir, {
      'min-total': '101',
      'min-patch': 'much',
      reports: 'pdf',
      overrides: 'a: b',
      timeout: '10',
      shuffle: 'yes',
      packages: '-exec=rm',
      'test-args': '"',
    });
    expect(code).toBe(1);
    for (const name of [
      'min-total',
      'min-patch',
      'reports',
      'overrides',
      'timeout',
      'shuffle',
      'packages',
      'test-args',
    ]) {
      expect(annotations[0]?.message).toMatch(new RegExp(`^\`${name}\` is .+; expected `, 'm'));
    }
  });

  const wrong = [
    {
      name: 'a profile that is not there',
      inputs: { profiles: 'none/*.out' },
      says: 'matches "none/*.out"',
    },
    {
      name: 'a profile that is none',
      inputs: { run: 'false', profiles: 'go.mod' },
      says: 'go.mod:1: expected "mode: set"',
    },
    { name: 'nothing to judge', inputs: { run: 'false' }, says: 'there is nothing to judge' },
    {
      name: 'a folder that is not there',
      inputs: { 'working-directory': 'nowhere' },
      says: '`working-directory` is "nowhere"',
    },
    {
      name: 'a missing base that must be there',
      inputs: { 'on-missing-base': 'fail' },
      says: 'no base to compare with',
    },
  ];
  it.each(wrong)('answers $name with one sentence', async ({ inputs, says }) => {
    await using project = await createProject(SIGNED);
    const { code, annotations } = await gate(project.dir, inputs as Record<string, string>);
    expect(code).toBe(1);
    expect(annotations).toHaveLength(1);
    expect(annotations[0]?.message).toContain(says);
  });

  it('keeps hostile names and output out of the workflow commands', async () => {
    await using project = await createProject({
      ...SIGNED,
      'sign/evil_test.go':
        'package sign\n\nimport (\n\t"fmt"\n\t"testing"\n)\n\nfunc TestEvil(t *testing.T) {\n\tfmt.Println("::error file=x.go::gotcha")\n\tt.Error("::warning::me too\\n::notice::and me")\n}\n',
    });
    const { annotations } = await gate(project.dir);
    expect(
      annotations
        .map((annotation) => annotation.message)
        .filter((message) => /^gotcha|^me too|^and me/.test(message)),
    ).toEqual([]);
    expect(annotations[0]).toMatchObject({ file: 'sign/evil_test.go', line: 10 });
  });
});
