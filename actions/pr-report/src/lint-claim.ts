import { count, list, oneOf, optional, path, type Read, readClaim, record, text } from './claim.ts';

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

const fix: Read<Fix> = record({ start: count, end: count, text: text(LONGEST_FIX) });

const finding: Read<Finding> = record({
  standing: oneOf('new', 'known', 'accepted'),
  file: optional(path),
  line: optional(count),
  rule: text(200),
  message: text(2_000),
  severity: oneOf('error', 'warning'),
  fix: optional(fix),
});

const check: Read<CheckRun> = record({
  check: text(100),
  module: text(500),
  problem: optional(record({ kind: text(20) })),
});

/** Reads what lint-gate writes as `json` (actions/lint-gate/src/report.ts). */
export function parseLintClaim(json: string): LintClaim {
  return readClaim(
    json,
    record<LintClaim>({
      format: oneOf(1),
      verdict: oneOf('pass', 'fail'),
      checks: list(check, 10_000),
      findings: list(finding, MOST_FINDINGS),
    }),
  );
}
