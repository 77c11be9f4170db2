import { describe, expect, it } from 'vitest';
import { listFailures } from '../../../../actions/coverage-gate/src/tests/failures.ts';
import { failed, logOf, test } from './events.ts';

describe('listFailures', () => {
  const rows = [
    {
      name: 'takes the typed lines of Go 1.27 and leaves logs alone',
      log: logOf([
        ...test('TestA', [
          '    a_test.go:3: just a log\n',
          ['    a_test.go:9: got 1\n', 'error'],
          ['        want 2\n', 'error-continue'],
        ]),
        failed,
      ]),
      want: [
        { kind: 'test', test: 'TestA', message: 'got 1\nwant 2', places: [{ file: 'a_test.go', line: 9 }] },
      ],
    },
    {
      name: 'gives a panic to the sub-test that ended without a word, not to the test above it as well',
      log: logOf([
        { Action: 'run', Test: 'FuzzA' },
        ...test('FuzzA/seed#0', []),
        ...test('FuzzA', [
          'panic: six [recovered, repanicked]\n',
          '\n',
          'goroutine 18 [running]:\n',
          'm/p.FuzzA.func1(0x0)\n',
          '\t/w/p/a_test.go:7 +0x2d\n',
        ]),
        failed,
      ]),
      want: [
        { kind: 'panic', test: 'FuzzA/seed#0', places: [{ file: '/w/p/a_test.go', line: 7 }] },
        { test: 'FuzzA', parent: true, places: [] },
      ],
    },
    {
      name: 'takes every located line of older Go',
      log: logOf([
        ...test('TestA', ['    a_test.go:3: one\n', '    a_test.go:9: two\n', '        more\n']),
        failed,
      ]),
      want: [
        {
          places: [
            { line: 3, message: 'one' },
            { line: 9, message: 'two\nmore' },
          ],
        },
      ],
    },
    {
      name: 'says what testify expected, in front of it the test’s own words, and not the place and name again',
      log: logOf([
        ...test('TestA', [
          '    a_test.go:10: \n',
          '        \tError Trace:\t/src/p/a_test.go:10\n',
          '        \t            \t\t\t\t/src/p/b_test.go:4\n',
          '        \tError:      \tNot equal: \n',
          '        \t            \texpected: 1\n',
          '        \t            \tactual  : 2\n',
          '        \tTest:       \tTestA\n',
          '        \tMessages:   \tthe number of apples\n',
          '    a_test.go:12: \n',
          '        \tError Trace:\t/src/p/a_test.go:12\n',
          '        \tError:      \tAn error is expected but got nil.\n',
          '        \tTest:       \tTestA\n',
        ]),
        failed,
      ]),
      want: [
        {
          places: [
            { line: 10, message: 'the number of apples: Not equal:\nexpected: 1\nactual  : 2' },
            { line: 12, message: 'An error is expected but got nil.' },
          ],
        },
      ],
    },
    {
      name: 'takes the frames of a panic, and a test that never ended',
      log: logOf([
        ...test(
          'TestA',
          [
            'panic: boom [recovered]\n',
            '\tpanic: boom\n',
            '\n',
            'goroutine 6 [running]:\n',
            'm/p.F()\n',
            '\t/src/p/x.go:12 +0x1d\n',
          ],
          null,
        ),
        failed,
      ]),
      want: [{ kind: 'panic', message: 'panic: boom', places: [{ file: '/src/p/x.go', line: 12 }] }],
    },
    {
      name: 'knows data races',
      log: logOf([
        ...test('TestA', [
          '==================\n',
          'WARNING: DATA RACE\n',
          'Write at 0x00c by goroutine 8:\n',
          '  m/p.F.func1()\n',
          '      /src/p/x.go:7 +0x3a\n',
          '==================\n',
          '    testing.go:1712: race detected during execution of test\n',
        ]),
        failed,
      ]),
      want: [{ kind: 'race', message: 'data race', places: [{ file: '/src/p/x.go', line: 7 }] }],
    },
    {
      name: 'gives a race to the test that the report names, not to the one that wrote last',
      log: logOf([
        { Action: 'run', Test: 'TestRace' },
        ...test('TestBeside', [
          '==================\n',
          'WARNING: DATA RACE\n',
          'Write at 0x00c by goroutine 8:\n',
          '  m/p.TestRace.func1()\n',
          '      /src/p/p_test.go:9 +0x3a\n',
          '==================\n',
          '    testing.go:1712: race detected during execution of test\n',
        ]),
        ...test('TestRace', ['    testing.go:1712: race detected during execution of test\n']),
        failed,
      ]),
      want: [
        { kind: 'race', test: 'TestRace' },
        { kind: 'test', test: 'TestBeside', beside: true },
      ],
    },
    {
      name: 'knows time-outs',
      log: logOf([
        ...test(
          'TestA',
          [
            'panic: test timed out after 1s\n',
            '\trunning tests:\n',
            '\n',
            'goroutine 1 [running]:\n',
            'testing.(*M).startAlarm.func1()\n',
            '\t/usr/local/go/src/testing/testing.go:1 +0x1\n',
            '\n',
            'goroutine 7 [sleep]:\n',
            'time.Sleep(0x1)\n',
            '\t/usr/local/go/src/runtime/time.go:1 +0x1\n',
            'm/p.TestA(0xc00)\n',
            '\t/src/p/a_test.go:9 +0x1\n',
            'testing.tRunner(0xc00)\n',
            '\t/usr/local/go/src/testing/testing.go:2 +0x1\n',
          ],
          null,
        ),
        failed,
      ]),
      want: [{ kind: 'timeout', message: 'panic: test timed out after 1s', places: [{ line: 9 }] }],
    },
    {
      name: 'reads compiler events of Go 1.24 and later',
      log: logOf([
        { Action: 'build-output', ImportPath: 'm/p [m/p.test]', Output: '# m/p [m/p.test]\n' },
        { Action: 'build-output', ImportPath: 'm/p [m/p.test]', Output: 'p/x.go:3:28: undefined: G\n' },
        { ...failed, FailedBuild: 'm/p [m/p.test]' },
      ]),
      want: [{ kind: 'build', message: 'undefined: G', places: [{ file: 'p/x.go', line: 3 }] }],
    },
    {
      name: 'reads compiler text of older Go',
      log: logOf(
        [{ Action: 'output', Output: 'FAIL\tm/p [build failed]\n' }, failed],
        ['# m/other', 'q/y.go:1:1: no', '# m/p [m/p.test]', 'p/x.go:3:28: undefined: G'],
      ),
      want: [{ kind: 'build', message: 'undefined: G', places: [{ file: 'p/x.go', line: 3 }] }],
    },
    {
      name: 'says what a package said that failed outside of its tests',
      log: logOf([
        { Action: 'output', Output: 'no database\n' },
        { Action: 'output', Output: 'FAIL\tm/p\t0.1s\n' },
        failed,
      ]),
      want: [{ kind: 'package', message: 'no database' }],
    },
    {
      name: 'does not take go’s own last words for those of a program that only ended badly',
      log: logOf([
        ...test('TestA', [], 'pass'),
        { Action: 'output', Output: 'PASS\n' },
        { Action: 'output', Output: 'coverage: 80.0% of statements\n' },
        { Action: 'output', Output: 'exit status 3\n' },
        { Action: 'output', Output: 'FAIL\tm/p\t0.1s\n' },
        failed,
      ]),
      want: [{ kind: 'package', message: expect.stringContaining('look at TestMain') }],
    },
    {
      name: 'finds nothing in a run that passed',
      log: logOf([...test('TestA', ['    a_test.go:3: log\n'], 'pass'), { Action: 'pass' }]),
      want: [],
    },
  ];
  it.each(rows)('$name', ({ log, want }) => {
    const got = listFailures(log);
    expect(got).toHaveLength(want.length);
    expect(got).toMatchObject(want);
  });
});
