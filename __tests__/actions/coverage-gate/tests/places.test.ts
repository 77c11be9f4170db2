import { describe, expect, it } from 'vitest';
import type { Bodies } from '../../../../actions/coverage-gate/src/tests/calls.ts';
import { listFailures } from '../../../../actions/coverage-gate/src/tests/failures.ts';
import { locateFailure } from '../../../../actions/coverage-gate/src/tests/places.ts';
import { failed, logOf, test } from './events.ts';

describe('locateFailure', () => {
  const names = { base: '/src', packageDirs: new Map([['m/p', 'p']]), runDirs: ['.'], modules: [] };
  const declared = new Map([['TestA', { file: 'p/a_test.go', line: 2 }]]);
  const locate = (lines: string[], sources: Record<string, string>, bodies: Bodies = new Map()) => {
    const [failure] = listFailures(logOf([...test('TestA', lines), failed]));
    if (!failure) throw new Error('no failure');
    const texts = new Map(Object.entries(sources));
    return locateFailure(failure, names, { texts, bodies, declared }).places.map(
      ({ file, line, message }) => `${file}:${line} ${message}`,
    );
  };
  const source = [
    'package p',
    'func TestA(t *testing.T) {',
    '\tt.Log("x")',
    '\tt.Error("y")',
    '\tstep(t, "z")',
    '\tcheck(t, "w")',
    '\texternal(t)',
    '}',
  ].join('\n');
  const files = { 'p/a_test.go': source };
  const bodies = new Map([
    ['step', ['{ t.Helper(); t.Log("step: t.Error(") }']],
    ['check', ['{ t.Helper(); fail(t) }']],
    ['fail', ['{ t.Helper(); t.Errorf("no") }']],
  ]);

  it('tells t.Log from t.Error by the call at the line', () => {
    expect(locate(['    a_test.go:3: x\n', '    a_test.go:4: y\n'], files)).toEqual(['p/a_test.go:4 y']);
  });

  it('looks into helpers, and into helpers of helpers', () => {
    expect(locate(['    a_test.go:5: z\n', '    a_test.go:6: w\n'], files, bodies)).toEqual([
      'p/a_test.go:6 w',
    ]);
  });

  it('keeps a helper that it does not know, and joins what is said at one line', () => {
    expect(locate(['    a_test.go:7: a\n', '    a_test.go:7: b\n'], files, bodies)).toEqual([
      'p/a_test.go:7 a\nb',
    ]);
  });

  it('takes a file name in a message for what it is', () => {
    const lines = [
      '    /src/p/a_test.go:4: y\n',
      '        a_test.go:6: quoted\n',
      '    a_test.go:6: through t.Output\n',
    ];
    expect(locate(lines, files, bodies)).toEqual(['p/a_test.go:4 y\na_test.go:6: quoted']);
  });

  it('falls back to where the test is declared', () => {
    expect(locate(['    a_test.go:3: x\n'], files)).toEqual(['p/a_test.go:2 the test failed']);
    expect(locate([], files)).toEqual(['p/a_test.go:2 the test failed']);
  });

  it('skips the frames of the standard library', () => {
    const lines = [
      'panic: boom\n',
      '\n',
      'goroutine 6 [running]:\n',
      'testing.tRunner()\n',
      '\t/usr/local/go/src/testing/testing.go:1 +0x1\n',
      'm/p.F()\n',
      '\t/src/p/x.go:2 +0x1\n',
    ];
    expect(locate(lines, { 'p/x.go': '' })).toEqual(['p/x.go:2 panic: boom']);
  });
});
