import { type GoModule, parseGoMod } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';
import { assignPackages } from '../../../../actions/lint-gate/src/run/packages.ts';

const module = (dir: string, path: string): GoModule => ({
  dir,
  path,
  goMod: parseGoMod(`module ${path}\n`),
});

describe('assignPackages', () => {
  const modules = [
    module('.', 'example.com/app'),
    module('lib', 'example.com/app/lib'),
    module('tools', 'example.org/tools'),
  ];
  it.each([
    {
      name: 'gives ./... to every module',
      patterns: ['./...'],
      want: { '.': ['./...'], lib: ['./...'], tools: ['./...'] },
    },
    { name: 'gives a folder to the module that holds it', patterns: ['./lib/x'], want: { lib: ['./x'] } },
    { name: 'gives a tree to its module', patterns: ['./internal/...'], want: { '.': ['./internal/...'] } },
    {
      name: 'gives an import path to the longest module',
      patterns: ['example.com/app/lib/x', 'example.com/app/x'],
      want: { lib: ['./x'], '.': ['./x'] },
    },
    {
      name: 'takes a module path as its root package',
      patterns: ['example.org/tools'],
      want: { tools: ['.'] },
    },
    {
      name: 'takes import path trees across modules',
      patterns: ['example.com/app/...'],
      want: { '.': ['./...'], lib: ['./...'] },
    },
    { name: 'reports what is nobody’s', patterns: ['example.net/x'], want: {}, unknown: ['example.net/x'] },
  ])('$name', ({ patterns, want, unknown = [] }) => {
    const assigned = assignPackages(patterns, modules);
    expect(Object.fromEntries(assigned.byModule)).toEqual(want);
    expect(assigned.unknown).toEqual(unknown);
  });
});
