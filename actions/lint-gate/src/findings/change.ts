import type { LineRange } from '@go-actions/git-history';
import { CONFIG_NAMES } from '../checks/golangci.ts';
import { CHECKS } from '../checks/index.ts';
import type { Finding } from './finding.ts';

/** What this change touched, by path relative to the repository's root. */
export type ChangedCode = {
  readonly files: ReadonlySet<string>;
  /** `+` lines, sorted; a file that is new as a whole may be in `files` only, see `added`. */
  readonly lines: ReadonlyMap<string, readonly LineRange[]>;
  /** Files that git does not track yet: every line is new. */
  readonly added: ReadonlySet<string>;
  /** Modules (by folder) with a changed file. */
  readonly modules: ReadonlySet<string>;
  /** Files that were formatted at the base, and are not now. */
  readonly misformatted?: ReadonlySet<string>;
};

/** A sentence about configurations of linters that the change itself edits: they decide what is found at all. */
export function describeEditedRules({ files }: Pick<ChangedCode, 'files'>): string | undefined {
  const rules = [...CONFIG_NAMES, 'staticcheck.conf'];
  const edited = [...files].filter((path) => rules.includes(path.slice(path.lastIndexOf('/') + 1))).sort();
  return edited.length > 0
    ? `The change edits ${edited.join(', ')}: linters find what that lets them find.`
    : undefined;
}

const NEVER_OLD = new Set(['typecheck', 'syntax']);

/**
 * Whether a finding belongs to the change. Code that does not compile always does, because nothing else can be trusted
 * then (golangci-lint does the same); a finding about a module does when one of the module's files changed, and every place
 * of a file that was formatted before.
 */
export function isInChange(finding: Finding, change: ChangedCode, by: 'lines' | 'files'): boolean {
  const { file, line, check, rule, module } = finding;
  if (NEVER_OLD.has(rule)) return true;
  if (CHECKS[check].scope === 'module' || !file) return change.modules.has(module);
  if (finding.origins?.some((origin) => isInChange({ ...finding, ...origin, origins: [] }, change, by)))
    return true;
  if (check === 'fmt' && change.misformatted?.has(file)) return true;
  if (by === 'files' || !line) return change.files.has(file) || change.added.has(file);
  return change.added.has(file) || touches(finding, change.lines.get(file) ?? []);
}

/** Whether a finding's lines meet the ranges; text to insert belongs to the lines on both sides of its place. */
export function touches({ line = 0, endLine, fix }: Finding, ranges: readonly LineRange[]): boolean {
  const inserts = fix !== undefined && fix.end < fix.start;
  const start = inserts ? line - 1 : line;
  const end = endLine ?? line;
  // The ranges are sorted and apart: the first one that does not end before decides.
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.end ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return (ranges[low]?.start ?? Number.POSITIVE_INFINITY) <= end;
}
