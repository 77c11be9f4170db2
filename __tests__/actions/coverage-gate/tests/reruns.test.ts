import { describe, expect, it } from 'vitest';
import {
  applyRerun,
  listFailedLeaves,
  planReruns,
  renderRunPattern,
  withRunPattern,
} from '../../../../actions/coverage-gate/src/tests/reruns.ts';
import { TestLog } from '../../../../actions/coverage-gate/src/tests/test-log.ts';
import type { PackageResult } from '../../../../actions/coverage-gate/src/tests/test-results.ts';

describe('reruns', () => {
  const logOf = (lines: string[]) => {
    const log = new TestLog();
    for (const line of lines) log.addLine(JSON.stringify({ Package: 'm/p', ...JSON.parse(line) }));
    return log.results;
  };
  const covered = '{"Action":"output","Output":"coverage: 1.0% of statements\\n"}';
  it('name the failed top-level tests once', () => {
    const results = logOf([
      '{"Action":"fail","Test":"TestA/x"}',
      '{"Action":"fail","Test":"TestA"}',
      '{"Action":"pass","Test":"TestB"}',
      covered,
      '{"Action":"fail"}',
    ]);
    expect(planReruns(results).map((rerun) => rerun.tests)).toEqual([['TestA']]);
    expect(renderRunPattern(['TestA', 'TestC'])).toBe('^(TestA|TestC)$');
  });
  it('never follow a data race or a panic', () => {
    expect(
      planReruns(
        logOf([
          '{"Action":"output","Test":"TestA","Output":"    testing.go:1712: race detected during execution of test\\n"}',
          '{"Action":"fail","Test":"TestA"}',
          covered,
          '{"Action":"fail"}',
        ]),
      ),
    ).toEqual([]);
    const crash = ['panic: boom\\n', '\\n', 'goroutine 7 [running]:\\n'].map(
      (text) => `{"Action":"output","Test":"TestA","Output":"${text}"}`,
    );
    expect(planReruns(logOf([...crash, '{"Action":"fail","Test":"TestA"}', '{"Action":"fail"}']))).toEqual(
      [],
    );
    const plain = ['{"Action":"fail","Test":"TestA"}', '{"Action":"fail"}'];
    const lost = logOf(plain).map((result) => Object.assign(result, { wroteProfile: false }));
    expect(planReruns(lost)).toEqual([]);
    const unfinished = ['{"Action":"run","Test":"TestB"}', ...plain];
    expect(planReruns(logOf(unfinished))).toEqual([]);
    expect(planReruns(logOf(plain))).toHaveLength(1);
  });
  it('may be refused for one sub-test, and then its whole test stays red', () => {
    const results = logOf([
      '{"Action":"fail","Test":"TestA/x"}',
      '{"Action":"fail","Test":"TestA/y"}',
      '{"Action":"fail","Test":"TestA"}',
      '{"Action":"fail","Test":"TestB"}',
      '{"Action":"fail"}',
    ]);
    const names = (mayRerun: (pkg: string, test: string) => boolean) =>
      planReruns(results, mayRerun).map(({ tests }) => tests);
    expect(names((pkg, test) => pkg === 'm/p' && test !== 'TestA/y')).toEqual([['TestB']]);
    expect(names(() => false)).toEqual([]);
  });
  it('keep -args last', () => {
    expect(withRunPattern(['-run', 'X', '-args', '-v'], '^(A)$')).toEqual([
      '-run',
      'X',
      '-run=^(A)$',
      '-args',
      '-v',
    ]);
  });
});

describe('applyRerun', () => {
  type Ended = 'pass' | 'fail' | 'skip' | 'run';
  const resultOf = (tests: readonly (readonly [string, Ended])[], status: Ended, more = {}) => {
    const log = new TestLog();
    const add = (event: object) => log.addLine(JSON.stringify({ Package: 'm/p', ...event }));
    for (const [Test, Action] of tests) add({ Test, Action });
    add({ Action: status });
    const [result] = log.results;
    if (!result) throw new Error('no result');
    return Object.assign(result, more);
  };
  const first = [
    ['TestA/x', 'fail'],
    ['TestA', 'fail'],
    ['TestB', 'fail'],
    ['TestC', 'pass'],
  ] as const;
  const passed = [
    ['TestA', 'pass'],
    ['TestB', 'pass'],
  ] as const;
  const rows: {
    name: string;
    again: PackageResult | undefined;
    ok: boolean;
    status: string;
    flaky: string[];
    never?: RegExp;
  }[] = [
    {
      name: 'both pass',
      again: resultOf(passed, 'pass'),
      ok: true,
      status: 'pass',
      flaky: ['TestA/x', 'TestA', 'TestB'],
    },
    {
      name: 'go exits with 1 although its events say pass',
      again: resultOf(passed, 'pass'),
      ok: false,
      status: 'fail',
      flaky: [],
    },
    {
      name: 'TestMain fails after them',
      again: resultOf(passed, 'fail'),
      ok: true,
      status: 'fail',
      flaky: ['TestA/x', 'TestA', 'TestB'],
    },
    {
      name: 'one fails again',
      again: resultOf(
        [
          ['TestA', 'pass'],
          ['TestB', 'fail'],
        ],
        'fail',
      ),
      ok: false,
      status: 'fail',
      flaky: ['TestA/x', 'TestA'],
    },
    {
      name: 'one is skipped',
      again: resultOf(
        [
          ['TestA', 'pass'],
          ['TestB', 'skip'],
        ],
        'pass',
      ),
      ok: true,
      status: 'fail',
      flaky: ['TestA/x', 'TestA'],
    },
    {
      name: 'one does not run',
      again: resultOf([['TestB', 'pass']], 'pass'),
      ok: true,
      status: 'fail',
      flaky: ['TestB'],
    },
    {
      name: 'one passes and fails in the same run',
      again: resultOf(
        [
          ['TestA', 'pass'],
          ['TestB', 'pass'],
          ['TestB', 'fail'],
        ],
        'fail',
      ),
      ok: false,
      status: 'fail',
      flaky: ['TestA/x', 'TestA'],
    },
    {
      name: 'another test passes',
      again: resultOf([['TestC', 'pass']], 'pass'),
      ok: true,
      status: 'fail',
      flaky: [],
    },
    {
      name: 'they race',
      again: resultOf(passed, 'fail', { raced: true }),
      ok: false,
      status: 'fail',
      flaky: [],
      never: /had a data race/,
    },
    {
      name: 'they do not build',
      again: resultOf([], 'fail', { failedBuild: 'build failed' }),
      ok: false,
      status: 'fail',
      flaky: [],
      never: /did not come to an end/,
    },
    {
      name: 'a test is still running',
      again: resultOf([...passed, ['TestD', 'run']], 'fail'),
      ok: false,
      status: 'fail',
      flaky: [],
      never: /did not come to an end/,
    },
    {
      name: 'its coverage was never written',
      again: resultOf(passed, 'pass', { wroteProfile: false }),
      ok: true,
      status: 'fail',
      flaky: [],
      never: /did not come to an end/,
    },
    {
      name: 'go says nothing of the package',
      again: undefined,
      ok: true,
      status: 'fail',
      flaky: [],
      never: /did not come to an end/,
    },
  ];
  it.each(rows)('$name: the package is $status', ({ again, ok, status, flaky, never }) => {
    const result = resultOf(first, 'fail');
    const why = applyRerun({ result, tests: ['TestA', 'TestB'] }, again, ok);
    expect(why ?? '').toMatch(never ?? /^$/);
    expect(result.status).toBe(status);
    expect(result.tests.filter((test) => test.flaky).map(({ name }) => name)).toEqual(flaky);
    expect(listFailedLeaves(result).map(({ name }) => name)).toEqual(
      status === 'pass' ? [] : ['TestA/x', 'TestB'].filter((name) => !flaky.includes(name)),
    );
  });

  it('leaves a package red whose other test fails', () => {
    const result = resultOf(first, 'fail');
    expect(
      applyRerun({ result, tests: ['TestA'] }, resultOf([['TestA', 'pass']], 'pass'), true),
    ).toBeUndefined();
    expect(result.status).toBe('fail');
    expect(result.tests.find(({ name }) => name === 'TestB')).toMatchObject({ status: 'fail', flaky: false });
  });
});
