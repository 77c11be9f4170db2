import { describe, expect, it } from 'vitest';
import { groupSources, isProgramFile } from '../../../packages/go-build/src/left-out.ts';

describe('isProgramFile', () => {
  it.each([
    { name: 'a plain program', source: 'package main\n', want: true },
    { name: 'one with C', source: 'package main\n\nimport "C"\n', want: true },
    { name: 'one for a system', source: '//go:build freebsd && arm64\n\npackage main // x\n', want: true },
    { name: 'one that asks for cgo', source: '// Copyright\n\n//go:build cgo\n\npackage main\n', want: true },
    { name: 'a script', source: '//go:build ignore\n\npackage main\n', want: false },
    { name: 'one with a tag of its own', source: '//go:build pro\n\npackage main\n', want: false },
    { name: 'a library', source: 'package mainly\n\n/*\npackage main\n*/\n', want: false },
    { name: 'a library that speaks of one', source: '// package main\npackage lib\n', want: false },
  ])('case release/16: says of $name: $want', ({ source, want }) => expect(isProgramFile(source)).toBe(want));
});

describe('groupSources', () => {
  it('takes the files of which Go builds packages', () => {
    const paths = [
      'a.go',
      'a_test.go',
      'cmd/x/b.go',
      'testdata/c.go',
      'vendor/v.go',
      '_x/d.go',
      'e/.f/g.go',
      'h.txt',
      'web/gen/i.go',
    ];
    expect([...groupSources(paths, ['./web'])]).toEqual([
      ['.', ['a.go']],
      ['cmd/x', ['cmd/x/b.go']],
    ]);
  });
});
