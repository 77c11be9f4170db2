import { json } from '@go-actions/action-kit';

/** Replaces the lines `start` to `end`; `end` = `start - 1` inserts before `start`. */
export type Fix = { readonly start: number; readonly end: number; readonly text: string };

export type Finding = {
  readonly standing: 'new' | 'known' | 'accepted';
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly rule: string;
  readonly message: string;
  readonly severity: 'error' | 'warning';
  readonly fix: Fix | undefined;
};

type CheckRun = {
  readonly check: string;
  readonly module: string;
  readonly problem: { readonly kind: string } | undefined;
};

export type LintClaim = {
  readonly format: 1;
  readonly verdict: 'pass' | 'fail';
  readonly checks: readonly CheckRun[];
  readonly findings: readonly Finding[];
};

const MOST_FINDINGS = 100_000;
const LONGEST_FIX = 20_000;

const fix: json.Read<Fix> = json.record({ start: json.count, end: json.count, text: json.text(LONGEST_FIX) });

const finding: json.Read<Finding> = json.record({
  standing: json.oneOf('new', 'known', 'accepted'),
  file: json.optional(json.path),
  line: json.optional(json.count),
  rule: json.text(200),
  message: json.text(2_000),
  severity: json.oneOf('error', 'warning'),
  fix: json.optional(fix),
});

const check: json.Read<CheckRun> = json.record({
  check: json.text(100),
  module: json.text(500),
  problem: json.optional(json.record({ kind: json.text(20) })),
});

/** Reads what lint-gate writes as `json` (actions/lint-gate/src/report.ts). */
export function parseLintClaim(document: string): LintClaim {
  return json.parse(
    document,
    json.record<LintClaim>({
      format: json.oneOf(1),
      verdict: json.oneOf('pass', 'fail'),
      checks: json.list(check, 10_000),
      findings: json.list(finding, MOST_FINDINGS),
    }),
  );
}
