import { findCrash } from './crashes.ts';
import { listUnfinished, type PackageResult } from './test-results.ts';

/** Which test programs wrote their coverage, and so came to their end: what the profile of one `go test` says. */
export type TestEvidence = {
  /** Import paths that are in the profile. */
  readonly packages: ReadonlySet<string>;
  /** How many programs wrote the blocks of a package; only with `coverpkg`, where each writes all of them. */
  readonly writers: number | undefined;
  /** Whether a package has something that its own program must write; its tests are in it. */
  readonly hasStatements: (importPath: string) => boolean;
  readonly hasTestFiles: (importPath: string) => boolean;
};

/** Test programs that must have written, and how many did. */
export type Writers = { readonly expected: number; readonly found: number };

/**
 * Notes for each result whether its program wrote its coverage. Without `coverpkg` a package is in the profile when its own
 * program came to its end. With it every program writes every package, and only their number tells: where more programs look
 * cut off than are missing, each of them is in doubt.
 */
export function noteWriters(results: readonly PackageResult[], evidence: TestEvidence): Writers | undefined {
  if (evidence.writers === undefined) {
    for (const result of results) {
      if (evidence.packages.has(result.importPath)) result.wroteProfile = true;
      else result.wroteProfile = mustWrite(result, evidence) ? false : undefined;
    }
    return undefined;
  }
  const programs = results.filter((result) => isProgram(result, evidence));
  const [expected, found] = [programs.length, Math.min(evidence.writers, programs.length)];
  const missing = expected - found;
  const suspects = programs.filter(mayBeCutOff);
  const sure = suspects.filter((result) => result.status === 'fail' && listUnfinished(result).length > 0);
  const lost = suspects.length === missing ? suspects : sure.length <= missing ? sure : [];
  for (const result of programs) {
    // Fewer suspects than are missing explain nothing: then it may be any of them.
    const doubtful = suspects.length < missing || (missing > 0 && suspects.includes(result));
    result.wroteProfile = lost.includes(result) ? false : doubtful ? 'perhaps' : true;
  }
  return { expected, found };
}

const mustWrite = (result: PackageResult, evidence: TestEvidence): boolean =>
  isProgram(result, evidence) && evidence.hasStatements(result.importPath);

/** A test program ran: there were tests, and they were built. */
function isProgram(result: PackageResult, { hasTestFiles }: TestEvidence): boolean {
  const ended = result.status === 'pass' || result.status === 'fail';
  return ended && !result.failedBuild && hasTestFiles(result.importPath);
}

/**
 * Whether a test program may have ended before it wrote: tests without an end, no test at all, a failure without a failed
 * test, or words of a panic. A program that put another file in the place of os.Stdout looks the same, and wrote.
 */
function mayBeCutOff(result: PackageResult): boolean {
  if (result.tests.length === 0 || listUnfinished(result).length > 0) return true;
  if (result.status !== 'fail') return false;
  const failed = result.tests.some((test) => test.status === 'fail');
  return !failed || [result, ...result.tests].some(({ output }) => findCrash(output) !== undefined);
}
