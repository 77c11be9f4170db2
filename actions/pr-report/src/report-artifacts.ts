/** An artifact of a run; a later attempt adds one of the same name with a higher id. */
export type Artifact = {
  readonly id: number;
  readonly name: string;
  readonly size_in_bytes: number;
  readonly expired: boolean;
};

/** The artifacts of one call of the checks: `report-lint` and `report-coverage`, or `report-lint-<call>` and so on. */
export type CallArtifacts = {
  /** Empty for the names without one. */
  readonly call: string;
  readonly lint: Artifact | undefined;
  readonly coverage: Artifact | undefined;
};

/** A run that calls the checks more often is read in part: a stranger may hand over as many as he likes. */
export const MOST_CALLS = 10;

const NAME = /^report-(lint|coverage)(?:-([A-Za-z0-9._-]{1,88}))?$/;

/** The newest artifact of each name, by call, sorted; `left` is the number of calls beyond the most. */
export function pickArtifacts(listed: readonly Artifact[]): {
  readonly calls: readonly CallArtifacts[];
  readonly left: number;
} {
  const byCall = new Map<string, CallArtifacts>();
  for (const artifact of listed.filter(({ expired }) => !expired).toSorted((a, b) => a.id - b.id)) {
    const [, kind, call = ''] = NAME.exec(artifact.name) ?? [];
    if (!kind) continue;
    const known = byCall.get(call) ?? { call, lint: undefined, coverage: undefined };
    byCall.set(call, { ...known, [kind]: artifact });
  }
  const sorted = [...byCall.values()].sort((a, b) => (a.call < b.call ? -1 : 1));
  return { calls: sorted.slice(0, MOST_CALLS), left: Math.max(0, sorted.length - MOST_CALLS) };
}
