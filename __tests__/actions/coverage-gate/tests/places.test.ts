import { describe, expect, it } from 'vitest';
import { listFailures } from '../../../../actions/coverage-gate/src/tests/failures.ts';
import { locateFailure } from '../../../../actions/coverage-gate/src/tests/places.ts';
import { failed, logOf, test } from './events.ts';

describe('locateFailure', () => {
  const names = { base: '/src', packageDirs: new Map([['m/p', 'p']]), runDirs: ['.'], modules: [] };
  const locate = (lines: string[], sources: Record<string, string>) => {
    const [failure] = listFailures(logOf([...test('TestA', lines), failed]));
    if (!failure) throw new Error('no failure');
    return locateFailure(failure, names, new Map(Object.entries(sources))).places;
  };

  it('resolves base names in the package folder and tells t.Log from t.Error by the source', () => {
    const source = 'package p\nfunc TestA(t *testing.T) {\n\tt.Log("x")\n\tt.Error("y")\n}\n';
    expect(locate(['    a_test.go:3: x\n', '    a_test.go:4: y\n'], { 'p/a_test.go': source })).toEqual([
      { file: 'p/a_test.go', line: 4, message: 'y' },
    ]);
  });

  it('skips the frames of the standard library', () => {
    const lines = [
      'panic: boom\n',
      '\t/usr/local/go/src/testing/testing.go:1 +0x1\n',
      '\t/src/p/x.go:2 +0x1\n',
    ];
    expect(locate(lines, { 'p/x.go': '' })).toEqual([{ file: 'p/x.go', line: 2, message: 'panic: boom' }]);
  });
});
