import { dirname } from 'node:path';
import { GO_TOOLS } from '@go-actions/tools';
import { describe, expect, it } from 'vitest';
import { APIDIFF } from '../../../../actions/semver-release/src/api/io/compare.ts';
import { needGoTool } from '../../../needs.ts';
import { setStage } from '../stage.ts';

const lib = (text: string) => `package lib\n\n${text}\n`;

/** The edges of the language, each as one exported change and what `apidiff` makes of it. */
const PAIRS: { name: string; before: string; after: string; want: 'patch' | 'minor' | 'major' }[] = [
  { name: 'a new function', before: 'func A() {}', after: 'func A() {}\nfunc B() {}', want: 'minor' },
  { name: 'a removed function', before: 'func A() {}\nfunc B() {}', after: 'func A() {}', want: 'major' },
  { name: 'an unexported change', before: 'func a() {}', after: 'func a(int) {}', want: 'patch' },
  {
    name: 'a removed method',
    before: 'type T struct{}\nfunc (T) M() {}',
    after: 'type T struct{}',
    want: 'major',
  },
  { name: 'a variadic parameter', before: 'func F(int) {}', after: 'func F(...int) {}', want: 'major' },
  {
    name: 'a grown interface',
    before: 'type I interface{ M() }',
    after: 'type I interface{ M(); N() }',
    want: 'major',
  },
  {
    name: 'a grown sealed interface',
    before: 'type I interface{ m() }',
    after: 'type I interface{ m(); N() }',
    want: 'minor',
  },
  {
    name: 'a struct that cannot be compared any more',
    before: 'type T struct{ A int }',
    after: 'type T struct{ A int; b []int }',
    want: 'major',
  },
  {
    name: 'a narrower constraint',
    before: 'func G[T any](T) {}',
    after: 'func G[T comparable](T) {}',
    want: 'major',
  },
  { name: 'another constant', before: 'const C = 1', after: 'const C = 2', want: 'major' },
];

describe('compareApi', () => {
  it('is pinned in one place', () => {
    expect(GO_TOOLS.apidiff).toMatchObject({ pkg: APIDIFF.pkg, version: APIDIFF.version });
  });

  it('asks for what apidiff says, by a real run for each pair', { timeout: 600_000 }, async ({ skip }) => {
    const tool = await needGoTool(skip, 'apidiff', 'release');
    const PATH = `${dirname(tool)}:${process.env.PATH}`;
    await using stage = await setStage({ 'go.mod': 'module m.test/lib\n\ngo 1.24\n' });
    for (const [index, { name, before, after, want }] of PAIRS.entries()) {
      await stage.project.commit('fix: before', { 'lib.go': lib(before) });
      await stage.project.git('tag', `v1.${index}.0`);
      await stage.project.commit('fix: after', { 'lib.go': lib(after) });
      await stage.project.git('tag', `v1.${index}.1`);
      const result = await stage.run(`v1.${index}.1`, { phase: 'plan', 'bump-check': 'warn' }, { PATH });
      expect(result.code, name).toBe(0);
      expect(JSON.parse(result.outputs.plan ?? '{}').required, name).toBe(want);
    }
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
