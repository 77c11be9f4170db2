import { json } from '@go-actions/action-kit';
import type { Count } from '../percent.ts';
import type { TestCounts } from '../tests/test-counts.ts';
import type { TestResult } from '../tests/test-results.ts';
import { type FileCount, readCount } from './file-count.ts';

/** What is kept of one run of the default branch, for the page of trends. */
export type HistoryPoint = {
  readonly commit: string;
  /** Seconds since 1970. */
  readonly time: number;
  readonly total: FileCount;
  readonly tests: number;
  /** Seconds that the tests of all packages took, cached ones without. */
  readonly seconds: number;
  /** Name and seconds of the slowest tests of this run. */
  readonly slowest: readonly (readonly [name: string, seconds: number])[];
  /** Tests that failed first and passed when they ran again. */
  readonly flaky: readonly string[];
};

/** About half a year of a busy branch; a record stays small beside its files. */
const KEPT = 200;
const NAMES = 20;

export function makePoint(run: {
  readonly commit: string;
  readonly now: number;
  readonly total: Count;
  readonly tests: TestCounts;
  readonly seconds: number;
  readonly slowest: readonly TestResult[];
  readonly flaky: readonly TestResult[];
}): HistoryPoint {
  const nameOf = (test: TestResult) => `${test.package}.${test.name}`.slice(0, 300);
  return {
    commit: run.commit,
    time: Math.floor(run.now / 1_000),
    total: [run.total.covered, run.total.statements],
    tests: run.tests.tests,
    seconds: Math.round(run.seconds * 10) / 10,
    slowest: run.slowest.slice(0, NAMES).map((test) => [nameOf(test), test.seconds]),
    flaky: run.flaky.slice(0, NAMES).map(nameOf),
  };
}

/** The history with a run at its end; a commit that ran again takes its former place. */
export function extendHistory(history: readonly HistoryPoint[], point: HistoryPoint): HistoryPoint[] {
  return [...history.filter(({ commit }) => commit !== point.commit), point].slice(-KEPT);
}

const SECONDS = json.number(0, 1e9);
const name = json.text(300);

export const readHistory = json.list(
  json.record<HistoryPoint>({
    commit: json.matching(/[0-9a-f]{40}|[0-9a-f]{64}|/, 'a commit'),
    time: json.number(0, 1e12),
    total: readCount,
    tests: json.count,
    seconds: SECONDS,
    slowest: json.list((value, place): [string, number] => {
      const [test, seconds] = Array.isArray(value) ? value : [];
      return [name(test, place), SECONDS(seconds, place)];
    }, NAMES),
    flaky: json.list(name, NAMES),
  }),
  KEPT,
);
