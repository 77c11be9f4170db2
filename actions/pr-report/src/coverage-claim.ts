import { count, flag, list, oneOf, optional, path, type Read, readClaim, record, text } from './claim.ts';

export type Count = { readonly covered: number; readonly statements: number };
export type LineRange = { readonly start: number; readonly end: number };
export type PatchFile = { readonly path: string; readonly uncovered: readonly LineRange[] };

export type CoverageClaim = {
  readonly schema: 1;
  readonly verdict: 'pass' | 'fail' | 'incomplete';
  readonly total: Count;
  /** Without counts where it was not measured. */
  readonly patch: Partial<Count> & { readonly files: readonly PatchFile[] | undefined };
  readonly checks: readonly { readonly kind: string; readonly minimum: string; readonly met: boolean }[];
  readonly tests: {
    readonly tests: number;
    readonly failed: number;
    readonly skipped: number;
    readonly flaky: number;
  };
  readonly failures: readonly Failure[];
  readonly incomplete: readonly { readonly what: string; readonly why: string }[];
};

export type Failure = {
  readonly package: string;
  readonly test: string | undefined;
  readonly message: string;
};

const size: { [Key in keyof Count]: Read<Count[Key]> } = { covered: count, statements: count };
const range: Read<LineRange> = record({ start: count, end: count });

/** Reads the report `json` of coverage-gate (actions/coverage-gate/src/report/json.ts). */
export function parseCoverageClaim(json: string): CoverageClaim {
  return readClaim(
    json,
    record<CoverageClaim>({
      schema: oneOf(1),
      verdict: oneOf('pass', 'fail', 'incomplete'),
      total: record<Count>(size),
      patch: record<CoverageClaim['patch']>({
        covered: optional(count),
        statements: optional(count),
        files: optional(list(record({ path, uncovered: list(range, 10_000) }), 10_000)),
      }),
      checks: list(record({ kind: text(20), minimum: text(20), met: flag }), 100_000),
      tests: record({ tests: count, failed: count, skipped: count, flaky: count }),
      failures: list(
        record<Failure>({ package: text(300), test: optional(text(300)), message: text(2_000) }),
        100_000,
      ),
      incomplete: list(record({ what: text(300), why: text(500) }), 100_000),
    }),
  );
}
