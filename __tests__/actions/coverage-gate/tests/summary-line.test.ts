import { expect, it } from 'vitest';
import { readSummaryLine } from '../../../../actions/coverage-gate/src/tests/summary-line.ts';
import { logOf } from './events.ts';

const NONE = { cached: false, coverage: undefined, failedBuild: undefined };

it.each([
  {
    line: 'ok  \tm/p\t(cached)\tcoverage: 83.3% of statements\n',
    want: { ...NONE, status: 'pass', cached: true, coverage: '83.3% of statements' },
  },
  { line: 'ok  \tm/p\t0.029s\n', want: { ...NONE, status: 'pass' } },
  { line: 'FAIL\tm/p\t0.029s\n', want: { ...NONE, status: 'fail' } },
  {
    line: 'FAIL\tm/p [build failed]\n',
    want: { ...NONE, status: 'fail', failedBuild: 'build failed' },
  },
  { line: 'ok  \tm/other\t0.029s\n', want: undefined },
  { line: 'FAIL\tm/p [no reason]\n', want: undefined },
  { line: 'FAIL\n', want: undefined },
  { line: 'PASS\n', want: undefined },
])('readSummaryLine: $line', ({ line, want }) => {
  const [pkg] = logOf([{ Action: 'output', Output: line }]).results;
  expect(pkg && readSummaryLine(pkg)).toEqual(want);
});
