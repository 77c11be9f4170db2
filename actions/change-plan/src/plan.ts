import { CHECKS, type Check, sortChecks } from './checks.ts';
import type { Finding } from './finding.ts';
import {
  type PackageGraph,
  type PackageNode,
  type Reach,
  reach,
  type Seeds,
  selectablePackages,
} from './graph.ts';
import { span } from './span.ts';

export type Mode = 'full' | 'affected' | 'none';

/** What the change needs, as data; `io` and the summary only write it down. */
export type Plan = {
  readonly mode: Mode;
  /** One sentence; plain text with Markdown code spans. */
  readonly reason: string;
  readonly checks: readonly Check[];
  /** The selected packages, sorted; `undefined` stands for all of them, also when they could not be listed. */
  readonly packages: readonly PackageNode[] | undefined;
  /** The selected main packages, sorted; `undefined` when they could not be listed: the build finds them itself. */
  readonly mains: readonly PackageNode[] | undefined;
  readonly findings: readonly Finding[];
  /** How the change reached the selected packages; `undefined` unless the mode is `affected`. */
  readonly reach: Reach | undefined;
};

/** Everything runs; `graph` is missing when `go list` could not say what there is. */
export function planEverything(
  reason: string,
  graph: PackageGraph | undefined,
  findings: readonly Finding[] = [],
): Plan {
  const mains = graph && selectablePackages(graph).filter((node) => node.main);
  return {
    mode: 'full',
    reason: `Everything runs: ${reason}.`,
    checks: CHECKS.filter((check) => check !== 'build' || mains === undefined || mains.length > 0),
    packages: undefined,
    mains,
    findings,
    reach: undefined,
  };
}

/** Combines the findings of all changed paths; one that asks for everything decides alone. */
export function planChange(findings: readonly Finding[], graph: PackageGraph): Plan {
  const full = findings.filter((finding) => finding.asks === 'everything');
  const [first] = full;
  if (first) {
    const others =
      full.length > 1 ? ` (and ${full.length - 1} more such ${full.length > 2 ? 'paths' : 'path'})` : '';
    return planEverything(`${span(first.path)} changed and ${first.why}${others}`, graph, findings);
  }
  const asking = findings.filter((finding) => finding.asks === 'checks');
  if (asking.length === 0) return planNothing(findings);

  const seeds = seedsOf(asking);
  const reached = reach(graph, seeds);
  const all = selectablePackages(graph);
  // A rule that orders a check for a file outside of every package cannot narrow the packages down.
  const unbounded = asking.filter((finding) => finding.compile.length + finding.test.length === 0);
  const takesAll = (checks: readonly Check[]) =>
    unbounded.some((finding) => finding.checks.some((check) => checks.includes(check)));
  const affected = all.filter((node) => reached.tested.has(node.path));
  const mains = all.filter((node) => node.main && (takesAll(['build']) || reached.compiled.has(node.path)));
  const everyPackage = affected.length === 0 || takesAll(['unit', 'contract']);

  const wanted = new Set(asking.flatMap((finding) => finding.checks));
  if (affected.length === 0 && !takesAll(['unit'])) wanted.delete('unit');
  if (mains.length > 0) wanted.add('build');
  else wanted.delete('build');
  const checks = sortChecks(wanted);
  if (checks.length === 0) return planNothing(findings);
  return {
    mode: 'affected',
    reason:
      affected.length === 0
        ? `No package is reached by ${counted(findings.length, 'changed path')}, but ${checks.join(', ')} ${checks.length === 1 ? 'is' : 'are'} ordered.`
        : describe(findings.length, everyPackage ? all.length : affected.length, all.length),
    checks,
    packages: everyPackage ? undefined : affected,
    mains,
    findings,
    reach: reached,
  };
}

function planNothing(findings: readonly Finding[]): Plan {
  const reason =
    findings.length === 0
      ? 'Nothing runs: no file changed.'
      : `Nothing runs: none of the ${counted(findings.length, 'changed path')} belongs to a package or to a rule that orders a check.`;
  return { mode: 'none', reason, checks: [], packages: [], mains: [], findings, reach: undefined };
}

function seedsOf(asking: readonly Extract<Finding, { asks: 'checks' }>[]): Seeds {
  return {
    compile: new Set(asking.flatMap((finding) => finding.compile)),
    test: new Set(asking.flatMap((finding) => finding.test)),
  };
}

function describe(changed: number, selected: number, all: number): string {
  return `${selected} of ${counted(all, 'package')} run: what ${counted(changed, 'changed path')} can reach.`;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
