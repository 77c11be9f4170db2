import {
  isBenchmark,
  isFailed,
  type OutputLine,
  type PackageResult,
  type TestResult,
} from '../tests/test-results.ts';
import { escapeHtml as esc } from './escape.ts';

/** JUnit XML in the shape that gotestsum writes: a suite for each package, a case for each test and sub-test. */
export function renderJunit(packages: Iterable<PackageResult>): string {
  const suites = [...packages]
    .filter((pkg) => pkg.tests.length > 0 || pkg.status === 'fail')
    .map(renderSuite);
  const sum = (key: 'tests' | 'failures' | 'skipped' | 'errors') =>
    suites.reduce((total, suite) => total + suite[key], 0);
  const head = `<testsuites tests="${sum('tests')}" failures="${sum('failures')}" errors="${sum('errors')}" skipped="${sum('skipped')}">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${head}\n${suites.map((suite) => suite.xml).join('')}</testsuites>\n`;
}

function renderSuite(pkg: PackageResult) {
  const tests = pkg.tests.filter((test) => !isBenchmark(test) || isFailed(test, pkg));
  const failures = tests.filter((test) => isFailed(test, pkg)).length;
  const skipped = tests.filter((test) => isSkipped(test, pkg)).length;
  // A package that failed without a failing test (build error, TestMain) is an error of its own, and as with gotestsum no test.
  const errors = pkg.status === 'fail' && failures === 0 ? 1 : 0;
  const cases = tests.map((test) => renderCase(test, pkg)).join('');
  const broken = errors
    ? `<testcase classname="${esc(pkg.importPath)}" name="" time="0.000"><error message="${esc(pkg.failedBuild ? 'did not build' : 'failed')}">${textOf(pkg.output)}</error></testcase>\n`
    : '';
  const counts = `tests="${tests.length}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;
  return {
    tests: tests.length,
    failures,
    skipped,
    errors,
    xml: `<testsuite name="${esc(pkg.importPath)}" ${counts} time="${pkg.seconds.toFixed(3)}">\n${cases}${broken}</testsuite>\n`,
  };
}

/** What never came to its end and is not what failed was not tested. */
function isSkipped(test: TestResult, pkg: PackageResult): boolean {
  return test.status === 'skip' || (test.status !== 'pass' && !isFailed(test, pkg));
}

function renderCase(test: TestResult, pkg: PackageResult): string {
  const body = isFailed(test, pkg)
    ? `<failure message="Failed" type="">${textOf(test.output)}</failure>`
    : test.status === 'skip'
      ? '<skipped/>'
      : isSkipped(test, pkg)
        ? '<skipped message="the process ended before this test did"/>'
        : '';
  return `<testcase classname="${esc(pkg.importPath)}" name="${esc(test.name)}" time="${test.seconds.toFixed(3)}">${body}</testcase>\n`;
}

function textOf(output: readonly OutputLine[]): string {
  return esc(output.map((line) => line.text).join(''));
}
