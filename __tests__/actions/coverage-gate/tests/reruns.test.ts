import { describe, expect, it } from 'vitest';
import {
  planReruns,
  renderRunPattern,
  withRunPattern,
} from '../../../../actions/coverage-gate/src/tests/reruns.ts';
import { TestLog } from '../../../../actions/coverage-gate/src/tests/test-log.ts';

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
