import { counted } from '@go-actions/action-kit';
import { CHECKS, type Check, sortChecks } from './checks.ts';
import {
  type PackageGraph,
  type PackageNode,
  type Reach,
  reach,
  type Seeds,
  selectablePackages,
} from './graph/graph.ts';
import { quoted } from './quoted.ts';
import { followGoRuns, type GoRun } from './reads/go-runs.ts';
import type { Judgement } from './rules/judgement.ts';

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
  readonly judgements: readonly Judgement[];
  /** How the change reached the selected packages; `undefined` unless the mode is `affected`. */
  readonly reach: Reach | undefined;
  /** Sentences on what the plan leaves out, and on what it cannot see. */
  readonly notes: readonly string[];
};

/** What a plan can choose from. */
export type PlanContext = {
  /** `undefined` when it could not be read, or not all of it. */
  readonly graph: PackageGraph | undefined;
  /** Checks that have nothing to run in this repository. */
  readonly absent: readonly Check[];
  readonly notes: readonly string[];
};

/** Everything runs. */
export function planEverything(
  reason: string,
  { graph, absent, notes }: PlanContext,
  judgements: readonly Judgement[] = [],
): Plan {
  const mains = graph && selectablePackages(graph).filter((node) => node.main);
  return {
    mode: 'full',
    reason: `Everything runs: ${reason}.`,
    checks: CHECKS.filter(
      (check) => (check !== 'build' || mains === undefined || mains.length > 0) && !absent.includes(check),
    ),
    packages: undefined,
    mains,
    judgements,
    reach: undefined,
    notes,
  };
}

/** Combines the judgements of all changed paths; one that asks for everything decides alone. */
export function planChange(
  judgements: readonly Judgement[],
  context: PlanContext & {
    readonly graph: PackageGraph;
    readonly goRuns: readonly GoRun[];
    readonly generators: readonly GoRun[];
  },
): Plan {
  const { graph, absent, goRuns, generators } = context;
  const full = judgements.filter((judgement) => judgement.asks === 'everything');
  const [first] = full;
  if (first) {
    const others =
      full.length > 1 ? ` (and ${full.length - 1} more such ${full.length > 2 ? 'paths' : 'path'})` : '';
    return planEverything(`${quoted(first.path)} changed and ${first.why}${others}`, context, judgements);
  }
  const asking = judgements.filter((judgement) => judgement.asks === 'checks');
  if (asking.length === 0) return planNothing(judgements, context);

  const seeds = seedsOf(asking);
  const reached = followGoRuns(reach(graph, seeds), goRuns);
  const all = selectablePackages(graph);
  // A rule that orders a check for a file outside of every package cannot narrow the packages down.
  const unbounded = asking.filter((judgement) => judgement.compile.length + judgement.test.length === 0);
  const takesAll = (checks: readonly Check[]) =>
    unbounded.some((judgement) => judgement.checks.some((check) => checks.includes(check)));
  const affected = all.filter((node) => reached.tested.has(node.path));
  const mains = all.filter((node) => node.main && (takesAll(['build']) || reached.compiled.has(node.path)));
  const everyPackage = affected.length === 0 || takesAll(['unit', 'contract']);

  const notes = [...context.notes, ...describeHidden(graph, reached)];
  const wanted = new Set(asking.flatMap((judgement) => judgement.checks));
  const generated = followGoRuns(reached, generators).tested;
  if (generators.some(({ tests }) => generated.has(tests))) wanted.add('generate');
  for (const check of absent) wanted.delete(check);
  if (affected.length === 0 && !takesAll(['unit'])) wanted.delete('unit');
  if (mains.length > 0) wanted.add('build');
  else wanted.delete('build');
  const checks = sortChecks(wanted);
  if (checks.length === 0) return planNothing(judgements, context);
  return {
    mode: 'affected',
    reason:
      affected.length === 0
        ? `No package is reached by ${counted(judgements.length, 'changed path')}, but ${checks.join(', ')} ${checks.length === 1 ? 'is' : 'are'} ordered.${notes
            .slice(context.notes.length)
            .map((note) => ` ${note}`)
            .join('')}`
        : describe(judgements.length, everyPackage ? all.length : affected.length, all.length),
    checks,
    packages: everyPackage ? undefined : affected,
    mains,
    judgements,
    reach: reached,
    notes,
  };
}

/** Packages that the change reaches and no job compiles: what they are waiting for. */
function describeHidden(graph: PackageGraph, { tested }: Reach): string[] {
  return [...tested.keys()].sort().flatMap((path) => {
    const node = graph.packages.get(path);
    if (!node || node.selectable || node.tags.length === 0) return [];
    const tags = node.tags.map(quoted).join(', ');
    return [
      `${quoted(path)} builds only with the build tag ${tags}, which no job sets (\`GOFLAGS: -tags=…\`).`,
    ];
  });
}

function planNothing(judgements: readonly Judgement[], { notes }: PlanContext): Plan {
  const reason =
    judgements.length === 0
      ? 'Nothing runs: no file changed.'
      : `Nothing runs: none of the ${counted(judgements.length, 'changed path')} belongs to a package or to a rule that orders a check.`;
  return { mode: 'none', reason, checks: [], packages: [], mains: [], judgements, reach: undefined, notes };
}

function seedsOf(asking: readonly Extract<Judgement, { asks: 'checks' }>[]): Seeds {
  return {
    compile: new Set(asking.flatMap((judgement) => judgement.compile)),
    test: new Set(asking.flatMap((judgement) => judgement.test)),
  };
}

function describe(changed: number, selected: number, all: number): string {
  return `${selected} of ${counted(all, 'package')} run: what ${counted(changed, 'changed path')} can reach.`;
}
