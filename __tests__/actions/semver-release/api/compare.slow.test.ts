import { dirname } from 'node:path';
import { GO_TOOLS } from '@go-actions/tools';
import { describe, expect, it } from 'vitest';
import { APIDIFF } from '../../../../actions/semver-release/src/api/io/compare.ts';
import { needGoTool } from '../../../needs.ts';
import { setStage } from '../stage.ts';
import { comparePairs } from './compare-pairs.ts';
import { API_PAIRS } from './pairs.ts';

const lib = (text: string) => `package lib\n\n${text}\n`;

describe('compareApi', () => {
  it('is pinned in one place', () => {
    expect(GO_TOOLS.apidiff).toMatchObject({ pkg: APIDIFF.pkg, version: APIDIFF.version });
  });

  it.for(['before', 'after'] as const)(
    'finds no change in a version and itself (%s)',
    async (version, { skip }) => {
      const { diff } = await comparePairs(version, version, await needGoTool(skip, 'apidiff', 'release'));
      expect(diff).toEqual({ incompatible: [], compatible: [] });
    },
  );

  it('asks for what each pair needs', async ({ skip }) => {
    const { found } = await comparePairs('before', 'after', await needGoTool(skip, 'apidiff', 'release'));
    expect(found).toEqual(API_PAIRS.map(({ name, want }) => [name, want]));
  });

  it('compares each platform that has files of its own, and no program, internal or nested module', async ({
    skip,
  }) => {
    const tool = await needGoTool(skip, 'apidiff', 'release');
    const PATH = `${dirname(tool)}:${process.env.PATH}`;
    await using stage = await setStage({
      'go.mod': 'module m.test/lib\n\ngo 1.24\n',
      'lib.go': lib('func A() {}'),
      'win_windows.go': lib('func W() {}'),
      'cmd/x/main.go': 'package main\n\nfunc Exported() {}\n\nfunc main() {}\n',
      'internal/y/y.go': 'package y\n\nfunc Y() {}\n',
      'nested/go.mod': 'module m.test/lib/nested\n',
      'nested/n.go': 'package nested\n\nfunc N() {}\n',
    });
    await stage.project.git('tag', 'v1.0.0');
    await stage.project.commit('fix: programs', {
      'cmd/x/main.go': 'package main\n\nfunc main() {}\n',
      'internal/y/y.go': 'package y\n',
      'nested/n.go': 'package nested\n',
    });
    await stage.project.git('tag', 'v1.0.1');
    const targets = { phase: 'plan', targets: 'linux/amd64 windows/amd64 darwin/arm64' };
    expect(await stage.run('v1.0.1', targets, { PATH })).toMatchObject({ code: 0, annotations: [] });
    await stage.project.commit('fix: windows', { 'win_windows.go': lib('') });
    await stage.project.git('tag', 'v1.0.2');
    const refused = await stage.run('v1.0.2', targets, { PATH });
    expect(refused.annotations[0]?.message).toMatch(
      /v1\.0\.2 is too small: since v1\.0\.1 .*API: W: removed/,
    );
    expect(await stage.run('v1.0.2', { ...targets, targets: 'linux/amd64' }, { PATH })).toMatchObject({
      code: 0,
    });
    await stage.project.commit('feat: C', {
      'c/c.go':
        'package c\n\n// int x(void) { return 1; }\nimport "C"\n\nfunc X() int { return int(C.x()) }\n',
      'c/other.go': 'package c\n\nfunc Y() int { return X() }\n',
    });
    await stage.project.git('tag', 'v1.1.0');
    await stage.project.commit('fix: C', { 'c/other.go': 'package c\n' });
    await stage.project.git('tag', 'v1.1.1');
    const withC = await stage.run('v1.1.1', { ...targets, targets: 'darwin/arm64' }, { PATH });
    expect(withC.annotations[0]?.message).toContain('API: ./c.Y: removed');
    await stage.project.commit('fix: does not compile', { 'lib.go': lib('func A() { undefined() }') });
    await stage.project.git('tag', 'v1.1.2');
    const broken = await stage.run('v1.1.2', targets, { PATH });
    expect(broken.code).toBe(1);
  });

  it('knows where a module ends, and what can be imported under which name', async ({ skip }) => {
    const PATH = `${dirname(await needGoTool(skip, 'apidiff', 'release'))}:${process.env.PATH}`;
    await using stage = await setStage({
      'go.mod':
        'module m.test/lib\n\ngo 1.24\n\nrequire m.test/lib/d v0.1.0\n\nreplace m.test/lib/d => ./d\n',
      'd/go.mod': 'module m.test/lib/d\n\ngo 1.24\n',
      'd/d.go': 'package d\n\nfunc D() {}\n',
      'a/a.go': 'package a\n',
      'b/b.go': 'package b\n',
      'c/go.mod': 'module m.test/lib/c\n\ngo 1.24\n',
      'c/c.go': 'package c\n',
    });
    await stage.project.git('tag', 'v1.0.0');
    await stage.project.git('tag', 'd/v0.1.0');
    await stage.project.commit('fix: a, and d of another module', {
      'a/a.go': 'package a // fixed\n',
      'd/d.go': 'package d\n',
    });
    expect(await stage.run('v1.0.1', { phase: 'plan' }, { PATH })).toMatchObject({ code: 0 });
    await stage.project.exec('rm', ['c/go.mod']);
    await stage.project.commit('fix: c is part of it', {});
    const grown = await stage.run('v1.0.1', { phase: 'plan' }, { PATH });
    expect(grown.annotations[0]?.message).toContain('there is a feature (API: package m.test/lib/c: added)');
    await stage.project.commit('fix: more', {
      'a/a.go': 'package other\n',
      'b/go.mod': 'module m.test/lib/b\n\ngo 1.24\n',
    });
    const broken = await stage.run('v1.0.1', { phase: 'plan' }, { PATH });
    expect(broken.annotations[0]?.message).toMatch(
      /a breaking change \(API: package m\.test\/lib\/a: its name was a, and is other, API: package m\.test\/lib\/b: removed\)/,
    );
  });

  it('begins anew where the module path does', async () => {
    await using stage = await setStage({
      'go.mod': 'module m.test/lib\n\ngo 1.24\n',
      'lib.go': lib('func A() {}'),
    });
    await stage.project.git('tag', 'v1.0.0');
    await stage.project.commit('feat!: anew', {
      'go.mod': 'module m.test/lib/v2\n\ngo 1.24\n',
      'lib.go': lib(''),
    });
    await stage.project.git('tag', 'v2.0.0');
    expect(await stage.run('v2.0.0', { phase: 'plan' })).toMatchObject({ code: 0 });
  });
});
