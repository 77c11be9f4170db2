import { isBenchmark, isFailed, type PackageResult, type TestResult } from './test-results.ts';

export type TestCounts = {
  readonly tests: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Failed first, passed when run again; they count as passed. */
  readonly flaky: number;
  /** Packages whose result came from Go's test cache. */
  readonly cached: number;
};

/**
 * Sub-tests count like tests, as gotestsum and `go test -v` have it; benchmarks only when they fail. What had not ended with
 * its package and did not fail is none of passed, failed and skipped.
 */
export function countTests(packages: Iterable<PackageResult>): TestCounts {
  const counts = { tests: 0, passed: 0, failed: 0, skipped: 0, flaky: 0, cached: 0 };
  for (const pkg of packages) {
    if (pkg.cached) counts.cached += 1;
    for (const test of pkg.tests) {
      const failed = isFailed(test, pkg);
      if (isBenchmark(test) && !failed) continue;
      counts.tests += 1;
      if (test.flaky) counts.flaky += 1;
      if (failed) counts.failed += 1;
      else if (test.status === 'pass') counts.passed += 1;
      else if (test.status === 'skip') counts.skipped += 1;
    }
  }
  return counts;
}

/** The slowest tests, sub-tests left out (their parents hold their time); cached results took no time now. */
export function listSlowest(packages: Iterable<PackageResult>, limit: number): TestResult[] {
  return [...packages]
    .filter((pkg) => !pkg.cached)
    .flatMap((pkg) => pkg.tests.filter((test) => !test.name.includes('/')))
    .filter((test) => test.seconds >= 0.1)
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, limit);
}

/** Seconds that the tests of all packages took now. */
export const sumSeconds = (packages: Iterable<PackageResult>): number =>
  [...packages].filter(({ cached }) => !cached).reduce((sum, { seconds }) => sum + seconds, 0);

/** Seconds that the tests of each package ran, by import path; a failed, reused or empty result says nothing about them. */
export function measureDurations(packages: Iterable<PackageResult>): Map<string, number> {
  const ran = [...packages].filter(
    ({ status, cached, tests }) => status === 'pass' && !cached && tests.length > 0,
  );
  return new Map(ran.map(({ importPath, seconds }) => [importPath, seconds]));
}
