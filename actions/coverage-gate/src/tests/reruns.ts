import { findCrash } from './crashes.ts';
import { isFailed, listUnfinished, type PackageResult, type TestResult } from './test-results.ts';

/** One package's failed tests, to be run again. */
export type Rerun = { readonly result: PackageResult; readonly tests: readonly string[] };

/** Whether a failed test may run again, by its package and name. */
export type MayRerun = (importPath: string, test: string) => boolean;

/**
 * The failed top-level tests of packages that failed because of them and came to their end. Not after a data race: it is a
 * defect whether or not it shows again. Not after a panic, an exit or a time-out: which tests would have followed is unknown.
 */
export function planReruns(results: readonly PackageResult[], mayRerun: MayRerun = () => true): Rerun[] {
  return results.flatMap((result) => {
    if (result.status !== 'fail' || !cameToItsEnd(result)) return [];
    const failed = listFailedLeaves(result);
    const tests = [...new Set(failed.map((test) => topLevel(test.name)))].filter((top) =>
      failed.every((test) => topLevel(test.name) !== top || mayRerun(result.importPath, test.name)),
    );
    return tests.length > 0 ? [{ result, tests }] : [];
  });
}

/**
 * Whether all tests of a package ran to their end, without a race. Where the profile cannot say so, the text of a panic is
 * enough to doubt it: a test that prints one keeps itself red.
 */
export function cameToItsEnd(result: PackageResult): boolean {
  const ended = result.status === 'pass' || result.status === 'fail';
  if (!ended || result.failedBuild || result.raced || listUnfinished(result).length > 0) return false;
  if (typeof result.wroteProfile === 'boolean') return result.wroteProfile;
  return ![result, ...result.tests].some(({ output }) => findCrash(output));
}

/** The failed tests without those that failed because of a sub-test. */
export function listFailedLeaves(result: PackageResult): TestResult[] {
  const failed = result.tests.filter((test) => isFailed(test, result));
  return failed.filter((test) => !failed.some((other) => other.name.startsWith(`${test.name}/`)));
}

/** The `-run` pattern that matches exactly these top-level tests. */
export function renderRunPattern(tests: readonly string[]): string {
  return `^(${tests.join('|')})$`;
}

/**
 * Takes what a further `go test` of these tests said; `succeeded`: it exited with 0. Tests that passed, every time that they
 * ran, are flaky; the package passes when go says so and nothing is left that had not passed. Returns why the package can
 * never be green, `undefined` when it can.
 */
export function applyRerun(
  { result, tests }: Rerun,
  again: PackageResult | undefined,
  succeeded: boolean,
): string | undefined {
  const names = tests.join(', ');
  if (again?.raced) return `${names} had a data race when run again`;
  if (!again || !cameToItsEnd(again)) return `${names} did not come to an end when run again`;
  // TestMain found something (a leak, say) although each test passed: that is no pass of any of them.
  if (!succeeded && listFailedLeaves(again).length === 0) return undefined;
  const passed = tests.filter((name) => {
    const runs = again.tests.filter((test) => test.name === name);
    return runs.length > 0 && runs.every((test) => test.status === 'pass');
  });
  for (const test of result.tests) {
    if (test.status !== 'fail' || !passed.includes(topLevel(test.name))) continue;
    test.status = 'pass';
    test.flaky = true;
  }
  const left = result.tests.some((test) => test.status === 'fail');
  if (succeeded && again.status === 'pass' && !left) result.status = 'pass';
  return undefined;
}

/** The arguments for `go test` with a `-run` of ours: the last one counts, and it must stand before `-args`. */
export function withRunPattern(testArgs: readonly string[], pattern: string): string[] {
  const at = testArgs.findIndex((arg) => /^--?args$/.test(arg));
  const [own, rest] = at < 0 ? [testArgs, []] : [testArgs.slice(0, at), testArgs.slice(at)];
  return [...own, `-run=${pattern}`, ...rest];
}

const topLevel = (name: string): string => name.split('/')[0] ?? name;
