import type { JobContext } from '@go-actions/action-kit';
import type { Inputs } from '../inputs.ts';
import type { Outcome } from '../outcome.ts';
import type { Scope } from '../sift.ts';
import { lintBase } from './base-run.ts';
import { type KnownBase, readChange } from './change.ts';
import type { Surroundings } from './modules.ts';
import type { Order } from './order.ts';

/** Since when findings count; settled before the checks run, so that a missing base costs nothing. */
export type Since =
  | { readonly kind: 'all' | 'none'; readonly notes: readonly string[] }
  | { readonly kind: 'lines' | 'files' | 'net'; readonly base: KnownBase };

/** Finds what `only-new` compares with, or does what `on-missing-base` says; `failure` is then the step's sentence. */
export async function readScope(
  inputs: Inputs,
  around: Surroundings,
  context: JobContext,
): Promise<Since | { readonly failure: string }> {
  if (inputs.onlyNew === 'off') return { kind: 'all', notes: [] };
  const base = await readChange(around, context, { base: inputs.base, token: inputs.token });
  if (base.found) return { kind: inputs.onlyNew, base };
  const missing = `\`only-new\` is "${inputs.onlyNew}" and no base was found: ${base.reason}`;
  if (inputs.onMissingBase === 'all') return { kind: 'all', notes: [`${missing}; every finding counts.`] };
  if (inputs.onMissingBase === 'pass') return { kind: 'none', notes: [`${missing}; no finding counts.`] };
  return { failure: `${missing}. Set \`base\`, or let \`on-missing-base\` be "all" or "pass".` };
}

/** The scope for sifting; `net` lints the base now that it is known which checks found something. */
export async function resolveScope(
  since: Since,
  order: Order,
  outcomes: readonly Outcome[],
): Promise<{ scope: Scope; renamed: ReadonlyMap<string, string>; notes: string[] }> {
  if (!('base' in since)) return { scope: { kind: since.kind }, renamed: new Map(), notes: [...since.notes] };
  const { sha, source, change, renamed } = since.base;
  const compared = `Compared with ${sha.slice(0, 12)} (${source}): ${change.files.size} changed files.`;
  if (since.kind !== 'net') return { scope: { kind: since.kind, change }, renamed, notes: [compared] };
  const { keys, unknown } = await lintBase(order, sha, outcomes);
  const notes =
    unknown.length > 0
      ? [`At the base there is no result from ${unknown.join(', ')}: their findings count as new.`]
      : [];
  return { scope: { kind: 'net', change, atBase: keys }, renamed, notes: [compared, ...notes] };
}
