import { describe, expect, it } from 'vitest';
import {
  type ChangedCode,
  describeEditedRules,
  isInChange,
  touches,
} from '../../../../actions/lint-gate/src/findings/change.ts';
import { finding } from '../samples.ts';

const change: ChangedCode = {
  files: new Set(['a.go', 'tools/go.mod']),
  lines: new Map([
    [
      'a.go',
      [
        { start: 3, end: 4 },
        { start: 9, end: 9 },
      ],
    ],
  ]),
  added: new Set(['new.go']),
  modules: new Set(['tools']),
};

describe('isInChange', () => {
  it.each([
    { name: 'a changed line', of: finding({ line: 4 }), lines: true, files: true },
    { name: 'a line between', of: finding({ line: 6 }), lines: false, files: true },
    {
      name: 'a range that reaches into a change',
      of: finding({ line: 6, endLine: 9 }),
      lines: true,
      files: true,
    },
    { name: 'the file as a whole', of: finding({ line: undefined }), lines: true, files: true },
    { name: 'another file', of: finding({ file: 'b.go' }), lines: false, files: false },
    { name: 'a file that no base has', of: finding({ file: 'new.go', line: 99 }), lines: true, files: true },
    {
      name: 'code that does not compile',
      of: finding({ file: 'b.go', rule: 'typecheck' }),
      lines: true,
      files: true,
    },
    {
      name: 'a module with a change',
      of: finding({ check: 'tidy', file: 'x', module: 'tools' }),
      lines: true,
      files: true,
    },
    {
      name: 'a module without one',
      of: finding({ check: 'tidy', file: 'a.go' }),
      lines: false,
      files: false,
    },
    {
      name: 'a place that a changed line gives its name',
      of: finding({ file: 'p.y', line: 40, origins: [{ file: 'a.go', line: 9 }] }),
      lines: true,
      files: true,
    },
  ])('$name', ({ of, lines, files }) => {
    expect([isInChange(of, change, 'lines'), isInChange(of, change, 'files')]).toEqual([lines, files]);
  });
});

describe('touches', () => {
  const ranges = [{ start: 3, end: 4 }];
  const insert = { start: 3, end: 2, text: 'x' } as unknown as ReturnType<typeof finding>['fix'];
  it.each([
    { name: 'text to insert belongs to the line behind', of: finding({ line: 3, fix: insert }), want: true },
    { name: 'and to the line before', of: finding({ line: 5, fix: insert }), want: true },
    { name: 'and to no other', of: finding({ line: 6, fix: insert }), want: false },
  ])('$name', ({ of, want }) => {
    expect(touches(of, ranges)).toBe(want);
  });
});

it('a change that edits what linters may find says so', () => {
  const files = new Set(['a.go', 'sub/.golangci.yml', 'staticcheck.conf', 'x.golangci.yml.md']);
  expect(describeEditedRules({ files })).toBe(
    'The change edits staticcheck.conf, sub/.golangci.yml: linters find what that lets them find.',
  );
  expect(describeEditedRules({ files: new Set(['a.go']) })).toBeUndefined();
});
