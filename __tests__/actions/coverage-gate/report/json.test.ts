import { describe, expect, it } from 'vitest';
import { renderJson } from '../../../../actions/coverage-gate/src/report/json.ts';
import { maxResult } from './result.ts';

describe('renderJson', () => {
  it('has exact counts, truncated percentages and ranges of lines', () => {
    const { result, table } = maxResult();
    const report = JSON.parse(renderJson(result, table));
    expect(report).toMatchObject({
      schema: 1,
      verdict: 'pass',
      total: { covered: 2, statements: 4, percent: '50.00' },
      patch: { reason: 'no base' },
      checks: [{ kind: 'total', minimum: '40', met: true }],
    });
    const [file] = report.packages[0].files;
    expect(file.functions).toEqual([
      { name: 'Max', line: 3, covered: 2, statements: 3 },
      { name: 'Zero', line: 10, covered: 0, statements: 1 },
    ]);
    expect(file.lines.covered).toEqual([
      [4, 4],
      [7, 7],
    ]);
  });

  it('says the coverage of the changed lines, and against which base', () => {
    const patch = { count: { covered: 0, statements: 1 }, files: [] };
    const { result, table } = maxResult({ patch, base: { sha: 'abc', source: 'the merge base' } });
    expect(JSON.parse(renderJson(result, table)).patch).toMatchObject({ base: 'abc', percent: '0.00' });
  });

  it('keeps the output of failing tests to itself', () => {
    const failure = {
      kind: 'test',
      package: 'm/p',
      test: 'TestA',
      message: 'no',
      output: 'long',
      places: [],
    } as const;
    const { result, table } = maxResult({ failures: [failure] });
    const { output: _, ...rest } = failure;
    expect(JSON.parse(renderJson(result, table)).failures).toEqual([rest]);
  });
});
