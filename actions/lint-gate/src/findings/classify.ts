import { type ChangedCode, isInChange } from './change.ts';
import type { Finding } from './finding.ts';

/** How findings are told apart into new and old ones. */
export type Scope =
  | { readonly kind: 'all' }
  | { readonly kind: 'none' }
  | { readonly kind: 'lines' | 'files'; readonly change: ChangedCode }
  /** Identities of the findings at the base; what is left of them after matching was fixed by the change. */
  | { readonly kind: 'net'; readonly change: ChangedCode; readonly atBase: readonly string[] };

/** What a finding counts as: only `new` ones decide; `known` is old, `accepted` is in the baseline. */
export type FindingStatus = 'new' | 'known' | 'accepted';

export type Judged = {
  readonly finding: Finding;
  readonly status: FindingStatus;
  /** Whether it is on a line of this change, as far as that was asked. */
  readonly changed?: boolean;
};

export type ClassifyOptions = {
  readonly scope: Scope;
  /** Identities of accepted findings, with how many of each are. */
  readonly accepted: ReadonlyMap<string, number>;
  readonly keyOf: (finding: Finding) => string;
  /** The identity under which the base knows the finding: the same but for renamed files. */
  readonly baseKeyOf: (finding: Finding) => string;
};

/**
 * Gives every finding its status. Of several findings with one identity, those outside of the change are matched with
 * what is accepted or known first: the one that a change added is the one that stays new.
 */
export function classify(
  findings: readonly Finding[],
  { scope, accepted, keyOf, baseKeyOf }: ClassifyOptions,
): Judged[] {
  const change = 'change' in scope ? scope.change : undefined;
  const changed = change && findings.map((finding) => isInChange(finding, change, 'lines'));
  const isAccepted = match(accepted, findings, keyOf, changed);
  const atBase = new Map<string, number>();
  for (const key of scope.kind === 'net' ? scope.atBase : []) atBase.set(key, (atBase.get(key) ?? 0) + 1);
  const isAtBase = match(atBase, findings, baseKeyOf, changed);

  const isKnown = (finding: Finding, i: number): boolean => {
    if (scope.kind === 'all' || scope.kind === 'none') return scope.kind === 'none';
    if (scope.kind === 'net') return isAtBase.has(i);
    return scope.kind === 'lines' ? !changed?.[i] : !isInChange(finding, scope.change, scope.kind);
  };
  return findings.map((finding, i) => {
    const status = isAccepted.has(i) ? 'accepted' : isKnown(finding, i) ? 'known' : 'new';
    return { finding, status, ...(changed && { changed: changed[i] as boolean }) };
  });
}

/** The indices of findings that find one of their key left in the bag; those outside of the change are served first. */
function match(
  bag: ReadonlyMap<string, number>,
  findings: readonly Finding[],
  keyOf: (finding: Finding) => string,
  changed: readonly boolean[] | undefined,
): ReadonlySet<number> {
  if (bag.size === 0) return new Set();
  const left = new Map(bag);
  const served = new Set<number>();
  for (const turn of [false, true]) {
    for (const [i, finding] of findings.entries()) {
      if ((changed?.[i] ?? false) !== turn) continue;
      const key = keyOf(finding);
      const times = left.get(key) ?? 0;
      if (times > 0) {
        left.set(key, times - 1);
        served.add(i);
      }
    }
  }
  return served;
}
