import type { BlockTable } from '../profile/block-table.ts';
import { findClose } from './functions.ts';
import { type GoTokens, TOKEN } from './go-tokens.ts';
import type { LineParts } from './line-parts.ts';

/** What one `//coverage:ignore` leaves out: a stretch of the source (by byte offsets), or the blocks with code on one line. */
type Region = { readonly from: number; readonly to: number } | { readonly line: number };

export type IgnoreComments = {
  readonly regions: readonly Region[];
  /** Lines of comments that give no reason. */
  readonly withoutReason: readonly number[];
};

const FORM = /^\/\/\s?coverage[:-]ignore(?:\s+(.*?))?\s*$/;

/** Whether the source is worth a closer look; nearly none is. */
export function mayIgnore(source: Buffer): boolean {
  const first = source.indexOf('coverage');
  return first >= 0 && /coverage[:-]ignore/.test(source.toString('latin1', first));
}

/**
 * Finds `//coverage:ignore [reason]`. Before the package clause it means the file. Otherwise it speaks of its own line, or of
 * the next line with code when it stands alone: a function when that line declares one, a `case` when it is one, what is
 * between the braces when the line opens them, else the blocks that have code there.
 */
export function findIgnoreComments(source: Buffer, tokens: GoTokens): IgnoreComments {
  const regions: Region[] = [];
  const withoutReason: number[] = [];
  for (const comment of tokens.comments) {
    const match = FORM.exec(comment.text);
    if (!match) continue;
    if (!match[1]) withoutReason.push(comment.line);
    const first = firstTokenFrom(tokens, comment.line);
    if (first < 0) continue;
    regions.push(
      comment.line < (tokens.line[0] ?? 1) ? { from: 0, to: source.length } : planRegion(tokens, first),
    );
  }
  return { regions, withoutReason };
}

/** The ids of `blocks` that the regions leave out. */
export function selectIgnored(
  regions: readonly Region[],
  tokens: GoTokens,
  table: BlockTable,
  blocks: Int32Array,
  parts: LineParts,
): Set<number> {
  const ignored = new Set<number>();
  for (const region of regions) {
    if ('line' in region) {
      parts.line.forEach((line, i) => {
        if (line === region.line) ignored.add(parts.block[i] ?? -1);
      });
      continue;
    }
    for (const id of blocks) {
      const start = (tokens.lineStart[(table.startLine[id] ?? 1) - 1] ?? 0) + (table.startCol[id] ?? 1) - 1;
      if (start >= region.from && start < region.to) ignored.add(id);
    }
  }
  return ignored;
}

function planRegion(tokens: GoTokens, first: number): Region {
  const { kind, line, start, end } = tokens;
  const on = line[first] ?? 0;
  if (kind[first] === TOKEN.case) return clauseRegion(tokens, first);
  const opening = lastOpenBrace(tokens, first);
  if (opening < 0) return { line: on };
  const from = kind[first] === TOKEN.func ? first : opening;
  return { from: start[from] ?? 0, to: end[findClose(tokens, opening)] ?? 0 };
}

/** From the colon of a clause to the next clause or the end of the switch. */
function clauseRegion(tokens: GoTokens, first: number): Region {
  const { kind, start } = tokens;
  let at = first + 1;
  while (at < kind.length && kind[at] !== TOKEN.colon)
    at = isOpening(kind[at]) ? findClose(tokens, at) + 1 : at + 1;
  const from = start[at] ?? 0;
  for (at += 1; at < kind.length; at++) {
    if (kind[at] === TOKEN.case || kind[at] === TOKEN.rightBrace) break;
    if (isOpening(kind[at])) at = findClose(tokens, at);
  }
  return { from, to: start[at] ?? from };
}

/** A brace on the line of `first` that closes on a later line; of several the last one. */
function lastOpenBrace(tokens: GoTokens, first: number): number {
  const { kind, line } = tokens;
  let found = -1;
  for (let i = first; i < kind.length && line[i] === line[first]; i++) {
    if (kind[i] === TOKEN.leftBrace && line[findClose(tokens, i)] !== line[i]) found = i;
  }
  return found;
}

const isOpening = (kind: number | undefined): boolean => kind === TOKEN.leftBrace || kind === TOKEN.leftParen;

/** The first token on `line` or after it; -1 when there is none. */
function firstTokenFrom(tokens: GoTokens, line: number): number {
  return tokens.line.findIndex((tokenLine) => tokenLine >= line);
}
