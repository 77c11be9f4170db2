import { createProject, type Files } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { plan, short } from './service.ts';

/** Two modules are vendored; `a` imports the first one directly, `b` only through the second one. */
const VENDORED: Files = {
  'go.mod':
    'module example.com/svc\n\ngo 1.24\n\nrequire (\n\tx.org/one v1.0.0\n\tx.org/two v1.0.0\n\tx.org/unused v1.0.0\n)\n',
  'go.sum': 'x.org/one v1.0.0 h1:aaa=\nx.org/two v1.0.0 h1:bbb=\n',
  'vendor/modules.txt':
    '# x.org/one v1.0.0\n## explicit; go 1.24\nx.org/one\n# x.org/two v1.0.0\n## explicit; go 1.24\nx.org/two/sub\n# x.org/unused v1.0.0\n## explicit; go 1.24\n',
  'vendor/x.org/one/one.go': 'package one\n',
  'vendor/x.org/two/sub/sub.go': 'package sub\n\nimport _ "x.org/one"\n',
  'a/a.go': 'package a\n\nimport _ "x.org/one"\n',
  'b/b_test.go': 'package b\n\nimport _ "x.org/two/sub"\n',
  'b/b.go': 'package b\n',
  'c/c.go': 'package c\n\nimport _ "example.com/svc/b"\n',
};

const bump = (file: string, module: string): string =>
  String(VENDORED[file]).replace(`${module} v1.0.0`, `${module} v1.1.0`);

describe('a change of go.mod', () => {
  it.concurrent.each([
    {
      name: 'a version reaches what imports the module, directly, through others, and in tests',
      change: {
        'go.mod': bump('go.mod', 'x.org/one'),
        'vendor/modules.txt': bump('vendor/modules.txt', 'x.org/one'),
      },
      want: { mode: 'affected', packages: ['a', 'b'], checks: ['lint', 'unit'] },
    },
    {
      name: 'a version of a module that only a test imports reaches that test',
      change: {
        'go.mod': bump('go.mod', 'x.org/two'),
        'vendor/modules.txt': bump('vendor/modules.txt', 'x.org/two'),
      },
      want: { mode: 'affected', packages: ['b'], checks: ['lint', 'unit'] },
    },
    {
      name: 'a version that nobody imports orders lint alone',
      change: {
        'go.mod': bump('go.mod', 'x.org/unused'),
        'vendor/modules.txt': bump('vendor/modules.txt', 'x.org/unused'),
      },
      want: { mode: 'affected', packages: ['./...'], checks: ['lint'] },
    },
    {
      name: 'another hash of the same version counts as another version',
      change: { 'go.sum': String(VENDORED['go.sum']).replace('aaa', 'ccc') },
      want: { mode: 'affected', packages: ['a', 'b'], checks: ['lint', 'unit'] },
    },
    {
      name: 'a vendored file reaches what imports its package',
      change: { 'vendor/x.org/two/sub/sub.go': 'package sub\n\nimport _ "x.org/one"\n\nvar X = 1\n' },
      want: { mode: 'affected', packages: ['b'], checks: ['lint', 'unit'] },
    },
    {
      name: 'a vendored file that belongs to no known package runs everything',
      change: { 'vendor/x.org/three/three.go': 'package three\n' },
      want: { mode: 'full', packages: ['./...'], checks: ['lint', 'unit', 'generate'] },
    },
    {
      name: 'the go line runs everything',
      change: { 'go.mod': String(VENDORED['go.mod']).replace('go 1.24', 'go 1.25') },
      want: { mode: 'full', packages: ['./...'], checks: ['lint', 'unit', 'generate'] },
    },
    {
      name: 'comments and layout alone order lint',
      change: { 'go.mod': `${VENDORED['go.mod']}\n// a comment\n` },
      want: { mode: 'affected', packages: ['./...'], checks: ['lint'] },
    },
  ])('$name', async ({ change, want }) => {
    await using project = await createProject(VENDORED, { git: true });
    await project.commit('change', change);
    const { outputs } = await plan(project);
    expect(
      { mode: outputs.mode, packages: short(outputs.packages), checks: JSON.parse(outputs.checks ?? '') },
      outputs.reason,
    ).toEqual(want);
  });
});

/** A root module that uses a nested one by `replace`, one that stands alone, and one that is only a replacement. */
const NESTED: Files = {
  'go.mod':
    'module example.com/svc\n\ngo 1.24\n\nrequire (\n\texample.com/lib v0.0.0\n\tx.org/fork v0.0.0\n)\n\nreplace (\n\texample.com/lib => ./libs/lib\n\tx.org/fork => ./third_party/_fork\n)\n',
  'app/app.go': 'package app\n\nimport _ "example.com/lib/deep"\n',
  'tool/tool.go': 'package tool\n\nimport _ "x.org/fork/pkg"\n',
  'libs/lib/go.mod': 'module example.com/lib\n\ngo 1.24\n',
  'libs/lib/deep/deep.go': 'package deep\n',
  'libs/alone/go.mod': 'module example.com/alone\n\ngo 1.24\n',
  'libs/alone/alone.go': 'package alone\n',
  'third_party/_fork/go.mod': 'module x.org/fork\n\ngo 1.24\n',
  'third_party/_fork/pkg/pkg.go': 'package pkg\n',
};

describe('with several modules', () => {
  it.concurrent.each([
    {
      name: 'a change of one reaches another one that replaces it',
      change: { 'libs/lib/deep/deep.go': 'package deep\n\nvar X = 1\n' },
      want: { packages: ['example.com/lib/deep', 'app'], modules: '. libs/lib' },
    },
    {
      name: 'a change of one that stands alone stays there',
      change: { 'libs/alone/alone.go': 'package alone\n\nvar X = 1\n' },
      want: { packages: ['example.com/alone'], modules: 'libs/alone' },
    },
    {
      name: 'a folder that only replaces a module reaches what imports it',
      change: { 'third_party/_fork/pkg/pkg.go': 'package pkg\n\nvar X = 1\n' },
      want: { packages: ['tool'], modules: '.' },
    },
  ])('$name', async ({ change, want }) => {
    await using project = await createProject(NESTED, { git: true });
    await project.commit('change', change);
    const { outputs } = await plan(project);
    expect({ packages: short(outputs.packages), modules: outputs.modules }, outputs.reason).toEqual(want);
  });

  it('a workspace joins the modules that it uses, and a working directory narrows the plan to its own', async () => {
    const files = {
      'mono/go.work': 'go 1.24\n\nuse (\n\t./app\n\t./lib\n)\n',
      'mono/app/go.mod': 'module example.com/app\n\ngo 1.24\n\nrequire example.com/lib v0.0.0\n',
      'mono/app/app.go': 'package app\n\nimport _ "example.com/lib"\n',
      'mono/lib/go.mod': 'module example.com/lib\n\ngo 1.24\n',
      'mono/lib/lib.go': 'package lib\n',
      'mono/lib/cmd/x/main.go': 'package main\n\nfunc main() {}\n',
    };
    await using project = await createProject(files, { git: true });
    await project.commit('change', { 'mono/lib/lib.go': 'package lib\n\nvar X = 1\n' });
    const { outputs } = await plan(project, { inputs: { 'working-directory': 'mono' } });
    expect(outputs, outputs.reason).toMatchObject({
      packages: 'example.com/app example.com/lib',
      modules: 'app lib',
    });
    await project.commit('cmd', {
      'mono/app/e2e_test.go': '//go:build e2e\n\npackage app\n',
      'mono/lib/cmd/x/main.go': 'package main\n\nfunc main() { println() }\n',
    });
    const second = await plan(project, { inputs: { 'working-directory': 'mono' } });
    expect(second.outputs).toMatchObject({ mains: 'example.com/lib/cmd/x', 'run-e2e': 'true' });
    await project.commit('work', { 'mono/go.work': 'go 1.24\n\nuse ./app\nuse ./lib\n' });
    const third = await plan(project, { inputs: { 'working-directory': 'mono' } });
    expect(third.outputs.reason).toContain('`always` lists `go.work`');
  });
});
