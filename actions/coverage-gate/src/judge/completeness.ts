import type { PackageResult } from '../tests/test-log.ts';

/** A reason why the numbers are not those of the whole project. */
export type Hole = { readonly what: string; readonly why: string };

/** A package that `go list` names; `hasStatements`: it has code that the profile should know. */
export type ListedPackage = { readonly importPath: string; readonly hasStatements: boolean };

export type RunFacts = {
  readonly listed: readonly ListedPackage[];
  readonly results: readonly PackageResult[];
  /** Whether the tests ran with coverage; streams of other jobs need not have. */
  readonly testsCovered: boolean;
  /** Import paths with at least one block in the profile, excluded files included. */
  readonly profiled: ReadonlySet<string>;
  /** Profile names that no file of the project answers to. */
  readonly unmapped: readonly string[];
  readonly overlap: { readonly file: string; readonly line: number } | undefined;
  /** Whether the profile shows that a package is missing: with foreign `coverpkg` patterns it cannot. */
  readonly everyPackageProfiled: boolean;
  readonly cancelled: boolean;
};

/** Everything that makes the result incomplete: an answer about half of the code is no answer. */
export function findHoles(facts: RunFacts): Hole[] {
  const holes: Hole[] = [];
  if (facts.cancelled) holes.push({ what: 'the run', why: 'was cancelled before it ended' });
  const known = new Map<string, PackageResult>(facts.results.map((result) => [result.importPath, result]));
  for (const result of facts.results) {
    const why = brokenBy(result, facts.testsCovered);
    if (why) holes.push({ what: result.importPath, why });
  }
  if (facts.profiled.size === 0 && facts.listed.some((listed) => listed.hasStatements)) {
    holes.push({ what: 'the profile', why: 'is empty' });
  } else if (facts.everyPackageProfiled) {
    for (const { importPath, hasStatements } of facts.listed) {
      if (!hasStatements || facts.profiled.has(importPath)) continue;
      const result = known.get(importPath);
      if (result && brokenBy(result, facts.testsCovered)) continue; // said already
      holes.push({ what: importPath, why: 'is missing from the profile' });
    }
  }
  for (const name of facts.unmapped)
    holes.push({ what: name, why: 'is in the profile, but is no file of a module here' });
  if (facts.overlap) {
    const { file, line } = facts.overlap;
    holes.push({
      what: `${file}:${line}`,
      why: 'has overlapping blocks: the profiles come from different Go versions or sources',
    });
  }
  return holes;
}

/** Why a package's test binary left no trustworthy profile; `undefined` when it did, failing tests or not. */
function brokenBy(result: PackageResult, testsCovered: boolean): string | undefined {
  if (result.failedBuild) return 'did not build';
  if (result.status === 'running') return 'had not ended';
  if (!testsCovered || result.finished || result.empty || result.status === 'skip') return undefined;
  if (result.status === 'fail') return 'ended before its coverage was written (panic, exit or time-out)';
  return 'left no coverage: its tests ended the process themselves (os.Exit)';
}
