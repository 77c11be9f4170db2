import { listUnfinished, type PackageResult } from '../tests/test-results.ts';

/** A reason why the numbers are not those of the whole project. */
export type Hole = { readonly what: string; readonly why: string };

/** A package that `go list` names. */
export type ListedPackage = {
  readonly importPath: string;
  /** It has code that the profile should know, files left out not counted. */
  readonly hasStatements: boolean;
  readonly hasTests: boolean;
  /** Whether there is a test that runs without being asked for. */
  readonly declaresTests: () => boolean;
};

export type RunFacts = {
  readonly listed: readonly ListedPackage[];
  readonly results: readonly PackageResult[];
  /** Whether the tests ran here: then each listed package with tests must have a result. */
  readonly ownRun: boolean;
  /** Import paths with at least one block in the profile, excluded files included. */
  readonly profiled: ReadonlySet<string>;
  /** Profile names that no file of the project answers to. */
  readonly unmapped: readonly string[];
  readonly overlap: { readonly file: string; readonly line: number } | undefined;
  /** Whether the profile shows that a package is missing: with foreign `coverpkg` patterns it does not. */
  readonly everyPackageProfiled: boolean;
  /** With `coverpkg`: test programs that must have written a part of the profile, and how many did. */
  readonly writers: { readonly expected: number; readonly found: number } | undefined;
  readonly cancelled: boolean;
  /** Whether a flag chooses among the tests (`-run`, `-skip`): then a package may run none of its own. */
  readonly filtered: boolean;
};

/** Everything that makes the result incomplete: an answer about half of the code is no answer. */
export function findHoles(facts: RunFacts): Hole[] {
  const holes: Hole[] = [];
  if (facts.cancelled) holes.push({ what: 'the run', why: 'was cancelled before it ended' });
  const broken = new Set<string>();
  for (const result of facts.results) {
    const why = brokenBy(result);
    if (!why) continue;
    holes.push({ what: result.importPath, why });
    broken.add(result.importPath);
  }
  for (const importPath of findIdle(facts, broken)) {
    holes.push({ what: importPath, why: NONE_RAN });
    broken.add(importPath);
  }
  const lost = facts.results.filter(({ wroteProfile }) => wroteProfile === false).length;
  const doubt = facts.results.some(({ wroteProfile }) => wroteProfile === 'perhaps');
  if (facts.writers && (doubt || facts.writers.found + lost < facts.writers.expected)) {
    const { expected, found } = facts.writers;
    holes.push({
      what: 'the profile',
      why: `has the coverage of ${found} of ${expected} test programs only`,
    });
  }
  holes.push(...findMissing(facts, broken));
  for (const name of facts.unmapped)
    holes.push({ what: name, why: 'is in the profile, but is not a file of a module here' });
  if (facts.overlap) {
    const { file, line } = facts.overlap;
    holes.push({
      what: `${file}:${line}`,
      why: 'has overlapping blocks: the profiles come from different Go versions or sources',
    });
  }
  return holes;
}

const NONE_RAN =
  'has tests, and none of them ran: TestMain, or an init, ended the process (`t.Skip` skips tests, and `packages` leaves a package out)';

/** Packages that passed without a test, although they have some: without statements no profile can say so. */
function findIdle({ listed, results, ownRun, filtered }: RunFacts, broken: ReadonlySet<string>): string[] {
  if (!ownRun || filtered) return [];
  const idle = new Set(
    results.flatMap(({ importPath, status, tests, wroteProfile }) =>
      status === 'pass' && tests.length === 0 && !wroteProfile && !broken.has(importPath) ? [importPath] : [],
    ),
  );
  // Modules may share a path, and which of them a result is about is not known then.
  const twins = Map.groupBy(listed, ({ importPath }) => importPath);
  return [...twins].flatMap(([importPath, same]) =>
    idle.has(importPath) && same.every(({ declaresTests }) => declaresTests()) ? [importPath] : [],
  );
}

function findMissing(facts: RunFacts, broken: ReadonlySet<string>): Hole[] {
  const known = new Map(facts.results.map((result) => [result.importPath, result]));
  const unsaid = facts.listed.filter(({ importPath }) => !broken.has(importPath));
  const silent = facts.ownRun
    ? unsaid.filter(({ importPath, hasTests }) => hasTests && !known.has(importPath))
    : [];
  const missing = facts.everyPackageProfiled
    ? unsaid.filter(
        (listed) =>
          listed.hasStatements && !facts.profiled.has(listed.importPath) && !silent.includes(listed),
      )
    : [];
  // Of a project of which nothing is there, each package is not news.
  if (
    facts.profiled.size === 0 &&
    missing.length > 0 &&
    missing.every(({ importPath }) => !known.has(importPath))
  )
    return [{ what: 'the profile', why: 'is empty' }];
  return [
    ...silent.map(({ importPath }) => ({ what: importPath, why: 'was not tested: go said nothing of it' })),
    ...missing.map(({ importPath, hasTests }) => ({
      what: importPath,
      why: hasTests
        ? describeLoss(known.get(importPath))
        : 'is missing from the profile: it has no tests, and Go before 1.22 leaves such packages out',
    })),
  ];
}

function describeLoss(result: PackageResult | undefined): string {
  if (!result) return 'is missing from the profile';
  return result.status === 'fail'
    ? 'ended before its coverage was written (panic, exit or time-out)'
    : 'left no coverage: its tests ended the process themselves (os.Exit)';
}

/**
 * Why a package's tests did not come to their end; `undefined` when they did, failing or not. Said by events, by how go ended
 * and by the profile: text that a test printed, or kept from being printed, says nothing.
 */
export function brokenBy(result: PackageResult): string | undefined {
  if (result.failedBuild) return 'did not build';
  if (result.status === 'running') return 'had not ended';
  if (result.wroteProfile === false) return describeLoss(result);
  const [unfinished] = listUnfinished(result);
  if (!unfinished) return undefined;
  if (result.status === 'fail') return 'ended before its tests did (panic, exit or time-out)';
  return result.wroteProfile
    ? undefined
    : `ended while ${unfinished.name} ran: its tests ended the process themselves`;
}
