import type { JobContext } from '@go-actions/action-kit';
import { parsePercent } from '../../../../actions/coverage-gate/src/percent.ts';
import type { Result } from '../../../../actions/coverage-gate/src/report/result.ts';
import { groupByPackage, totalOf } from '../../../../actions/coverage-gate/src/source/file-coverage.ts';
import { maxFile } from '../max-file.ts';

/** A green result about the one file of `maxFile`, and its table. */
export function maxResult(changes: Partial<Result> = {}) {
  const { table, file } = maxFile();
  const total = totalOf([file], 'statements');
  const result: Result = {
    verdict: {
      result: 'pass',
      sentence: '50.00 % of statements are covered.',
      checks: [{ kind: 'total', subject: 'total', count: total, minimum: parsePercent('40'), met: true }],
      ratchet: undefined,
      ignoresWithoutReason: [],
    },
    totalMeaning: 'statements',
    total,
    carried: [],
    patch: { reason: 'no base' },
    base: undefined,
    packages: groupByPackage([file]),
    files: [file],
    excluded: [],
    ignored: { covered: 0, statements: 0 },
    holes: [],
    failures: [],
    tests: { tests: 2, passed: 2, failed: 0, skipped: 0, flaky: 0, cached: 0 },
    slowest: [],
    flaky: [],
    falls: [],
    notes: [],
    ...changes,
  };
  return { table, file, result };
}

export const JOB = {
  repository: 'octo/app',
  serverUrl: 'https://github.com',
  sha: 'c0ffee',
} as JobContext;
