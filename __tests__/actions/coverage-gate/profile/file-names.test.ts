import type { GoModule } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';
import {
  findOwnNames,
  listModulePaths,
  locateFile,
  locateFiles,
} from '../../../../actions/coverage-gate/src/profile/file-names.ts';

const module = (path: string, dir: string) => ({ path, dir }) as GoModule;
const MODULES = [
  module('example.com/m', '.'),
  module('example.com/m/v2', 'v2'),
  module('example', 'examples/a'),
  module('example', 'examples/b'),
];

describe('locateFile', () => {
  it.each([
    { name: 'example.com/m/p/a.go', want: 'p/a.go' },
    { name: 'example.com/m/v2/p/a.go', want: 'v2/p/a.go' },
    { name: 'example.com/mmm/a.go', want: undefined },
    { name: './examples/b/a.go', want: 'examples/b/a.go' },
    { name: '/work/p/a.go', want: 'p/a.go' },
    { name: '/elsewhere/a.go', want: undefined },
    { name: './../a.go', want: undefined },
    { name: 'example.com/m/../../a.go', want: undefined },
    { name: 'example.com/m/p/.', want: 'p/.' },
  ])('$name', ({ name, want }) => {
    expect(locateFile(name, '/work', MODULES)).toBe(want);
  });
});

it('a replace line of go.mod or go.work gives a folder of the repository another name', () => {
  const line = (path: string, to: string) => ({ old: { path }, new: { path: to } });
  const goMod = { replace: [line('example.com/dep', '../dep'), line('example.com/far', '../../far')] };
  const modules = [{ path: 'example.com/m', dir: 'm', goMod }] as unknown as GoModule[];
  const work = { dir: '.', replace: [line('example.com/other', './other'), line('example.com/m', './m')] };
  expect(listModulePaths(modules, work).map(({ path, dir }) => `${path} ${dir}`)).toEqual([
    'example.com/m m',
    'example.com/dep dep',
    'example.com/other other',
  ]);
});

describe('modules that share a path', () => {
  it('each have a file of the name', () => {
    expect(locateFiles('example/x/a.go', '/work', MODULES)).toEqual([
      'examples/a/x/a.go',
      'examples/b/x/a.go',
    ]);
    expect(locateFiles('example.com/m/p/a.go', '/work', MODULES)).toEqual(['p/a.go']);
    expect(locateFiles('other/a.go', '/work', MODULES)).toEqual([]);
  });

  it('have names of their own, and the others keep theirs', () => {
    expect(findOwnNames('examples/b', MODULES)).toEqual({ from: 'example/', to: './examples/b/' });
    expect(findOwnNames('.', MODULES)).toBeUndefined();
    expect(findOwnNames('nosuch', MODULES)).toBeUndefined();
  });
});
