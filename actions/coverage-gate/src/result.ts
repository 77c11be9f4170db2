import type { Hole } from './completeness.ts';
import type { Count } from './count.ts';
import type { FileCoverage, PackageCoverage } from './coverage.ts';
import type { Failure } from './failures.ts';
import type { Patch } from './patch.ts';
import type { Fall } from './ratchet.ts';
import type { TestCounts } from './test-counts.ts';
import type { TestResult } from './test-events.ts';
import type { Verdict } from './verdict.ts';

/** Everything that a report can show. */
export type Result = {
  readonly verdict: Verdict;
  readonly totalMeaning: 'statements' | 'func';
  readonly total: Count;
  readonly patch: Patch | { readonly reason: string };
  readonly base: { readonly sha: string; readonly source: string } | undefined;
  readonly packages: readonly PackageCoverage[];
  readonly files: readonly FileCoverage[];
  readonly excluded: readonly string[];
  /** Statements that `//coverage:ignore` left out. */
  readonly ignored: Count;
  readonly holes: readonly Hole[];
  readonly failures: readonly Failure[];
  readonly tests: TestCounts;
  readonly slowest: readonly TestResult[];
  readonly flaky: readonly TestResult[];
  /** Files with more uncovered statements than the base has. */
  readonly falls: readonly Fall[];
  /** Further facts, a clause each. */
  readonly notes: readonly string[];
};
