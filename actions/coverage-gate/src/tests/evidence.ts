import type { PackageResult } from './test-results.ts';

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
 * program came to its end. With it every program writes every package, and only their number tells; who is missing then is
 * who has tests without an end, or none at all, or failed without a failed test.
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
  const blamed = blame(programs, missing);
  for (const result of programs) {
    if (missing === 0) result.wroteProfile = true;
    else if (blamed) result.wroteProfile = !blamed.includes(result);
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

/** The results that did not write, when there is no doubt about it. */
function blame(programs: readonly PackageResult[], missing: number): PackageResult[] | undefined {
  const silent = programs.filter(({ tests }) => tests.length === 0);
  const cut = programs.filter(({ tests }) =>
    tests.some(({ status }) => status === 'running' || status === 'paused'),
  );
  // A package whose tests all ended and that failed because of one of them wrote its coverage, as a rule.
  const crashed = programs.filter(
    ({ status, tests }) => status === 'fail' && !tests.some((test) => test.status === 'fail'),
  );
  const all = [...new Set([...cut, ...silent, ...crashed])];
  return [all, cut, silent, [...cut, ...silent], crashed].find((suspects) => suspects.length === missing);
}
