import { type Baseline, collectBaseline, findStale, renderBaseline } from '../baseline.ts';
import type { Finding } from '../finding.ts';
import { identify, identityKey } from '../identity.ts';
import type { Inputs } from '../inputs.ts';
import type { Outcome } from '../outcome.ts';
import type { Sources } from '../source-text.ts';
import { count } from '../verdict.ts';
import type { Surroundings } from './modules.ts';
import { writeNamedFile } from './repository-files.ts';

type Found = {
  readonly findings: readonly Finding[];
  readonly sources: Sources;
  readonly outcomes: readonly Outcome[];
};

/**
 * What the baseline accepts, and what is to be said about it. `update-baseline` writes the present findings first, but only
 * when every check gave a result: what a crashed check would have found must not be forgotten.
 */
export async function settleBaseline(
  inputs: Inputs,
  around: Surroundings,
  baseline: Baseline,
  { findings, sources, outcomes }: Found,
): Promise<{ accepted: ReadonlyMap<string, number>; notes: string[] }> {
  const file = inputs.baseline;
  if (!file) return { accepted: new Map(), notes: [] };
  const present = collectBaseline(
    findings.map((finding) => ({ identity: identify(finding, sources), message: finding.message })),
  );
  if (inputs.updateBaseline) {
    const failed = outcomes.filter(({ problem }) => problem).map(({ check }) => check);
    if (failed.length > 0) {
      const why = `${[...new Set(failed)].join(', ')} gave no result`;
      return { accepted: counts(baseline), notes: [`The baseline ${file} was not written: ${why}.`] };
    }
    await writeNamedFile(around.root, around.dir, file, [renderBaseline(present)]);
    const note = `The baseline ${file} was written with ${count(findings.length, 'finding')}; commit it.`;
    return { accepted: counts(present), notes: [note] };
  }
  // A run over some packages only cannot tell what is gone in the others.
  const whole = inputs.packages.every((pattern) => pattern === './...');
  const stale = whole ? findStale(baseline, counts(present), outcomes) : [];
  return { accepted: counts(baseline), notes: stale.length > 0 ? [describeStale(file, stale)] : [] };
}

function describeStale(file: string, stale: Baseline): string {
  const shown = stale.slice(0, 5).map((entry) => `${entry.rule} in ${entry.file || entry.module}`);
  const more = stale.length > shown.length ? ` and ${stale.length - shown.length} more` : '';
  const total = stale.reduce((sum, entry) => sum + entry.count, 0);
  return `${count(total, 'finding')} of the baseline ${file} no longer exist: ${shown.join(', ')}${more}. Run once with \`update-baseline\` to shrink it.`;
}

const counts = (baseline: Baseline): Map<string, number> =>
  new Map(baseline.map((entry) => [identityKey(entry), entry.count]));
