import { counted } from '@go-actions/action-kit';
import type { BaselineInputs } from '../../inputs.ts';
import { type Places, writeNamedFile } from '../../run/io/repository-files.ts';
import type { Outcome } from '../../run/outcome.ts';
import { type Baseline, collectBaseline, findStale, renderBaseline } from '../baseline.ts';
import type { Finding } from '../finding.ts';
import { identify, identityKey } from '../identity.ts';
import type { Sources } from '../source-text.ts';

type Found = {
  readonly findings: readonly Finding[];
  readonly sources: Sources;
  readonly outcomes: readonly Outcome[];
  /** Whether all packages were looked at: a run over some of them cannot tell what is gone in the others. */
  readonly whole: boolean;
};

/**
 * What the baseline accepts, and the notes to print. `update-baseline` writes the present findings first, but only
 * when every check gave a result: what a crashed check would have found must not be forgotten.
 */
export async function applyBaseline(
  { file, update }: BaselineInputs,
  places: Places,
  baseline: Baseline,
  { findings, sources, outcomes, whole }: Found,
): Promise<{ accepted: ReadonlyMap<string, number>; notes: string[] }> {
  if (!file) return { accepted: new Map(), notes: [] };
  const present = collectBaseline(
    findings.map((finding) => ({ identity: identify(finding, sources), message: finding.message })),
  );
  if (update) {
    const failed = outcomes.filter(({ problem }) => problem).map(({ check }) => check);
    if (failed.length > 0) {
      const why = `${[...new Set(failed)].join(', ')} gave no result`;
      return { accepted: counts(baseline), notes: [`The baseline ${file} was not written: ${why}.`] };
    }
    await writeNamedFile(places, file, [renderBaseline(present)]);
    const note = `The baseline ${file} was written with ${counted(findings.length, 'finding')}; commit it.`;
    return { accepted: counts(present), notes: [note] };
  }
  const stale = whole ? findStale(baseline, counts(present), outcomes) : [];
  return { accepted: counts(baseline), notes: stale.length > 0 ? [describeStale(file, stale)] : [] };
}

function describeStale(file: string, stale: Baseline): string {
  const shown = stale.slice(0, 5).map((entry) => `${entry.rule} in ${entry.file || entry.module}`);
  const more = stale.length > shown.length ? ` and ${stale.length - shown.length} more` : '';
  const total = stale.reduce((sum, entry) => sum + entry.count, 0);
  return `${counted(total, 'finding')} of the baseline ${file} no longer exist: ${shown.join(', ')}${more}. Run once with \`update-baseline\` to shrink it.`;
}

const counts = (baseline: Baseline): Map<string, number> =>
  new Map(baseline.map((entry) => [identityKey(entry), entry.count]));
