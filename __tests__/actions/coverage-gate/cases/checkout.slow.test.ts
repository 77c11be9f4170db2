import { mkdirSync, symlinkSync } from 'node:fs';
import { createProject } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { gate, goFile, moduleWith } from './modules.ts';

const passing = goFile('p', ['testing'], 'func TestP(t *testing.T) { P() }');

describe('the checkout of a stranger', () => {
  it.each(['*.go -diff', '*.go binary', '*.go -text diff=none'])(
    'case security/01: .gitattributes (%s) hide no changed line',
    async (attributes) => {
      await using project = await createProject(moduleWith({ 'p/p_test.go': passing }), { git: true });
      const base = await project.git('rev-parse', 'HEAD');
      await project.commit('feat: more', {
        '.gitattributes': `${attributes}\n`,
        'p/more.go': 'package p\n\nfunc More() int { return 2 }\n',
      });
      const { outputs } = await gate(project.dir, { base, 'min-patch': '90' });
      expect(outputs).toMatchObject({ verdict: 'fail', 'patch-covered': '0', 'patch-statements': '1' });
    },
  );

  it('case security/04: a test’s own environment has no token of the step, and no command file', async () => {
    const code = [
      'func TestP(t *testing.T) {',
      '\tfor _, entry := range os.Environ() {',
      '\t\tif strings.Contains(entry, "secret-") || strings.HasPrefix(entry, "INPUT_") || strings.HasPrefix(entry, "GITHUB_OUTPUT=") {',
      '\t\t\tt.Error(entry)',
      '\t\t}',
      '\t}',
      '}',
    ];
    await using project = await createProject(
      moduleWith({ 'p/p_test.go': goFile('p', ['os', 'strings', 'testing'], ...code) }),
    );
    const env = {
      ACTIONS_RUNTIME_TOKEN: 'secret-runtime',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'secret-oidc',
      ACTIONS_RESULTS_URL: 'http://127.0.0.1:9/secret-results/',
    };
    const { outputs } = await gate(project.dir, { token: 'secret-token' }, { env });
    expect(outputs).toMatchObject({ verdict: 'pass', tests: '1', failed: '0' });
  });

  it('case security/11: what changes behind a link changes at the link', async () => {
    await using project = await createProject(
      moduleWith({ 'p/p_test.go': passing, 'code.txt': 'package p\n' }),
      { git: true },
    );
    symlinkSync('../code.txt', project.path('p/linked.go'));
    const base = await project.commit('chore: link');
    await project.commit('feat: more', { 'code.txt': 'package p\n\nfunc More() int { return 2 }\n' });
    const { outputs, annotations } = await gate(project.dir, { base, 'min-patch': '90' });
    expect(outputs).toMatchObject({ verdict: 'fail', 'patch-covered': '0', 'patch-statements': '1' });
    expect(annotations.filter(({ level }) => level === 'warning')).toMatchObject([
      { file: 'p/linked.go', line: 3 },
    ]);
  });

  it.each(['/proc/self/environ', '/dev/zero', '/etc/passwd', '../.git/config'])(
    'case security/09: a source that leads to %s is not read',
    async (target) => {
      const block = (name: string) => `example.com/m/p/${name}:3.14,3.26 1 1\n`;
      await using project = await createProject(
        moduleWith({ 'c.out': `mode: set\n${block('p.go')}${block('b.go')}` }),
        { git: true },
      );
      symlinkSync(target, project.path('p/b.go'));
      const { outputs, summary } = await gate(project.dir, {
        run: 'false',
        profiles: 'c.out',
        'report-dir': 'out',
        reports: 'html json',
      });
      expect(outputs.verdict).toBe('incomplete');
      expect(summary).toContain('b.go` is in the profile, but is not a file of a module here');
      expect(await project.read('out/coverage.html')).not.toMatch(/INPUT_|root:|repositoryformatversion/);
    },
  );

  it('case security/09: reports are written through no link, and not outside', async () => {
    await using elsewhere = await createProject({ 'target.txt': 'mine\n' });
    const profile = 'mode: set\nexample.com/m/p/p.go:3.14,3.26 1 1\n';
    await using project = await createProject(moduleWith({ 'c.out': profile }));
    mkdirSync(project.path('out'));
    symlinkSync(elsewhere.path('target.txt'), project.path('out/coverage.html'));
    symlinkSync(elsewhere.dir, project.path('linked'));
    const run = (dir: string) => gate(project.dir, { run: 'false', profiles: 'c.out', 'report-dir': dir });
    for (const dir of ['out', 'linked', 'linked/deeper', elsewhere.dir, '../elsewhere', '.git/hooks']) {
      const { code, annotations } = await run(dir);
      expect([dir, code]).toEqual([dir, 1]);
      expect(annotations.at(-1)?.message).toMatch(/Nothing is written to|outside of the workspace/);
    }
    expect(await elsewhere.read('target.txt')).toBe('mine\n');
  });

  it('profiles and streams through links, devices or pipes end in one error, or are bounded', async () => {
    await using project = await createProject(moduleWith({}));
    symlinkSync('/dev/zero', project.path('zero.out'));
    const { code, annotations } = await gate(project.dir, { run: 'false', profiles: 'zero.out' });
    expect(code).toBe(1);
    expect(annotations[0]?.message).toMatch(/zero\.out/);
  });
});

describe('modules', () => {
  const TIDY = {
    'tutorials/go.mod': 'module example.com/tutorials\n\ngo 1.24\n\nrequire example.com/missing v1.0.0\n',
    'tutorials/t.go': 'package tutorials\n\nimport _ "example.com/missing"\n',
  };

  it('case repositories/04: a broken one is named, and does not hide the others', async () => {
    await using project = await createProject(moduleWith({ 'p/p_test.go': passing, ...TIDY }));
    const env = { GOFLAGS: '-mod=mod', GOPROXY: 'off' };
    const { code, outputs, summary } = await gate(project.dir, {}, { env });
    expect([code, outputs.verdict, outputs.tests, outputs.total]).toEqual([1, 'incomplete', '1', '100.00']);
    expect(summary).toMatch(/tutorials.*(did not build|cannot be tested)/);
    expect(summary).not.toContain(project.dir);
    const without = await gate(project.dir, { modules: '!tutorials' }, { env });
    expect([without.code, without.outputs.verdict]).toEqual([0, 'pass']);
    const only = await gate(project.dir, { modules: '.' }, { env });
    expect(only.outputs.verdict).toBe('pass');
    const none = await gate(project.dir, { modules: 'nowhere' });
    expect(none.annotations[0]?.message).toContain('`modules` chooses none of the modules ., tutorials');
  });

  it('one whose go.mod cannot be read is named as well', async () => {
    await using project = await createProject(
      moduleWith({ 'p/p_test.go': passing, 'broken/go.mod': 'modul x\n', 'broken/b.go': 'package b\n' }),
    );
    const { code, outputs, summary } = await gate(project.dir);
    expect([code, outputs.verdict, outputs.total]).toEqual([1, 'incomplete', '100.00']);
    expect(summary).toContain('leave it out with');
  });

  it('case lint-coverage/18: GOWORK=off tests each module by itself', async () => {
    const module = (name: string) => ({
      [`${name}/go.mod`]: `module example.com/${name}\n\ngo 1.24\n`,
      [`${name}/x.go`]: `package ${name}\n\nfunc X() int { return 1 }\n`,
      [`${name}/x_test.go`]: goFile(name, ['testing'], 'func TestX(t *testing.T) { X() }'),
    });
    await using project = await createProject({
      'go.work': 'go 1.24\n\nuse (\n\t./a\n\t./b\n)\n',
      ...module('a'),
      ...module('b'),
      ...module('c'),
    });
    const off = await gate(project.dir, {}, { env: { GOWORK: 'off' } });
    expect(off.outputs).toMatchObject({ verdict: 'pass', covered: '3', statements: '3' });
    const on = await gate(project.dir);
    expect(on.outputs).toMatchObject({ verdict: 'pass', covered: '2', statements: '2' });
    const below = await gate(project.dir, { 'working-directory': 'a' });
    expect(below.outputs).toMatchObject({ verdict: 'pass', covered: '1', statements: '1' });
    const some = await gate(project.dir, { packages: './a/... example.com/b' });
    expect(some.outputs).toMatchObject({ verdict: 'pass', statements: '2' });
  });
});
