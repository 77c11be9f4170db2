import { parseGoMod, parseGoSum } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';
import {
  compareModuleFiles,
  type ModuleFiles,
} from '../../../../actions/change-plan/src/change/module-change.ts';

const MOD = 'module m\n\ngo 1.24\n\nrequire (\n\ta.org/a v1.0.0\n\tb.org/b v1.0.0 // indirect\n)\n';
const SUM = 'a.org/a v1.0.0 h1:a=\na.org/a v1.0.0/go.mod h1:am=\nc.org/c v0.1.0/go.mod h1:cm=\n';
const files = (mod = MOD, sum = SUM): ModuleFiles => ({ goMod: parseGoMod(mod), goSum: parseGoSum(sum) });

describe('compareModuleFiles', () => {
  it.each([
    { name: 'a version', mod: MOD.replace('a v1.0.0', 'a v1.1.0'), want: ['a.org/a'] },
    { name: 'an indirect version', mod: MOD.replace('b v1.0.0', 'b v1.1.0'), want: ['b.org/b'] },
    { name: 'a new requirement', mod: `${MOD}require d.org/d v1.0.0\n`, want: ['d.org/d'] },
    { name: 'a replacement', mod: `${MOD}replace a.org/a => ./a\n`, want: ['a.org/a'] },
    { name: 'an exclusion', mod: `${MOD}exclude a.org/a v0.9.0\n`, want: ['a.org/a'] },
    { name: 'whether a requirement is direct', mod: MOD.replace(' // indirect', ''), want: [] },
    {
      name: 'the order of lines',
      mod: `${MOD.slice(0, MOD.indexOf('require'))}require b.org/b v1.0.0\nrequire a.org/a v1.0.0\n`,
      want: [],
    },
    { name: 'a retraction', mod: `${MOD}retract v0.1.0\n`, want: [] },
    { name: 'a hash', sum: SUM.replace('h1:a=', 'h1:x='), want: ['a.org/a'] },
    { name: 'a hash of a go.mod alone', sum: SUM.replace('h1:cm=', 'h1:x='), want: ['c.org/c'] },
    {
      name: 'a hash of a go.mod along with a version',
      mod: MOD.replace('a v1.0.0', 'a v1.1.0'),
      sum: SUM.replace('h1:cm=', 'h1:x='),
      want: ['a.org/a'],
    },
    { name: 'a hash that is gone', sum: '', want: ['a.org/a', 'c.org/c'] },
  ])('finds the modules behind $name', ({ mod, sum, want }) => {
    const change = compareModuleFiles(files(), files(mod, sum));
    expect(change.everything === undefined && [...change.modules].sort()).toEqual(want);
  });

  it.each([
    { name: 'the module line', mod: MOD.replace('module m', 'module n'), want: 'its `module` line changed' },
    { name: 'the go line', mod: MOD.replace('1.24', '1.25'), want: 'its `go` line changed' },
    { name: 'a toolchain line', mod: `${MOD}toolchain go1.26.8\n`, want: 'its `toolchain` line changed' },
    { name: 'a godebug line', mod: `${MOD}godebug x=1\n`, want: 'its `godebug` lines changed' },
    { name: 'an ignore line', mod: `${MOD}ignore ./x\n`, want: 'its `ignore` lines changed' },
  ])('asks for everything after a change of $name', ({ mod, want }) => {
    expect(compareModuleFiles(files(), files(mod))).toEqual({ everything: want });
  });

  it.each([
    { go: 'go 1.16\n', everything: true },
    { go: 'go 1.9\n', everything: true },
    { go: '', everything: true },
    { go: 'go 1.17\n', everything: false },
    { go: 'go 2.0\n', everything: false },
    { go: 'go 1.24.4\n', everything: false },
  ])('a requirement that changed under "$go": all packages $everything', ({ go, everything }) => {
    const old = MOD.replace('go 1.24\n', go);
    const change = compareModuleFiles(files(old), files(old.replace('a v1.0.0', 'a v1.1.0')));
    expect(change).toMatchObject(
      everything
        ? { everything: expect.stringContaining('older than 1.17') }
        : { modules: new Set(['a.org/a']) },
    );
    expect(compareModuleFiles(files(old), files(old))).toMatchObject({ modules: new Set() });
  });

  it('asks for everything when go.mod is new, or gone', () => {
    expect(compareModuleFiles(undefined, files())).toEqual({ everything: 'it is new' });
    expect(compareModuleFiles(files(), undefined)).toEqual({ everything: 'it was deleted' });
  });

  it('knows that tools changed', () => {
    expect(compareModuleFiles(files(), files(`${MOD}tool a.org/a/cmd\n`))).toMatchObject({ tools: true });
  });
});
