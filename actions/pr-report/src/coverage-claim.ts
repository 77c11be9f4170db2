import { json } from '@go-actions/action-kit';

export type Count = { readonly covered: number; readonly statements: number };
export type UncoveredLines = { readonly start: number; readonly end: number };
export type PatchFile = { readonly path: string; readonly uncovered: readonly UncoveredLines[] };

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

const size: { [Key in keyof Count]: json.Read<Count[Key]> } = { covered: json.count, statements: json.count };
const range: json.Read<UncoveredLines> = json.record({ start: json.count, end: json.count });

/** Reads the report `json` of coverage-gate (actions/coverage-gate/src/report/json.ts). */
export function parseCoverageClaim(document: string): CoverageClaim {
  return json.parse(
    document,
    json.record<CoverageClaim>({
      schema: json.oneOf(1),
      verdict: json.oneOf('pass', 'fail', 'incomplete'),
      total: json.record<Count>(size),
      patch: json.record<CoverageClaim['patch']>({
        covered: json.optional(json.count),
        statements: json.optional(json.count),
        files: json.optional(
          json.list(json.record({ path: json.path, uncovered: json.list(range, 10_000) }), 10_000),
        ),
      }),
      checks: json.list(
        json.record({ kind: json.text(20), minimum: json.text(20), met: json.flag }),
        100_000,
      ),
      tests: json.record({ tests: json.count, failed: json.count, skipped: json.count, flaky: json.count }),
      failures: json.list(
        json.record<Failure>({
          package: json.text(300),
          test: json.optional(json.text(300)),
          message: json.text(2_000),
        }),
        100_000,
      ),
      incomplete: json.list(json.record({ what: json.text(300), why: json.text(500) }), 100_000),
    }),
  );
}
