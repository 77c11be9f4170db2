import { assignPatterns, type GoModule, parseGoMod } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';

const module = (dir: string, path: string): GoModule => ({
  dir,
  path,
  goMod: parseGoMod(`module ${path}\n`),
});
const MODULES = [
  module('.', 'example.com/m'),
  module('tools', 'example.com/m/tools'),
  module('tools/gen', 'example.com/gen'),
  module('toolsets', 'example.com/toolsets'),
];

describe('assignPatterns', () => {
  const rows: {
    name: string;
    patterns: string[];
    modules?: GoModule[];
    want: Record<string, string[]>;
    unknown?: string[];
  }[] = [
    {
      name: 'everything',
      patterns: ['./...'],
      want: { '.': ['./...'], tools: ['./...'], 'tools/gen': ['./...'], toolsets: ['./...'] },
    },
    {
      name: 'the bare wildcard',
      patterns: ['...'],
      modules: [MODULES[0] as GoModule],
      want: { '.': ['./...'] },
    },
    { name: 'the root package', patterns: ['.'], want: { '.': ['.'] } },
    { name: 'a folder', patterns: ['./a/b'], want: { '.': ['./a/b'] } },
    { name: 'a folder with a slash at the end', patterns: ['./a/b/'], want: { '.': ['./a/b'] } },
    {
      name: 'a tree with modules below',
      patterns: ['./tools/...'],
      want: { tools: ['./...'], 'tools/gen': ['./...'] },
    },
    { name: 'a tree inside of a module', patterns: ['./tools/x/...'], want: { tools: ['./x/...'] } },
    {
      name: 'a part of a name',
      patterns: ['./tools...'],
      want: { '.': ['./tools...'], tools: ['./...'], 'tools/gen': ['./...'], toolsets: ['./...'] },
    },
    {
      name: 'a wildcard in the middle',
      patterns: ['./tools/.../y'],
      want: { tools: ['./.../y'], 'tools/gen': ['./.../y'] },
    },
    { name: 'an absolute folder', patterns: ['/work/tools/x'], want: { tools: ['./x'] } },
    {
      name: 'import paths by the longest module',
      patterns: ['example.com/m/a', 'example.com/m/tools/x'],
      want: { '.': ['./a'], tools: ['./x'] },
    },
    {
      name: 'an import path that only looks like a prefix',
      patterns: ['example.com/more'],
      want: {},
      unknown: ['example.com/more'],
    },
    { name: 'an import tree', patterns: ['example.com/m/...'], want: { '.': ['./...'], tools: ['./...'] } },
    {
      name: 'an import tree above every module',
      patterns: ['example.com/...'],
      want: { '.': ['./...'], tools: ['./...'], 'tools/gen': ['./...'], toolsets: ['./...'] },
    },
    { name: 'the same twice', patterns: ['./a', 'example.com/m/a', './a/'], want: { '.': ['./a'] } },
    {
      name: 'a folder outside',
      patterns: ['../x', '/etc'],
      modules: [MODULES[1] as GoModule],
      want: {},
      unknown: ['../x', '/etc'],
    },
    {
      name: 'no root module',
      patterns: ['./...', './x'],
      modules: MODULES.slice(1),
      want: { tools: ['./...'], 'tools/gen': ['./...'], toolsets: ['./...'] },
      unknown: ['./x'],
    },
  ];
  it.each(rows)('$name', ({ patterns, modules = MODULES, want, unknown = [] }) => {
    const assigned = assignPatterns(patterns, modules, '/work');
    expect(Object.fromEntries(assigned.byModule)).toEqual(want);
    expect(assigned.unknown).toEqual(unknown);
  });
});
