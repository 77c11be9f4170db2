import { createHash } from 'node:crypto';
import { type DiffFile, type Hunk, parseHunks, readLines } from './diff-lines.ts';
import type { Finding, Fix, LintClaim } from './lint-claim.ts';
import { isPlain, quote } from './quoted.ts';

/** A comment of a review: on the lines `start` to `line` of the new side of `path`. */
export type Suggestion = {
  /** The same for the same finding on the same lines, wherever they move. */
  readonly key: string;
  readonly path: string;
  readonly start: number;
  readonly line: number;
  readonly body: string;
};

/** More than this is no suggestion any more, but somebody else's text. */
const MOST_LINES = 100;
const MOST_CHARS = 10_000;

export type SuggestionFacts = {
  readonly files: readonly DiffFile[];
  /**
   * The run tested the merge with the base, the diff shows the head. Where the base has moved on, a fix counts only when
   * it changes nothing but white space in the lines that are there.
   */
  readonly upToDate: boolean;
  /** Begins each comment; the key stands behind it. */
  readonly marker: string;
};

/** The new findings that their tool can fix; one that several calls of the checks report counts once. */
export function listFixable(claims: readonly LintClaim[]): Finding[] {
  const fixable = claims.flatMap(({ findings }) =>
    findings.filter(({ standing, fix }) => standing === 'new' && fix),
  );
  const identify = ({ file, rule, message, fix }: Finding) => JSON.stringify([file, rule, message, fix]);
  return [...new Map(fixable.map((finding) => [identify(finding), finding])).values()];
}

/** One suggestion for each new finding with a fix that fits the diff; the others are left to the annotations. */
export function planSuggestions(findings: readonly Finding[], facts: SuggestionFacts): Suggestion[] {
  const hunksOf = new Map(facts.files.map((file) => [file.path, parseHunks(file.patch ?? '')]));
  const times = new Map<string, number>();
  return findings.flatMap((finding) => {
    const hunks = finding.file === undefined ? undefined : hunksOf.get(finding.file);
    if (finding.standing !== 'new' || !finding.fix || !finding.file || !hunks) return [];
    const change = fitFix(finding.fix, hunks);
    if (!change || !isHarmless(change.text)) return [];
    if (!facts.upToDate && squeeze(change.before) !== squeeze(change.text)) return [];
    const identity = [finding.file, finding.rule, finding.message, change.before, change.text].join('\0');
    const nth = times.get(identity) ?? 0;
    times.set(identity, nth + 1);
    const key = createHash('sha256').update(`${identity}\0${nth}`).digest('hex').slice(0, 20);
    const { start, line } = change;
    return [
      { key, path: finding.file, start, line, body: renderBody(finding, change.text, facts.marker, key) },
    ];
  });
}

type Change = {
  readonly start: number;
  readonly line: number;
  readonly before: string;
  readonly text: string;
};

/** A fix in the terms of a suggestion, which can only replace lines: what is inserted goes with the line behind it. */
function fitFix(fix: Fix, hunks: readonly Hunk[]): Change | undefined {
  const inserts = fix.end < fix.start;
  const line = inserts ? fix.start : fix.end;
  if (fix.start < 1 || fix.end < fix.start - 1 || line - fix.start >= MOST_LINES) return undefined;
  const lines = readLines(hunks, fix.start, line);
  if (!lines) return undefined;
  const before = lines.map((one) => `${one}\n`).join('');
  const text = inserts ? `${fix.text}${before}` : fix.text;
  return text === before ? undefined : { start: fix.start, line, before, text };
}

function isHarmless(text: string): boolean {
  return isPlain(text) && text.length <= MOST_CHARS && text.split('\n').length <= MOST_LINES + 1;
}

const squeeze = (text: string): string => text.replace(/\s+/g, '');

function renderBody({ rule, message }: Finding, text: string, marker: string, key: string): string {
  const longest = (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  const lines = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  return `${marker} ${key} -->\n${quote(rule)} ${quote(message)}\n\n${fence}suggestion\n${lines}${fence}\n`;
}
