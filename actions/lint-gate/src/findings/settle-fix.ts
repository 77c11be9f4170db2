import type { Finding } from './finding.ts';
import type { Edit, Edits, Fix } from './replacement.ts';
import type { Sources, SourceText } from './source-text.ts';

const MOST_BYTES = 10_000;
const MOST_LINES = 100;
const [LF, CR] = [10, 13];

/** The finding with its edits as a `fix` of whole lines, or without them where they cannot be said exactly. */
export function settleFix(finding: Finding, sources: Sources): Finding {
  const { edits, ...rest } = finding;
  if (!edits) return finding;
  const source = rest.file === undefined ? undefined : sources.get(rest.file);
  const fix = source && rest.line && !rest.fix ? fitEdits(source, edits, rest.line) : undefined;
  return fix ? { ...rest, fix } : rest;
}

function fitEdits(source: SourceText, { at, list }: Edits, line: number): Fix | undefined {
  const edits = [...list].sort((a, b) => a.start - b.start || a.end - b.end);
  const [first, last] = [edits[0], edits.at(-1)];
  if (!first || !last || source.lineAt(at) !== line) return undefined;
  if (!edits.every((edit, i) => isSound(edit, source) && !overlaps(edits[i - 1], edit))) return undefined;

  const start = source.lineAt(first.start);
  const reach = source.lineAt(last.end);
  if (reach - start >= MOST_LINES) return undefined;
  const from = source.startOf(start);
  let changed = apply(source, from, edits);
  // What ends with the end of a line leaves the next one alone.
  const isWhole = source.startOf(reach) === last.end && (changed.at(-1) === LF || !changed.length);
  const end = reach - (isWhole ? 1 : 0);
  if (line < start || line > Math.max(start, end)) return undefined;
  const to = source.startOf(end + 1);
  if (!isWhole) changed = Buffer.concat([changed, source.slice(last.end, to)]);

  const before = source.slice(from, to);
  if (changed.equals(before) || changed.length > MOST_BYTES) return undefined;
  if (before.includes(CR) || changed.includes(CR)) return undefined;
  const text = changed.toString('utf8');
  if (!Buffer.from(text).equals(changed)) return undefined; // no UTF-8
  return leavesBlanks(text) && !leavesBlanks(before.toString('utf8')) ? undefined : { start, end, text };
}

/**
 * Offsets into other files arrive clamped to the ends of this one. golangci-lint formats a file after its edits: text with
 * line breaks in the middle of a line counts on that, so that it would be no line of a formatted file.
 */
function isSound({ start, end, text }: Edit, source: SourceText): boolean {
  if (end > source.size) return false;
  if (start === end && (start === 0 || start === source.size)) return false;
  return !text.includes(LF) || source.startOf(source.lineAt(start)) === start;
}

/** Of two insertions at one place nobody says which comes first. */
function overlaps(one: Edit | undefined, next: Edit): boolean {
  return one !== undefined && (one.end > next.start || (one.start === next.start && one.end === next.end));
}

function apply(source: SourceText, from: number, edits: readonly Edit[]): Buffer {
  const pieces = edits.flatMap((edit, i) => [source.slice(edits[i - 1]?.end ?? from, edit.start), edit.text]);
  return Buffer.concat(pieces);
}

const leavesBlanks = (text: string): boolean => /[ \t]$/m.test(text);
