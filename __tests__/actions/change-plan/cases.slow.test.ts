import { symlink } from 'node:fs/promises';
import { createProject, type Files, runAction } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { plan } from './service.ts';

/** Commits `files`, then `change`, and plans the difference; packages without the module's name. */
async function planOf(files: Files, change: Files, more: Parameters<typeof plan>[1] = {}) {
  await using project = await createProject({ 'go.mod': 'module m\n\ngo 1.24\n', ...files }, { git: true });
  await project.commit('change', change);
  const { code, outputs, summary, annotations } = await plan(project, more);
  return { code, outputs, summary, annotations, packages: outputs.packages?.split(' ').filter(Boolean) };
}
const TEST = (name: string, body = '') =>
  `package ${name}\n\nimport "testing"\n\nfunc Test(t *testing.T) {\n${body}\n}\n`;
const WALK = (root: string) =>
  `package m\n\nimport (\n\t"io/fs"\n\t"path/filepath"\n\t"testing"\n)\n\nfunc Test(t *testing.T) {\n\tfilepath.WalkDir(${root}, func(path string, d fs.DirEntry, err error) error {\n\t\tif filepath.Ext(path) != ".md" {\n\t\t\treturn nil\n\t\t}\n\t\treturn err\n\t})\n}\n`;
const DOC = { 'docs/guide/x.md': '# more\n' };
const BASE = { 'docs/guide/x.md': '# x\n', 'other/other.go': 'package other\n' };

describe('documents that tests read', () => {
  it.concurrent.each([
    {
      name: 'case cache-plan/20: a test walks down from its folder',
      files: { 'm_test.go': WALK('"."') },
      want: ['m'],
    },
    {
      name: 'a helper without testing walks for it',
      files: {
        'internal/check/check.go':
          'package check\n\nimport "os"\n\nfunc Check(root string) int {\n\tentries, _ := os.ReadDir(root)\n\treturn len(entries)\n}\n',
        'm_test.go':
          'package m\n\nimport (\n\t"testing"\n\n\t"m/internal/check"\n)\n\nfunc Test(t *testing.T) { check.Check(".") }\n',
      },
      want: ['m'],
    },
    {
      name: 'a test finds the top of the module and walks',
      files: {
        'tools/t_test.go': WALK('top()').replace('package m', 'package tools'),
        'tools/top.go':
          'package tools\n\nimport "runtime"\n\nfunc top() string {\n\t_, file, _, _ := runtime.Caller(0)\n\treturn file\n}\n',
      },
      want: ['m/tools'],
    },
    {
      name: 'a test globs',
      files: {
        'docs/d_test.go': TEST('docs', '\tfilepath.Glob("*/*.md")').replace(
          '"testing"',
          '(\n\t"path/filepath"\n\t"testing"\n)',
        ),
      },
      want: ['m/docs'],
    },
    {
      name: 'a Go file names it',
      files: { 'gen/gen.go': 'package gen\n\nvar Guide = "guide/x.md"\n' },
      want: ['m/gen'],
    },
    {
      name: 'a test asks git for it',
      files: {
        'tools/t_test.go':
          'package tools\n\nfunc files() {\n\ttop := run("git", "rev-parse", "--show-toplevel")\n\trun("git", "-C", top, "ls-files")\n}\n',
      },
      want: ['m/tools'],
    },
    {
      name: 'a test names it from a top that it has found elsewhere',
      files: {
        'site/s_test.go': `${TEST('site', '\tprintln(root + "/docs/guide/x.md")\n')}var root string\n`,
      },
      want: ['m/site'],
    },
    { name: 'nobody reads it', files: {}, want: [] },
    {
      name: 'a walk of another folder',
      files: { 'other/o_test.go': WALK('"."').replace('package m', 'package other') },
      want: [],
    },
  ])('$name', async ({ files, want }) => {
    const { outputs, packages } = await planOf({ ...BASE, ...(files as Files) }, DOC);
    expect({ mode: outputs.mode, packages }, outputs.reason).toEqual({
      mode: want.length > 0 ? 'affected' : 'none',
      packages: want,
    });
  });

  it('case cache-plan/22: a file beside a Go package below docs/', async () => {
    const files = {
      'docs/examples/x_test.go': TEST('examples', '\tprintln("config" + ".yaml")'),
      'docs/examples/config.yaml': 'a: 1\n',
    };
    const { packages } = await planOf({ ...BASE, ...files }, { 'docs/examples/config.yaml': 'a: 2\n' });
    expect(packages).toEqual(['m/docs/examples']);
  });

  it('attributes hide nothing from it', async () => {
    const files = { '.gitattributes': '*.go binary\n*.md -diff\n', 'm_test.go': WALK('"."') };
    expect((await planOf({ ...BASE, ...files }, DOC)).packages).toEqual(['m']);
  });
});

describe('case cache-plan/20: the many ways to a file', () => {
  const test = (name: string, imports: string[], ...body: string[]) =>
    TEST(name, body.map((line) => `\t${line}`).join('\n')).replace(
      '"testing"',
      `(\n${[...imports, 'testing'].map((path) => `\t"${path}"\n`).join('')})`,
    );
  const CALLER = '_, file, _, _ := runtime.Caller(0)';

  it('a source and test data', async () => {
    const { packages } = await planOf(
      {
        'lib/lib.go': 'package lib\n',
        'fix/fix.go': `package fix\n\nimport (\n\t"os"\n\t"path/filepath"\n\t"runtime"\n)\n\nfunc Load(name string) {\n\t${CALLER}\n\tos.ReadFile(filepath.Join(filepath.Dir(file), "testdata", name))\n}\n`,
        'fix/testdata/a.json': '{}',
        'fixed/x_test.go': test('fixed', ['m/fix'], 'fix.Load("a.json")'),
        'm_test.go': test('m', ['os', 'path/filepath'], 'os.ReadFile(filepath.Join("lib", "lib.go"))'),
        'top/x_test.go': test(
          'top',
          ['os', 'path', 'runtime'],
          CALLER,
          'os.ReadFile(path.Dir(path.Dir(file)) + "/lib/lib.go")',
        ),
        'lines/x_test.go': test(
          'lines',
          ['os', 'path'],
          'os.ReadFile(path.Join(',
          '\t"..",',
          '\t"lib",',
          '\t"lib.go",',
          '))',
        ),
        'loop/x_test.go': test(
          'loop',
          ['os', 'path'],
          'for _, name := range names {',
          '\tos.ReadFile(path.Join("..", name, "lib.go"))',
          '}',
        ).concat('var names []string\n'),
        'script/x_test.go': test('script', ['os/exec'], 'exec.Command("sh", "testdata/build.sh").Run()'),
        'script/testdata/build.sh': 'go build m/lib\n',
        'none/x_test.go': test('none', ['os'], 'os.ReadFile("lib.go")'),
      },
      { 'lib/lib.go': 'package lib\n\nvar X = 1\n', 'fix/testdata/a.json': '[]' },
    );
    expect(packages).toEqual(['m', 'm/fix', 'm/fixed', 'm/lib', 'm/lines', 'm/loop', 'm/script', 'm/top']);
  });

  it('documents; what nobody reads of those orders nothing', async () => {
    const files = {
      ...BASE,
      LICENSE: 'MIT\n',
      '.github/ISSUE_TEMPLATE/bug.yml': 'a: 1\n',
      '.gitignore': 'bin\n',
      'found/x_test.go': test('found', ['os/exec'], 'exec.Command("find", "../docs", "-name", "*.md").Run()'),
      'sum/x_test.go': test('sum', ['os'], 'os.ReadFile("../docs/guide/" + "x" + ".md")'),
      'shell/x_test.go': test(
        'shell',
        ['os/exec'],
        'exec.Command("sh", "-c", "wc -l ../docs/guide/*.md").Run()',
      ),
      'embeds/e_windows.go':
        'package embeds\n\nimport _ "embed"\n\nvar (\n\t//go:embed help/x.md\n\thelp string\n)\n',
      'embeds/e.go': 'package embeds\n',
      'embeds/help/x.md': '#\n',
    };
    const change = { ...DOC, 'embeds/help/x.md': '# more\n' };
    expect((await planOf(files, change)).packages).toEqual(['m/embeds', 'm/found', 'm/shell', 'm/sum']);
    const none = {
      LICENSE: 'X\n',
      '.github/ISSUE_TEMPLATE/bug.yml': 'a: 2\n',
      '.gitignore': 'out\n',
      'README.rst': 'x\n',
    };
    expect((await planOf(files, none)).outputs.mode).toBe('none');
  });
});

describe('workspaces', () => {
  const MONO: Files = {
    'go.mod': null as never,
    'go.work': 'go 1.24\n\nuse (\n\t./services/app\n\t./lib\n)\n',
    'services/app/go.mod': 'module example.com/app\n\ngo 1.24\n',
    'services/app/app.go': 'package app\n\nimport _ "example.com/lib"\n',
    'lib/go.mod': 'module example.com/lib\n\ngo 1.24\n',
    'lib/lib.go': 'package lib\n\nimport _ "embed"\n\n//go:embed docs/help.md\nvar Help string\n',
    'lib/docs/help.md': '# help\n',
  };
  const inputs = { 'working-directory': 'services/app' };

  async function planMono(change: Files, env: Record<string, string> = {}) {
    const { 'go.mod': _, ...files } = MONO;
    await using project = await createProject(files, { git: true });
    await project.commit('change', change);
    return (await plan(project, { inputs, env })).outputs;
  }

  it('case cache-plan/24: a go.work above the working directory counts, its other modules are not selected', async () => {
    const outputs = await planMono({ 'lib/docs/help.md': '# more help\n' });
    expect(outputs, outputs.reason).toMatchObject({
      mode: 'affected',
      packages: 'example.com/app',
      modules: '.',
      'run-unit': 'true',
    });
  });

  it('GOWORK=off leaves the other modules out, and what does not load then runs everything', async () => {
    const outputs = await planMono({ 'lib/docs/help.md': '# more help\n' }, { GOWORK: 'off' });
    expect(outputs).toMatchObject({ mode: 'full', reason: expect.stringContaining('does not load') });
  });

  it('what no module of the workspace owns runs everything', async () => {
    expect(await planMono({ 'config.yaml': 'a: 1\n' })).toMatchObject({ mode: 'full' });
  });
});

describe('files that others include', () => {
  const SOURCES = {
    'a/a.go': 'package a\n\nfunc Add() int64\n',
    'a/a_amd64.s': '#include "../b/macros.h"\n\nTEXT ·Add(SB), $0-8\n\tRET\n',
    'b/b.go': 'package b\n',
    'b/macros.h': '#define X 1\n',
    'c/c.go': 'package c\n',
    'inc/table.inc': 'X\n',
    'inc/macros2.h': '#include "table.inc"\n',
  };

  it('case cache-plan/25: a header of another package that assembly includes', async () => {
    const { packages } = await planOf(SOURCES, { 'b/macros.h': '#define X 2\n' });
    expect(packages).toEqual(['m/a', 'm/b']);
  });

  it('a file of no package, through a header of no package', async () => {
    const files = { ...SOURCES, 'a/a_amd64.s': '#include "../inc/macros2.h"\n' };
    const { packages } = await planOf(files, { 'inc/table.inc': 'Y\n' });
    expect(packages).toEqual(['m/a']);
  });
});

describe('checks besides those of the packages', () => {
  const FILES = {
    'a/a.go': 'package a\n\n//go:generate oapi-codegen ../docs/openapi.yaml\n',
    'b/b.go': 'package b\n',
    'b/b.pb.go': '// Code generated by protoc. DO NOT EDIT.\n\npackage b\n',
    'b/testdata/x.tmpl': 'x\n',
    'docs/openapi.yaml': 'a: 1\n',
    'docs/go.mod': 'module m/docs\n\ngo 1.24\n',
    'internal/c/c.go': 'package c\n',
    'internal/c/c_test.go': '//go:build contract\n\npackage c\n',
    'test/e2e/e_test.go': `//go:build e2e\n\n${TEST('e2e')}`,
  };
  it('are ordered where generators, contract and end-to-end tests may read the file', async () => {
    await using project = await createProject({ 'go.mod': 'module m\n\ngo 1.24\n', ...FILES }, { git: true });
    const checksOf = async (path: string, more = '\nvar X = 1\n') => {
      await project.commit(path, { [path]: `${FILES[path as keyof typeof FILES]}${more}` });
      return JSON.parse((await plan(project)).outputs.checks ?? '');
    };
    expect(await checksOf('a/a.go')).toEqual(['lint', 'unit', 'generate']);
    expect(await checksOf('b/b.go')).toEqual(['lint', 'unit']);
    expect(await checksOf('b/b.pb.go', '\nvar Y = 1\n')).toEqual(['lint', 'unit', 'generate']);
    expect(await checksOf('b/testdata/x.tmpl')).toEqual(['lint', 'unit', 'generate']);
    expect(await checksOf('docs/openapi.yaml', 'b: 2\n')).toEqual(['generate']);
    expect(await checksOf('internal/c/c.go')).toEqual(['lint', 'unit', 'contract']);
    expect(await checksOf('test/e2e/e_test.go')).toEqual(['lint', 'e2e']);
    await project.git('rm', '--quiet', 'b/b.pb.go');
    await project.commit('what a generator wrote is gone');
    expect(JSON.parse((await plan(project)).outputs.checks ?? '')).toEqual(['lint', 'unit', 'generate']);
    await project.git('rm', '--quiet', 'docs/go.mod');
    await project.commit('the packages in docs join the module');
    expect((await plan(project)).outputs.mode).toBe('full');
  });
});

describe('checks and packages that cannot run', () => {
  it('case cache-plan/28: a package that only builds under a tag is named, with the tag', async () => {
    const files = { 'it/it_test.go': `//go:build integration\n\n${TEST('it')}`, 'a/a.go': 'package a\n' };
    const { outputs, summary } = await planOf(files, {
      'it/it_test.go': `//go:build integration\n\n${TEST('it', '\t_ = 1')}`,
    });
    expect(outputs.reason).toContain(
      '`m/it` builds only with the build tag `integration`, which no job sets',
    );
    expect(summary).toContain('`integration`');
  });

  it('case repositories/02: contract and end-to-end tests are ordered only where there are some, and the plan says so', async () => {
    const files = { 'cmd/x/main.go': 'package main\n\nfunc main() {}\n', 'pkg/p/p.go': 'package p\n' };
    const change = {
      'cmd/x/main.go': 'package main\n\nfunc main() { println() }\n',
      'pkg/p/p.go': 'package p\n\nvar X = 1\n',
    };
    const { outputs, summary } = await planOf(files, change);
    expect(outputs).toMatchObject({ 'run-e2e': 'false', 'run-contract': 'false', 'run-build': 'true' });
    expect(summary).toContain('`e2e` is left out: no test is called `TestE2E…`');
    const more = {
      ...files,
      'e2e/x_test.go': 'package e2e\n\nimport "testing"\n\nfunc TestE2EAll(t *testing.T) {}\n',
    };
    expect((await planOf(more, change)).outputs).toMatchObject({
      'run-e2e': 'true',
      'run-contract': 'false',
    });
  });

  it("case repositories/04: a module that fails to load is named with go's own sentence, and nothing is left out", async () => {
    const files = {
      'cmd/x/main.go': 'package main\n\nfunc main() {}\n',
      'tutorials/go.mod': 'module m/tutorials\n\ngo 1.24\n\nrequire m v0.0.0\n\nreplace m => ../missing\n',
      'tutorials/t.go': 'package tutorials\n\nimport _ "m/a"\n',
    };
    const { code, outputs, annotations } = await planOf(
      files,
      { 'a/a.go': 'package a\n' },
      { inputs: { 'max-shards': '2' } },
    );
    expect(code).toBe(0);
    expect(outputs).toMatchObject({
      mode: 'full',
      packages: './...',
      modules: '. tutorials',
      'run-build': 'true',
    });
    expect(outputs.reason).toMatch(
      /the module in `tutorials` does not load: .*|the package `m\/tutorials` does not load: .*/,
    );
    expect(outputs.reason).not.toContain('/tmp/');
    expect(annotations).toMatchObject([{ level: 'notice' }]);
  });
});

describe('symbolic links', () => {
  it('case security/11: a link changes with its target, for `always` too', async () => {
    await using project = await createProject(
      {
        'go.mod': 'module m\n\ngo 1.24\n',
        'a/code.txt': 'package a\n',
        'a/a.go': 'package a\n',
        'conf/lint.yml': 'a: 1\n',
      },
      { git: true },
    );
    await symlink('code.txt', project.path('a/b.go'));
    await symlink('conf/lint.yml', project.path('.golangci.yml'));
    await project.commit('links');
    await project.commit('change', { 'a/code.txt': 'package a\n\nvar X = 1\n' });
    expect((await plan(project)).outputs).toMatchObject({ mode: 'affected', packages: 'm/a' });
    await project.commit('lint', { 'conf/lint.yml': 'a: 2\n' });
    expect((await plan(project)).outputs).toMatchObject({
      mode: 'full',
      reason: expect.stringContaining('`.golangci.*`'),
    });
  });

  it('one out of the repository is reported', async () => {
    await using project = await createProject(
      { 'go.mod': 'module m\n\ngo 1.24\n', 'a/a.go': 'package a\n' },
      { git: true },
    );
    await symlink('/nowhere/b.go', project.path('a/b_windows.go'));
    await project.commit('links');
    await project.commit('change', { 'README.md': '#\n' });
    const { outputs, summary } = await plan(project);
    expect(outputs.mode).toBe('none');
    expect(summary).toContain('`a/b_windows.go` is a symbolic link out of the repository');
  });
});

describe('which repository it is', () => {
  it('case security/02: a bare repository in the working directory is an error', async () => {
    await using project = await createProject(
      { 'app/go.mod': 'module m\n\ngo 1.24\n', 'app/a.go': 'package m\n' },
      { git: true },
    );
    await project.git('init', '--quiet', '--bare', 'app');
    await project.git('-C', 'app', 'config', 'core.fsmonitor', `touch ${project.path('ran')}`);
    await project.write({ 'app/objects/.keep': '', 'app/refs/.keep': '' });
    await project.commit('bare');
    const { code, annotations } = await plan(project, { inputs: { 'working-directory': 'app' } });
    expect(code).toBe(1);
    expect(annotations[0]?.message).toContain(
      '"app" is a git repository inside of the files of the checkout',
    );
    await expect(project.read('ran')).rejects.toThrow('ENOENT');
  });

  it('case security/03: a git that fails is a reason to run everything, in its own words', async () => {
    await using project = await createProject(
      { 'go.mod': 'module m\n\ngo 1.24\n', 'a/a.go': 'package a\n' },
      { git: true },
    );
    await project.commit('change', { 'README.md': '#\n' });
    const sha = await project.git('rev-parse', 'HEAD');
    await project.write({ '.git/config': '[core\n' });
    const { code, outputs } = await runAction('change-plan', {
      workspace: project.dir,
      inputs: { base: 'HEAD~1' },
      env: { GITHUB_SHA: sha },
    });
    expect(code).toBe(0);
    expect(outputs).toMatchObject({ mode: 'full', reason: expect.stringContaining('`git config') });
  });
});

describe('tests that build or load what they do not import', () => {
  const body = (call: string, imports = '"os/exec"') =>
    TEST('e2e', `\t${call}`).replace('import "testing"', `import (\n\t${imports}\n\t"testing"\n)`);
  it.concurrent.each([
    { name: 'by folder', test: body('exec.Command("go", "build", "-o", "x", "../cmd/app").Run()') },
    { name: 'by folder, from the top', test: body('exec.Command("go", "run", "./cmd/app").Run()') },
    { name: 'by the import path, through a helper', test: body('build("m/cmd/app")', '_ "os/exec"') },
    { name: 'without saying what', test: body('exec.Command("go", append(flags, ".")...).Run()') },
    { name: 'by a shell', test: body('exec.Command("sh", "-c", "go build ../cmd/app").Run()') },
    { name: 'by what a step has built', test: body('exec.Command("../bin/app").Run()') },
    { name: 'by its source', test: body('build.ImportDir("../lib", 0)', '"go/build"') },
  ])('$name', async ({ test }) => {
    const { packages } = await planOf(
      {
        'lib/lib.go': 'package lib\n',
        'cmd/app/main.go': 'package main\n\nimport _ "m/lib"\n\nfunc main() {}\n',
        'e2e/e2e_test.go': test,
      },
      { 'lib/lib.go': 'package lib\n\nvar X = 1\n' },
    );
    expect(packages).toEqual(['m/cmd/app', 'm/e2e', 'm/lib']);
  });
});

describe('files of the module that tests read', () => {
  it('go.mod, also where no version changed', async () => {
    const files = {
      'lib/l_test.go': TEST('lib', '\tos.ReadFile("../go.mod")').replace(
        '"testing"',
        '(\n\t"os"\n\t"testing"\n)',
      ),
    };
    const { outputs, packages } = await planOf(
      { ...BASE, ...files },
      { 'go.mod': 'module m\n\ngo 1.24\n\nretract v1.0.0\n' },
    );
    expect({ packages, unit: outputs['run-unit'] }).toEqual({ packages: ['m/lib'], unit: 'true' });
  });

  it('sources that a helper walks, where it looks for Go', async () => {
    const files = {
      'internal/arch/arch.go':
        'package arch\n\nimport (\n\t"io/fs"\n\t"os"\n\t"strings"\n)\n\nfunc Check(root string) {\n\tfs.WalkDir(os.DirFS(root), ".", func(path string, d fs.DirEntry, err error) error {\n\t\tif strings.HasSuffix(path, ".go") {\n\t\t\treturn nil\n\t\t}\n\t\treturn err\n\t})\n}\n',
      'm_test.go': TEST('m', '\tarch.Check(".")').replace(
        '"testing"',
        '(\n\t"testing"\n\n\t"m/internal/arch"\n)',
      ),
    };
    const { packages } = await planOf(
      { ...BASE, ...files },
      { 'other/other.go': 'package other\n\nvar A = 1\n' },
    );
    expect(packages).toEqual(['m', 'm/other']);
  });
});
