import { describe, expect, it } from 'vitest';
import { findHoles } from '../../../actions/coverage-gate/src/completeness.ts';
import { listFailures } from '../../../actions/coverage-gate/src/failures.ts';
import { locateFailure } from '../../../actions/coverage-gate/src/locate.ts';
import { countTests } from '../../../actions/coverage-gate/src/test-counts.ts';
import { type TestEvent, TestLog } from '../../../actions/coverage-gate/src/test-events.ts';

const logOf = (events: Partial<TestEvent>[], foreign: string[] = []): TestLog => {
  const log = new TestLog();
  for (const line of foreign) log.addLine(line);
  for (const event of events) log.addLine(JSON.stringify({ Package: 'm/p', ...event }));
  return log;
};
const test = (
  name: string,
  lines: (string | [string, string])[],
  end: string | null = 'fail',
): Partial<TestEvent>[] => [
  { Action: 'run', Test: name },
  ...lines.map(
    (line): Partial<TestEvent> =>
      typeof line === 'string'
        ? { Action: 'output', Test: name, Output: line }
        : { Action: 'output', Test: name, Output: line[0], OutputType: line[1] },
  ),
  ...(end ? [{ Action: end, Test: name }] : []),
];
const failed: Partial<TestEvent> = { Action: 'fail' };

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
        ]),
        failed,
      ]),
      want: [{ kind: 'race', message: 'data race', places: [{ file: '/src/p/x.go', line: 7 }] }],
    },
    {
      name: 'knows time-outs',
      log: logOf([
        ...test('TestA', ['panic: test timed out after 1s\n', '\trunning tests:\n'], null),
        failed,
      ]),
      want: [{ kind: 'timeout', message: 'panic: test timed out after 1s' }],
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

describe('locateFailure', () => {
  const around = { base: '/src', packageDirs: new Map([['m/p', 'p']]), runDirs: ['.'], modules: [] };
  const locate = (lines: string[], sources: Record<string, string>) => {
    const [failure] = listFailures(logOf([...test('TestA', lines), failed]));
    if (!failure) throw new Error('no failure');
    return locateFailure(failure, around, new Map(Object.entries(sources))).places;
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

describe('TestLog', () => {
  it('counts sub-tests, repeated tests, skips and cached packages', () => {
    const log = logOf([
      ...test('TestA', [], 'pass'),
      ...test('TestA/sub', [], 'skip'),
      ...test('TestA', [], 'fail'),
      { Action: 'output', Output: 'ok  \tm/p\t(cached)\tcoverage: 1.0% of statements\n' },
      { Action: 'pass' },
    ]);
    expect(countTests(log.results)).toEqual({
      tests: 3,
      passed: 1,
      failed: 1,
      skipped: 1,
      flaky: 0,
      cached: 1,
    });
  });

  it('keeps what is no event', () => {
    expect(logOf([], ['{"broken', 'go: downloading x', '']).foreign).toEqual([
      '{"broken',
      'go: downloading x',
    ]);
  });

  it('keeps the beginning and the end of a flood', () => {
    const log = logOf([
      ...test(
        'TestA',
        Array.from({ length: 9_000 }, (_, i) => `line ${i}\n`),
      ),
      failed,
    ]);
    const output = log.results[0]?.tests[0]?.output ?? [];
    expect(output.length).toBeLessThanOrEqual(2_000);
    expect([output[0]?.text, output.at(-1)?.text]).toEqual(['line 0\n', 'line 8999\n']);
  });
});

describe('findHoles', () => {
  const facts = {
    listed: [{ importPath: 'm/p', hasStatements: true }],
    results: [],
    profiled: new Set(['m/p']),
    unmapped: [],
    overlap: undefined,
    everyPackageProfiled: true,
    testsCovered: true,
    cancelled: false,
  };
  const resultOf = (events: Partial<TestEvent>[]) => logOf(events).results;
  const coverage: Partial<TestEvent> = { Action: 'output', Output: 'coverage: 10.0% of statements\n' };
  const rows = [
    {
      name: 'nothing to say',
      facts: { ...facts, results: resultOf([coverage, { Action: 'pass' }]) },
      want: [],
    },
    {
      name: 'failing tests are no hole',
      facts: { ...facts, results: resultOf([coverage, failed]) },
      want: [],
    },
    {
      name: 'a coverage line of Go 1.20, behind the package, is none either',
      facts: {
        ...facts,
        results: resultOf([
          { Action: 'output', Output: '\tm/p\tcoverage: 10.0% of statements\n' },
          { Action: 'pass' },
        ]),
      },
      want: [],
    },
    {
      name: 'a panic is one',
      facts: { ...facts, profiled: new Set(['m/q']), results: resultOf([failed]) },
      want: [{ what: 'm/p', why: expect.stringContaining('panic') }],
    },
    {
      name: 'an early os.Exit(0) is one',
      facts: { ...facts, results: resultOf([{ Action: 'pass' }]) },
      want: [{ what: 'm/p', why: expect.stringContaining('os.Exit') }],
    },
    {
      name: 'a missing package is one',
      facts: { ...facts, profiled: new Set(['m/q']) },
      want: [{ what: 'm/p', why: 'is missing from the profile' }],
    },
    {
      name: 'not when it has no statements',
      facts: { ...facts, listed: [{ importPath: 'm/p', hasStatements: false }], profiled: new Set<string>() },
      want: [],
    },
    {
      name: 'an empty profile is one',
      facts: { ...facts, profiled: new Set<string>() },
      want: [{ what: 'the profile', why: 'is empty' }],
    },
    {
      name: 'an unknown file is one',
      facts: { ...facts, unmapped: ['x/y.go'] },
      want: [{ what: 'x/y.go', why: expect.stringContaining('no file') }],
    },
    {
      name: 'overlapping blocks are one',
      facts: { ...facts, overlap: { file: 'm/p/x.go', line: 3 } },
      want: [{ what: 'm/p/x.go:3', why: expect.stringContaining('different Go versions') }],
    },
    {
      name: 'a cancelled run is one',
      facts: { ...facts, cancelled: true },
      want: [{ what: 'the run', why: expect.stringContaining('cancelled') }],
    },
  ];
  it.each(rows)('$name', (row) => {
    expect(findHoles(row.facts)).toEqual(row.want);
  });
});
