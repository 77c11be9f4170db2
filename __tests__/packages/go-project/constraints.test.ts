import { isScript, parseTags } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';

describe('isScript', () => {
  it.each([
    { source: '//go:build ignore\n\npackage main\n', want: true },
    { source: '// Copyright\n\n//go:build ignore \r\n\r\npackage main\r\n', want: true },
    { source: '//go:build windows\n\npackage x\n', want: false },
    { source: '//go:build ignore || linux\n\npackage x\n', want: false },
    { source: '/*\n//go:build ignore\n*/\npackage x\n', want: false },
    { source: 'package x\n\nvar t = `\n//go:build ignore\n\npackage main\n`\n', want: false },
  ])('says of $source whether it is a script: $want', ({ source, want }) =>
    expect(isScript(source)).toBe(want),
  );
});

describe('parseTags', () => {
  it.each([
    { source: '//go:build integration\n\npackage x\n', want: ['integration'] },
    {
      source: '// Copyright\n//go:build linux && (e2e || !slow_tests) && go1.21\npackage x\n',
      want: ['e2e', 'slow_tests'],
    },
    { source: '// +build contract,!windows\n\npackage x\n', want: ['contract'] },
    { source: '//go:build windows || arm64\n\npackage x\n', want: [] },
    { source: 'package x\n\n//go:build late\n', want: [] },
  ])('of $source are $want', ({ source, want }) => expect(parseTags(source)).toEqual(want));
});
