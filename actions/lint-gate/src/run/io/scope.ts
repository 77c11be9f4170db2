import type { JobContext } from '@go-actions/action-kit';
import { describeEditedRules } from '../../findings/change.ts';
import type { Scope } from '../../findings/classify.ts';
import { findMisformatted } from '../../findings/io/formatting.ts';
import { type KnownBase, readChange } from '../../findings/io/since.ts';
import type { Comparison } from '../../inputs.ts';
import type { LintRun } from '../context.ts';
import type { Checkout } from '../module.ts';
import type { Outcome } from '../outcome.ts';
import { lintBase } from './base-run.ts';

/** Since when findings count; settled before the checks run, so that a missing base costs nothing. */
export type Since =
  | { readonly kind: 'all' | 'none'; readonly notes: readonly string[] }
  | { readonly kind: 'lines' | 'files' | 'net'; readonly base: KnownBase };

/** Finds what `only-new` compares with, or does what `on-missing-base` says; `failure` is then the step's sentence. */
export async function readScope(
  comparison: Comparison,
  checkout: Checkout,
  context: JobContext,
): Promise<Since | { readonly failure: string }> {
  if (comparison.onlyNew === 'off') return { kind: 'all', notes: [] };
  const base = await readChange(checkout, context, { base: comparison.base, token: comparison.token });
  if (base.found) return { kind: comparison.onlyNew, base };
  const { onlyNew, onMissingBase } = comparison;
  if (base.everything)
    return {
      kind: 'all',
      notes: [
        `\`only-new\` is "${onlyNew}", and what changed cannot be told: ${base.reason}; every finding counts.`,
      ],
    };
  const missing = `\`only-new\` is "${onlyNew}" and no base was found: ${base.reason}`;
  if (onMissingBase === 'all') return { kind: 'all', notes: [`${missing}; every finding counts.`] };
  if (onMissingBase === 'pass') return { kind: 'none', notes: [`${missing}; no finding counts.`] };
  return { failure: `${missing}. Set \`base\`, or let \`on-missing-base\` be "all" or "pass".` };
}

/** The scope for classifying; `net` lints the base now that it is known which checks found something. */
export async function resolveScope(
  since: Since,
  run: LintRun,
  outcomes: readonly Outcome[],
): Promise<{ scope: Scope; renamed: ReadonlyMap<string, string>; notes: string[] }> {
  if (!('base' in since)) return { scope: { kind: since.kind }, renamed: new Map(), notes: [...since.notes] };
  const { sha, source, change, renamed } = since.base;
  const edited = describeEditedRules(change);
  const compared = [
    `Compared with ${sha.slice(0, 12)} (${source}): ${change.files.size} changed files.`,
    ...(edited ? [edited] : []),
  ];
  if (since.kind === 'files') return { scope: { kind: 'files', change }, renamed, notes: compared };
  if (since.kind === 'lines') {
    const misformatted = await findMisformatted(run, since.base, outcomes);
    return { scope: { kind: 'lines', change: { ...change, misformatted } }, renamed, notes: compared };
  }
  const { keys, unknown } = await lintBase(run, sha, outcomes);
  const notes =
    unknown.length > 0
      ? [`At the base there is no result from ${unknown.join(', ')}: their findings count as new.`]
      : [];
  return { scope: { kind: 'net', change, atBase: keys }, renamed, notes: [...compared, ...notes] };
}
