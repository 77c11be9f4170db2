import type { PackageResult, TestResult } from './test-log.ts';

/** One package's failed tests, to be run again. */
export type Rerun = { readonly result: PackageResult; readonly tests: readonly string[] };

/**
 * The failed top-level tests of packages that failed because of them and came to their end. Not after a data race: it is a
 * defect whether or not it shows again. Not after a panic: what the rest of the package would have covered is unknown.
 */
export function planReruns(results: readonly PackageResult[]): Rerun[] {
  return results.flatMap((result) => {
    if (result.status !== 'fail' || !result.finished || result.failedBuild) return [];
    const failed = result.tests.filter((test) => test.status === 'fail');
    if (failed.length === 0 || [result, ...failed].some(hasRace)) return [];
    return [{ result, tests: [...new Set(failed.map((test) => topLevel(test.name)))] }];
  });
}

/** The `-run` pattern that matches exactly these top-level tests. */
export function renderRunPattern(tests: readonly string[]): string {
  return `^(${tests.join('|')})$`;
}

/** Marks the tests that passed in `again` as flaky; the package passes when no failure is left. */
export function applyRerun({ result, tests }: Rerun, again: PackageResult | undefined): void {
  const passed = new Set(again?.tests.filter((test) => test.status === 'pass').map((test) => test.name));
  for (const test of result.tests) {
    const top = topLevel(test.name);
    if (test.status !== 'fail' || !tests.includes(top) || !passed.has(top)) continue;
    test.status = 'pass';
    test.flaky = true;
  }
  if (result.tests.every((test) => test.status !== 'fail')) result.status = 'pass';
}

/** The arguments for `go test` with a `-run` of ours: the last one counts, and it must stand before `-args`. */
export function withRunPattern(testArgs: readonly string[], pattern: string): string[] {
  const at = testArgs.findIndex((arg) => /^--?args$/.test(arg));
  const [own, rest] = at < 0 ? [testArgs, []] : [testArgs.slice(0, at), testArgs.slice(at)];
  return [...own, `-run=${pattern}`, ...rest];
}

function hasRace({ output }: PackageResult | TestResult): boolean {
  return output.some(
    (line) =>
      line.text.startsWith('WARNING: DATA RACE') || line.text.includes('race detected during execution'),
  );
}

const topLevel = (name: string): string => name.split('/')[0] ?? name;
