import { parseCompileErrors } from '@go-actions/go-build';
import { describe, expect, it } from 'vitest';

describe('parseCompileErrors', () => {
  it('reads places, with and without columns, and keeps continuation lines', () => {
    const text =
      '# m.test/x\n./main.go:3:7: undefined: y\n\thave (int)\nsub/a.go:9: no column\n./main.go:5:2: "os" imported and not used\ntoo many errors\n';
    expect(parseCompileErrors(text)).toEqual([
      { file: 'main.go', line: 3, column: 7, message: 'undefined: y\nhave (int)' },
      { file: 'sub/a.go', line: 9, message: 'no column' },
      { file: 'main.go', line: 5, column: 2, message: '"os" imported and not used' },
    ]);
  });
});
