export type OutputLine = { readonly text: string; readonly type: string };

export type TestResult = {
  readonly package: string;
  readonly name: string;
  /** `paused`: it waits in t.Parallel for its turn; what has not ended when its package has stays `running` or `paused`. */
  status: 'running' | 'paused' | 'pass' | 'fail' | 'skip';
  /** It failed first and passed when it ran again. */
  flaky: boolean;
  seconds: number;
  /** Kept while it runs, and for good when it fails. */
  output: OutputLine[];
};

export type PackageResult = {
  readonly importPath: string;
  status: 'running' | 'pass' | 'fail' | 'skip';
  seconds: number;
  cached: boolean;
  /** go's own words for a failure before any test: `build failed`, `setup failed`. */
  failedBuild: string | undefined;
  /** A data race was reported while it ran; only true where it ran with the race detector. */
  raced: boolean;
  /**
   * Whether its test program wrote its coverage, so that it came to its end; `perhaps`: some did not, and it may be one of
   * them; `undefined`: the profile cannot say.
   */
  wroteProfile: boolean | 'perhaps' | undefined;
  /** What go printed in the package's summary line, to be shown: `83.3% of statements`. */
  coverage: string | undefined;
  seed: string | undefined;
  /** Its newest line of output, whichever test it is ascribed to. */
  lastText: string;
  output: OutputLine[];
  readonly tests: TestResult[];
};

/** Benchmarks begin with an event and end without one (golang/go#61767); one that fails says so. */
export const isBenchmark = (test: TestResult): boolean => test.name.startsWith('Benchmark');

/** The tests that had begun and not ended when their package did. */
export const listUnfinished = (pkg: PackageResult): TestResult[] =>
  pkg.tests.filter((test) => (test.status === 'running' || test.status === 'paused') && !isBenchmark(test));

/**
 * Whether a package passed by the word of its own TestMain, which ended with 0 although a test had failed (`m.Run()`, then
 * `os.Exit(0)`). Without a TestMain a failed test always fails its package, and what says otherwise is printed text, as is
 * what speaks of a test that `functions`, those of the test files, do not declare.
 */
export function hidesFailure(pkg: PackageResult, functions: () => readonly string[]): boolean {
  if (pkg.status !== 'pass' || !pkg.tests.some(({ status }) => status === 'fail')) return false;
  const names = functions();
  const declared = (test: TestResult) => names.includes(test.name.split('/')[0] ?? '');
  return names.includes('TestMain') && pkg.tests.some((test) => test.status === 'fail' && declared(test));
}

/**
 * Whether a test failed: its package did not pass, and it says so, or it ran when its package failed and nothing else says that it failed (os.Exit, a panic
 * in a goroutine, a time-out). Tests that waited for their turn, or ran beside one that panicked, did not fail.
 */
export function isFailed(test: TestResult, pkg: PackageResult): boolean {
  if (pkg.status === 'pass') return false;
  if (test.status === 'fail') return true;
  if (test.status !== 'running' || pkg.status !== 'fail' || isBenchmark(test)) return false;
  return !pkg.tests.some((other) => other.status === 'fail');
}
