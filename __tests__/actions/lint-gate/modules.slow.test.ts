import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { runChecked } from '@go-actions/action-kit';
import { createProject, type Files } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { CLEAN, GO_MOD, lint, MISPRINT, repository, UNFORMATTED } from './gate.ts';

const module = (name: string) => `module example.com/${name}\n\ngo 1.24\n`;
/** What the standard preset and `fix` do without golangci-lint. */
const CHECKS = { checks: '{ golangci: off, staticcheck: error, fix: error }' };

describe('case lint-coverage/17: a module without packages is clean, and said', () => {
  it.each<{ name: string; files: Files }>([
    { name: 'only go.mod', files: {} },
    { name: 'only tagged files', files: { 'tools/t.go': '//go:build tools\n\npackage tools\n' } },
    { name: 'files of another system only', files: { 'tools/t_plan9.go': 'package tools\n' } },
    { name: 'only files that Go leaves out', files: { 'tools/_t.go': 'package tools\n' } },
    { name: 'only testdata', files: { 'tools/testdata/t.go': 'package t\n' } },
  ])('$name', async ({ files }) => {
    await using project = await repository({ 'app.go': CLEAN, 'tools/go.mod': module('tools'), ...files });
    const result = await lint(project, { inputs: CHECKS });
    expect(result.outputs).toMatchObject({ verdict: 'pass', 'exit-class': 'clean' });
    expect(result.summary).toContain('The module in tools has no package that is built here');
  });

  it('but files that do not compile are not "no packages"', async () => {
    const files = { 'tools/go.mod': module('tools'), 'tools/t.go': 'package tools\n\nfunc f() { x := 1 }\n' };
    await using project = await repository({ 'app.go': CLEAN, ...files });
    const result = await lint(project, { inputs: CHECKS });
    expect(result.outputs).toMatchObject({ verdict: 'fail', 'exit-class': 'issues' });
    expect(result.annotations[0]).toMatchObject({ file: 'tools/t.go', line: 3 });
  });
});

const WORKSPACE = {
  'go.work': 'go 1.24\n\nuse (\n\t./a\n\t./b\n)\n',
  'a/go.mod': module('a'),
  'a/a.go': 'package a\n\nconst A = 1\n',
  'b/go.mod': module('b'),
  'b/b.go': 'package b\n\nimport "example.com/a"\n\nconst B = a.A\n',
};
const OFFLINE = { GOPROXY: 'off', GOFLAGS: '-mod=readonly' };

describe('case lint-coverage/31: tidy of a module that only go.work completes', () => {
  it('says so, and is neither a crash nor a finding', async () => {
    await using project = await createProject(WORKSPACE, { git: true });
    const result = await lint(project, { inputs: CHECKS, env: OFFLINE });
    expect(result.outputs, result.stdout).toMatchObject({ verdict: 'pass', 'exit-class': 'clean' });
    expect(result.summary).toContain('only go.work provides example.com/a to the module b');
  });

  it('a package that nobody has is a problem all the same', async () => {
    const more = { 'b/c.go': 'package b\n\nimport _ "example.com/nowhere"\n' };
    await using project = await createProject({ ...WORKSPACE, ...more }, { git: true });
    const result = await lint(project, { inputs: CHECKS, env: OFFLINE });
    expect(result.outputs.verdict).toBe('fail');
  });
});

describe('go vet of a package that was vetted as a dependency before', () => {
  it('still has its findings, where Go keeps its silence then (1.26.8)', async () => {
    const a = 'package a\n\nimport "fmt"\n\nconst A = 1\n\nfunc F() { fmt.Printf("%d", "x") }\n';
    await using project = await createProject({ ...WORKSPACE, 'a/a.go': a }, { git: true });
    await runChecked('go', ['vet', '-json', './...'], { cwd: join(project.dir, 'b') });
    const inputs = { preset: 'fast', 'working-directory': 'a' };
    const result = await lint(project, { inputs, env: OFFLINE });
    expect(result.outputs, result.stdout).toMatchObject({ verdict: 'fail', 'exit-class': 'issues' });
    expect(result.annotations).toContainEqual(expect.objectContaining({ file: 'a/a.go', line: 7 }));
  });
});

describe('case lint-coverage/18: GOWORK=off', () => {
  it('judges every module by itself: what only go.work completes does not load', async () => {
    await using project = await createProject(WORKSPACE, { git: true });
    const result = await lint(project, { inputs: CHECKS, env: { ...OFFLINE, GOWORK: 'off' } });
    expect(result.outputs.verdict).toBe('fail');
    expect(result.annotations.map(({ file }) => file)).toContain('b/b.go');
    expect(result.stdout).not.toContain('verified with the workspace');
  });

  it('checks modules that go.work leaves out, and verifies each', async () => {
    await using project = await createProject(
      {
        'go.work': 'go 1.24\n\nuse ./a\n',
        'a/go.mod': module('a'),
        'a/a.go': 'package a\n',
        'b/go.mod': module('b'),
        'b/b.go': 'package b\n\nfunc  B() {}\n',
      },
      { git: true },
    );
    const within = await lint(project, { inputs: CHECKS });
    expect(within.outputs).toMatchObject({ verdict: 'pass', issues: '0' });
    const off = await lint(project, { inputs: CHECKS, env: { GOWORK: 'off' } });
    expect(off.outputs).toMatchObject({ verdict: 'fail', issues: '1' });
    expect(off.annotations[0]).toMatchObject({ file: 'b/b.go', line: 3 });
  });
});

describe('case repositories/04: a module that does not load is named, and hides no other', () => {
  it.each<{ name: string; files: Files; says: RegExp }>([
    {
      name: 'asks for a Go that nobody has',
      files: { 'tutorials/go.mod': 'module example.com/t\n\ngo 1.99\n', 'tutorials/t.go': 'package t\n' },
      says: /go\.mod requires go >= 1\.99/,
    },
    {
      name: 'has a go.mod that cannot be read',
      files: { 'tutorials/go.mod': 'module\n\nrequire {{ .Version }}\n', 'tutorials/t.go': 'package t\n' },
      says: /tutorials\/go\.mod/,
    },
    {
      name: 'needs go mod tidy',
      files: {
        'tutorials/go.mod':
          'module example.com/t\n\ngo 1.24\n\nrequire (\n\texample.com/app v0.0.0\n\texample.com/lib v0.1.0 // indirect\n)\n\nreplace example.com/app => ..\n\nreplace example.com/lib => ../lib\n',
        'tutorials/t.go': 'package t\n\nimport _ "example.com/app"\n',
        'go.mod':
          'module example.com/app\n\ngo 1.24\n\nrequire example.com/lib v0.2.0\n\nreplace example.com/lib => ./lib\n',
        'lib/go.mod': module('lib'),
        'lib/lib.go': 'package lib\n',
        'app.go': MISPRINT.replace('import "fmt"', 'import (\n\t"fmt"\n\n\t_ "example.com/lib"\n)'),
      },
      says: /updates to go\.mod needed|go mod tidy/,
    },
  ])('$name', async ({ files, says }) => {
    await using project = await repository({ 'app.go': MISPRINT, ...files });
    const inputs = { preset: 'fast', checks: '{ tidy: error, verify: error }' };
    const env = { GOTOOLCHAIN: 'local', ...OFFLINE };
    const result = await lint(project, { inputs, env });
    expect(result.outputs, result.stdout).toMatchObject({ verdict: 'fail', 'exit-class': 'config' });
    expect(result.annotations.map(({ title }) => title)).toContain('vet: printf');
    const [problem] = result.annotations.filter(({ title }) => title === 'the module tutorials: config');
    expect(problem?.message).toMatch(says);
    expect(problem?.message).toContain('leave it out with `modules: "!tutorials"`');
    expect(result.stdout).not.toContain(`${project.dir}/`);
    expect(result.annotations.at(-1)?.message).toMatch(/^No result from the module tutorials \(config\); /);

    const without = await lint(project, { inputs: { ...inputs, modules: '!tutorials' }, env });
    expect(without.outputs).toMatchObject({ verdict: 'fail', 'exit-class': 'issues' });
  });
});

describe('case security/11: a source that is a symbolic link', () => {
  it('is formatted, and has its target’s changes', async () => {
    await using project = await repository({ 'code.txt': CLEAN });
    await symlink('code.txt', project.path('b.go'));
    await project.commit('feat: a link', {});
    const base = await project.git('rev-parse', 'HEAD');
    await project.commit('feat: a mistake', { 'code.txt': MISPRINT.replace('func Print', 'func  Print') });
    for (const onlyNew of ['lines', 'files', 'net']) {
      const inputs = { preset: 'fast', checks: 'staticcheck: off', 'only-new': onlyNew, base };
      const result = await lint(project, { inputs });
      expect(result.outputs, onlyNew).toMatchObject({ verdict: 'fail', 'new-issues': '2' });
      expect(result.annotations[0]).toMatchObject({ file: 'b.go', line: 5 });
    }
  });

  it('that was made by the change is new as a whole', async () => {
    await using project = await repository({ 'code.txt': MISPRINT });
    const base = await project.git('rev-parse', 'HEAD');
    await symlink('code.txt', project.path('b.go'));
    await project.commit('feat: a link', {});
    const inputs = { preset: 'fast', checks: 'staticcheck: off', 'only-new': 'lines', base };
    const result = await lint(project, { inputs });
    expect(result.outputs).toMatchObject({ verdict: 'fail', 'new-issues': '1' });
  });

  it.each([
    { name: 'a file elsewhere', target: (outside: string) => `${outside}/x.go` },
    { name: 'a device', target: () => '/dev/zero' },
    { name: 'what the process knows', target: () => '/proc/self/environ' },
  ])('that leaves the checkout for $name is a finding, and is not read', async ({ target }) => {
    await using outside = await createProject({ 'x.go': UNFORMATTED.replace('Spaced', 'Secret') });
    await using project = await repository({ 'app.go': CLEAN });
    await symlink(target(outside.dir), project.path('b.go'));
    await project.commit('feat: a link', {});
    const result = await lint(project, {
      inputs: { preset: 'fast', checks: '{ vet: off, staticcheck: off }' },
    });
    expect(result.outputs).toMatchObject({ verdict: 'fail', issues: '1' });
    expect(result.annotations[0]).toMatchObject({ file: 'b.go' });
    expect(result.annotations[0]?.message).toContain('a symbolic link that leaves the checkout');
    expect(result.stdout + result.summary).not.toContain('Secret');
  });
});

it('a go.mod alone is a repository', async () => {
  await using project = await repository({ 'go.mod': GO_MOD });
  expect((await lint(project, { inputs: CHECKS })).outputs).toMatchObject({ verdict: 'pass' });
});

it('GOFLAGS under which go does nothing, or looks elsewhere, are red, with the way out', async () => {
  await using project = await createProject({
    'go.mod': GO_MOD,
    'a.go': MISPRINT,
  });
  const idle = await lint(project, { inputs: { preset: 'fast' }, env: { GOFLAGS: '-v -n' } });
  expect([idle.code, idle.outputs.verdict]).toEqual([1, 'fail']);
  expect(idle.stdout).toContain('GOFLAGS has `-n`');
  const overlay = { Replace: { [project.path('a.go')]: project.path('clean') } };
  await project.write({ clean: CLEAN, overlay: JSON.stringify(overlay) });
  const other = await lint(project, {
    inputs: CHECKS,
    env: { GOFLAGS: `-overlay=${project.path('overlay')}` },
  });
  expect(other.outputs.verdict).toBe('fail');
  expect(other.stdout).toContain('GOFLAGS has `-overlay`');
});

it('`packages` that match no package are red, and named', async () => {
  await using project = await repository({ 'app.go': MISPRINT, 'docs/index.md': '' });
  const result = await lint(project, { inputs: { ...CHECKS, packages: './docs/...' } });
  expect(result.outputs).toMatchObject({ verdict: 'fail', 'exit-class': 'config' });
  expect(result.stdout).toContain('`packages` names ./docs/..., which matches no package of the root module');
});
