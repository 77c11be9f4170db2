import type { Carried } from '../compare/carry.ts';
import type { Patch } from '../compare/patch.ts';
import type { Fall } from '../compare/ratchet.ts';
import { sumPackages } from '../compare/record.ts';
import type { Hole } from '../judge/completeness.ts';
import type { Verdict } from '../judge/verdict.ts';
import type { Count } from '../percent.ts';
import type { FileCoverage, PackageCoverage } from '../source/file-coverage.ts';
import type { Failure } from '../tests/failure.ts';
import type { TestCounts } from '../tests/test-counts.ts';
import type { TestResult } from '../tests/test-results.ts';

/** Everything that a report can show. */
export type Result = {
  readonly verdict: Verdict;
  readonly totalMeaning: 'statements' | 'func';
  /** Of the whole, what was carried forward with it. */
  readonly total: Count;
  /** Packages that did not run, with what the base's record says of them. */
  readonly carried: readonly { readonly importPath: string; readonly count: Count }[];
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

/** What was carried forward, package by package; those without statements are not worth a line. */
export function listCarried(carried: Carried | undefined): Result['carried'] {
  return [...(carried ?? [])]
    .filter(([, counts]) => counts.size > 0)
    .map(([importPath, counts]) => ({ importPath, count: sumPackages(new Map([[importPath, counts]])) }))
    .sort((a, b) => (a.importPath < b.importPath ? -1 : 1));
}
