import { nameBinaries } from '@go-actions/go-build';
import { describe, expect, it } from 'vitest';

describe('nameBinaries', () => {
  const rows = [
    { name: 'takes the last element', input: ['m.test/x/cmd/api'], want: ['api'] },
    { name: 'skips a major version', input: ['m.test/tool/v2'], want: ['tool'] },
    { name: 'keeps a module that is only a version', input: ['v2'], want: ['v2'] },
    {
      name: 'tells twins apart',
      input: ['m.test/a/cmd/tool', 'm.test/b/cmd/tool', 'm.test/c'],
      want: ['a-tool', 'b-tool', 'c'],
    },
    {
      name: 'case release/17: v1 and v0 are no versions of a name',
      input: ['m.test/x/v1', 'm.test/y/v0'],
      want: ['v1', 'v0'],
    },
    { name: 'knows versions of two digits', input: ['m.test/x/v10'], want: ['x'] },
    { name: 'v01 is not a version', input: ['m.test/x/v01'], want: ['v01'] },
    {
      name: 'an example never renames the program',
      input: ['m.test/x/cmd/app', 'm.test/x/examples/app', 'm.test/x/internal/tools/app'],
      want: ['app', 'examples-app', 'tools-app'],
    },
    {
      name: 'the program at the root keeps its name beside its own command',
      input: ['m.test/tool', 'm.test/tool/cmd/tool'],
      want: ['tool', 'tool-tool'],
    },
    {
      name: 'names that differ by case alone are twins',
      input: ['m.test/a/Tool', 'm.test/b/tool'],
      want: ['a-Tool', 'b-tool'],
    },
    {
      name: 'a longer name never meets the plain name of another main',
      input: ['m.test/a/cmd/tool', 'm.test/b/cmd/tool', 'm.test/c/a-tool'],
      want: ['m.test-a-cmd-tool', 'b-tool', 'a-tool'],
    },
    {
      name: 'even whole paths that look alike get two names',
      input: ['m/a-b/c', 'm/a/b-c', 'm/a/b/c', 'x/c', 'm-a-b/c'],
      want: ['a-b-c', 'b-c', 'm-a-b-c', 'x-c', 'm-a-b-c-2'],
    },
    {
      name: 'tells a twin apart from its parent',
      input: ['tool', 'm.test/tool'],
      want: ['tool', 'm.test-tool'],
    },
  ];
  it.each(rows)('$name', ({ input, want }) => {
    expect([...nameBinaries(input).values()]).toEqual(want);
  });
});
