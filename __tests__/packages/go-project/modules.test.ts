import {
  fileOfImport,
  type GoModule,
  moduleOfFile,
  moduleOfImport,
  parseGoMod,
} from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';

const module = (dir: string, path: string): GoModule => ({
  dir,
  path,
  goMod: parseGoMod(`module ${path}\n`),
});
const MODULES = [
  module('.', 'example.com/m'),
  module('api', 'example.com/m/api'),
  module('api/v2', 'example.com/m/api/v2'),
  module('tools', 'example.com/tools'),
];

describe('moduleOfImport finds the longest module path', () => {
  it.each([
    { name: 'the root module', input: 'example.com/m', want: '.' },
    { name: 'a package of it', input: 'example.com/m/internal/x', want: '.' },
    { name: 'a nested module', input: 'example.com/m/api/users', want: 'api' },
    { name: 'a major version below a nested module', input: 'example.com/m/api/v2', want: 'api/v2' },
    { name: 'a name that only begins alike', input: 'example.com/m/apis', want: '.' },
    { name: 'a module whose folder has another name', input: 'example.com/tools/gen', want: 'tools' },
    { name: 'a foreign package', input: 'example.com/mm', want: undefined },
  ])('for $name', ({ input, want }) => expect(moduleOfImport(MODULES, input)?.dir).toBe(want));
});

describe('moduleOfFile finds the deepest module folder', () => {
  it.each([
    { name: 'a file at the root', input: 'main.go', want: '.' },
    { name: 'a file of a nested module', input: 'api/users/x.go', want: 'api' },
    { name: 'a file of a module inside a module', input: 'api/v2/x.go', want: 'api/v2' },
    { name: 'a folder that only begins alike', input: 'apis/x.go', want: '.' },
  ])('for $name', ({ input, want }) => expect(moduleOfFile(MODULES, input)?.dir).toBe(want));

  it('knows that a file outside of every module has none', () => {
    expect(moduleOfFile([module('api', 'example.com/api')], 'docs/x.md')).toBeUndefined();
  });
});

describe('fileOfImport turns names of cover profiles into paths', () => {
  it.each([
    { name: 'a file of the root module', input: 'example.com/m/x.go', want: 'x.go' },
    { name: 'a file of a nested module', input: 'example.com/m/api/v2/a b.go', want: 'api/v2/a b.go' },
    {
      name: 'a module whose folder has another name',
      input: 'example.com/tools/gen/x.go',
      want: 'tools/gen/x.go',
    },
    { name: 'a foreign file', input: 'rsc.io/quote/quote.go', want: undefined },
    { name: 'a module path alone', input: 'example.com/m', want: undefined },
  ])('for $name', ({ input, want }) => expect(fileOfImport(MODULES, input)).toBe(want));
});
