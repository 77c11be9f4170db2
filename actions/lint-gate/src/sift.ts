import { type Change, isInChange } from './change.ts';
import type { Finding } from './finding.ts';
import { Tally } from './identity.ts';
import type { Judged } from './verdict.ts';

/** How findings are told apart into new and old ones. */
export type Scope =
  | { readonly kind: 'all' }
  | { readonly kind: 'none' }
  | { readonly kind: 'lines' | 'files'; readonly change: Change }
  /** Identities of the findings at the base; what is left of them after matching was fixed by the change. */
  | { readonly kind: 'net'; readonly change: Change; readonly atBase: readonly string[] };

export type SiftOptions = {
  readonly scope: Scope;
  /** Identities of accepted findings, with how many of each are. */
  readonly accepted: ReadonlyMap<string, number>;
  readonly keyOf: (finding: Finding) => string;
  /** The identity under which the base knows the finding: the same but for renamed files. */
  readonly baseKeyOf: (finding: Finding) => string;
};

/**
 * Gives every finding its standing. Of several findings with one identity, those outside of the change are matched with
 * what is accepted or known first: the one that a change added is the one that stays new.
 */
export function sift(
  findings: readonly Finding[],
  { scope, accepted, keyOf, baseKeyOf }: SiftOptions,
): Judged[] {
  const change = 'change' in scope ? scope.change : undefined;
  const changed = (finding: Finding) => (change ? isInChange(finding, change, 'lines') : undefined);
  const judged = findings.map((finding) => {
    const touched = changed(finding);
    return { finding, ...(touched !== undefined && { changed: touched }) };
  });
  const order = [...judged.keys()].sort((a, b) => Number(judged[a]?.changed) - Number(judged[b]?.changed));

  const tally = new Tally();
  for (const [key, times] of accepted) tally.add(key, times);
  const isAccepted = matched(order, (i) => tally.take(keyOf(judged[i]?.finding as Finding)));

  const base = new Tally();
  for (const key of scope.kind === 'net' ? scope.atBase : []) base.add(key);
  const isAtBase = matched(
    order,
    (i) => scope.kind === 'net' && base.take(baseKeyOf(judged[i]?.finding as Finding)),
  );

  const isKnown = (finding: Finding, i: number) => {
    if (scope.kind === 'all') return false;
    if (scope.kind === 'none') return true;
    return scope.kind === 'net' ? isAtBase.has(i) : !isInChange(finding, scope.change, scope.kind);
  };
  return judged.map((item, i) => {
    const standing = isAccepted.has(i) ? 'accepted' : isKnown(item.finding, i) ? 'known' : 'new';
    return { ...item, standing };
  });
}

function matched(order: readonly number[], take: (index: number) => boolean): ReadonlySet<number> {
  return new Set(order.filter(take));
}
