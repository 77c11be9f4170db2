import { counted } from '@go-actions/action-kit';
import type { Patch } from '../compare/patch.ts';
import { type Baseline, formatDelta, holds, type RatchetPolicy } from '../compare/ratchet.ts';
import { type Count, formatPercent, isOff, meets, missingFor, type Percent } from '../percent.ts';
import type { PackageCoverage } from '../source/file-coverage.ts';
import type { Failure } from '../tests/failure.ts';
import type { Hole } from './completeness.ts';
import type { Override } from './overrides.ts';

export type Policy = {
  readonly minTotal: Percent;
  readonly minPatch: Percent;
  readonly minPackage: Percent;
  readonly minFile: Percent;
  readonly minPatchStatements: number;
  readonly requireIgnoreReason: boolean;
  readonly overrides: readonly Override[];
};

/** How the total may move against the base's. */
export type FallPolicy = { readonly ratchet: 'off' | RatchetPolicy['mode']; readonly tolerance: Percent };

export type Facts = {
  readonly holes: readonly Hole[];
  readonly failures: readonly Failure[];
  readonly total: Count;
  /** Why the total is not that of the whole project: it is not judged then. `met`: nor held against the run. */
  readonly partial: { readonly reason: string; readonly met: boolean } | undefined;
  /** `failed`: there are changed lines, and git could not say which. */
  readonly patch: Patch | { readonly reason: string; readonly failed: boolean };
  /** Why there is no base, where there has to be one. */
  readonly missingBase: string | undefined;
  readonly packages: readonly PackageCoverage[];
  /** `undefined` when the ratchet is off. */
  readonly baseline: Baseline | undefined;
};

/** One minimum and what was found. */
export type Check = {
  readonly kind: 'total' | 'patch' | 'package' | 'file';
  readonly subject: string;
  readonly count: Count;
  readonly minimum: Percent;
  readonly met: boolean;
  /** Why it counts as met without being measured. */
  readonly note?: string;
};

/** The comparison with the base's record. */
export type RatchetCheck = {
  readonly met: boolean;
  /** What was compared, or why nothing was. */
  readonly note: string;
  readonly before?: Count;
  /** Percentage points, signed. */
  readonly delta?: string;
};

export type Verdict = {
  readonly result: 'pass' | 'fail' | 'incomplete';
  /** Why in one sentence; the summary and the red step begin with it. */
  readonly sentence: string;
  readonly checks: readonly Check[];
  readonly ratchet: RatchetCheck | undefined;
  /** `//coverage:ignore` comments that give no reason, as file:line. */
  readonly ignoresWithoutReason: readonly string[];
};

/** Incomplete before failed, failing tests before minimums: each of them makes the next one meaningless. */
export function judge(facts: Facts, policy: Policy, fall: FallPolicy): Verdict {
  const checks = listChecks(facts, policy);
  const missed = checks.filter((check) => !check.met);
  const ratchet = checkRatchet(facts, fall);
  const ignoresWithoutReason = policy.requireIgnoreReason ? listBareIgnores(facts.packages) : [];
  const reasons = [
    ...describeFailures(facts.failures),
    ...(facts.missingBase ? [`there is no base to compare with: ${facts.missingBase}`] : []),
    ...missed.slice(0, 3).map(describeMiss),
    ...(missed.length > 3 ? [`${missed.length - 3} more minimums are missed`] : []),
    ...(ratchet && !ratchet.met ? [ratchet.note] : []),
    ...(ignoresWithoutReason.length > 0
      ? [`${counted(ignoresWithoutReason.length, 'coverage:ignore comment')} without a reason`]
      : []),
  ];
  const [hole] = facts.holes;
  if (hole) {
    const more = facts.holes.length > 1 ? ` (and ${facts.holes.length - 1} more)` : '';
    const sentence = `The coverage is incomplete: ${hole.what} ${hole.why}${more}`;
    return {
      result: 'incomplete',
      sentence: end([sentence, ...describeFailures(facts.failures)]),
      checks,
      ratchet,
      ignoresWithoutReason,
    };
  }
  if (reasons.length > 0)
    return { result: 'fail', sentence: end(reasons), checks, ratchet, ignoresWithoutReason };
  return {
    result: 'pass',
    sentence: end([describeTotal(facts), ...patchNews(facts.patch)]),
    checks,
    ratchet,
    ignoresWithoutReason,
  };
}

function describeTotal({ total, partial }: Facts): string {
  const percent = `${formatPercent(total)} % of statements are covered`;
  return partial ? `${percent} in the packages that ran` : percent;
}

function listChecks({ total, partial, patch, packages }: Facts, policy: Policy): Check[] {
  const checks: Check[] = [];
  const check = (kind: Check['kind'], subject: string, count: Count, minimum: Percent) => {
    if (!isOff(minimum)) checks.push({ kind, subject, count, minimum, met: meets(count, minimum) });
  };
  if (partial && !isOff(policy.minTotal)) {
    const note = `not judged: ${partial.reason}`;
    checks.push({
      kind: 'total',
      subject: 'total',
      count: total,
      minimum: policy.minTotal,
      met: partial.met,
      note,
    });
  } else check('total', 'total', total, policy.minTotal);
  if (!isOff(policy.minPatch)) checks.push(checkPatch(patch, policy));
  for (const { importPath, dir, count, files } of packages) {
    check('package', importPath, count, minimumFor(dir, policy.overrides) ?? policy.minPackage);
    for (const file of files)
      check('file', file.path, file.count, minimumFor(file.path, policy.overrides) ?? policy.minFile);
  }
  return checks;
}

function minimumFor(path: string, overrides: readonly Override[]): Percent | undefined {
  return overrides.findLast((override) => override.matches(path))?.minimum;
}

function checkPatch(patch: Facts['patch'], policy: Policy): Check {
  const base = { kind: 'patch', subject: 'patch', minimum: policy.minPatch } as const;
  const none = { covered: 0, statements: 0 };
  if ('reason' in patch)
    return { ...base, count: none, met: !patch.failed, note: `not measured: ${patch.reason}` };
  if (patch.count.statements === 0) return { ...base, count: none, met: true, note: 'no changed statements' };
  const met = meets(patch.count, policy.minPatch);
  const small = patch.count.statements < policy.minPatchStatements;
  return small && !met
    ? {
        ...base,
        count: patch.count,
        met: true,
        note: `fewer than ${policy.minPatchStatements} changed statements`,
      }
    : { ...base, count: patch.count, met };
}

function checkRatchet(
  { baseline, total }: Facts,
  { ratchet, tolerance }: FallPolicy,
): RatchetCheck | undefined {
  if (!baseline || ratchet === 'off') return undefined;
  if (!baseline.found)
    return { met: baseline.met, note: `the ratchet has nothing to compare with: ${baseline.reason}` };
  const before = baseline.record.total;
  const delta = formatDelta(total, before);
  const met = holds(total, before, { mode: ratchet, tolerance });
  const gap = (count: Count) => count.statements - count.covered;
  const change =
    ratchet === 'uncovered'
      ? `uncovered statements: ${gap(before)} before, ${gap(total)} now`
      : `${delta} points against ${formatPercent(before)} %`;
  const allowed = ratchet === 'percent' && !isOff(tolerance) ? ` (${tolerance.text} allowed)` : '';
  return { met, before, delta, note: met ? `${change}${allowed}` : `the coverage fell: ${change}${allowed}` };
}

function describeFailures(failures: readonly Failure[]): string[] {
  const builds = failures.filter(({ kind }) => kind === 'build').length;
  const races = failures.filter(({ kind }) => kind === 'race');
  // A test that raced is its race's; of several failures of one test it is one.
  const raced = new Set(races.map(nameOf));
  const named = failures.filter((failure) => failure.test !== undefined && !raced.has(nameOf(failure)));
  const tests = new Set(named.map(nameOf)).size;
  const packages = failures.filter(
    ({ kind, test }) => kind !== 'build' && kind !== 'race' && test === undefined,
  ).length;
  return [
    ...(builds > 0 ? [`${counted(builds, 'package')} did not build`] : []),
    ...(races.length > 0 ? [counted(races.length, 'data race')] : []),
    ...(tests > 0 ? [`${counted(tests, 'test')} failed`] : []),
    ...(packages > 0
      ? [`${counted(packages, 'package')} failed outside of ${packages === 1 ? 'its' : 'their'} tests`]
      : []),
  ];
}

const nameOf = (failure: Failure): string => `${failure.package} ${failure.test ?? ''}`;

function describeMiss({ kind, subject, count, minimum, note }: Check): string {
  if (note) return `the ${kind === 'total' ? 'total was' : 'changed lines were'} ${note}`;
  const what = { total: 'the total', patch: 'the changed lines', package: subject, file: subject }[kind];
  const verb = kind === 'patch' ? 'are' : 'is';
  return `${what} ${verb} ${formatPercent(count)} % covered, below ${minimum.text} % (${counted(missingFor(count, minimum), 'more statement')} needed)`;
}

function patchNews(patch: Facts['patch']): string[] {
  return 'reason' in patch || patch.count.statements === 0
    ? []
    : [`${formatPercent(patch.count)} % of the changed ones`];
}

function listBareIgnores(packages: readonly PackageCoverage[]): string[] {
  return packages.flatMap((pkg) =>
    pkg.files.flatMap((file) => file.ignoredWithoutReason.map((line) => `${file.path}:${line}`)),
  );
}

function end(parts: readonly string[]): string {
  const text = parts.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
