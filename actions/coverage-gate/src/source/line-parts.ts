import type { BlockTable } from '../profile/block-table.ts';
import { type GoTokens, TOKEN } from './go-tokens.ts';

/**
 * Which lines belong to which blocks: block `block[i]` has code on line `line[i]`, in line order. A line has code of a block
 * when a token other than a brace starts in the block and lies on the line. Block edges moved with Go 1.27 (comments, blank
 * lines and braces left out), tokens did not: the parts are the same for profiles of every Go version.
 */
export type LineParts = { readonly line: Int32Array; readonly block: Int32Array };

/** `blocks`: ids of one file in source order. Blocks without statements have no code of their own. */
export function mapLines(tokens: GoTokens, table: BlockTable, blocks: Int32Array): LineParts {
  const { kind, start, end, line, lineStart } = tokens;
  const lines: number[] = [];
  const owners: number[] = [];
  let next = 0;
  // The newest part: a block's tokens come one after the other.
  let [lastOwner, lastLine] = [-1, 0];
  for (let i = 0; i < kind.length && next < blocks.length; i++) {
    if (kind[i] === TOKEN.leftBrace || kind[i] === TOKEN.rightBrace) continue;
    const tokenLine = line[i] ?? 0;
    const column = (start[i] ?? 0) - (lineStart[tokenLine - 1] ?? 0) + 1;
    while (
      next < blocks.length &&
      isBefore(table.endLine, table.endCol, blocks[next] ?? 0, tokenLine, column)
    )
      next += 1;
    const id = blocks[next];
    if (id === undefined || table.numStmt[id] === 0) continue;
    const startLine = table.startLine[id] ?? 0;
    if (startLine > tokenLine || (startLine === tokenLine && (table.startCol[id] ?? 0) > column)) continue;
    const to = tokenLine + (kind[i] === TOKEN.literal ? newlinesIn(lineStart, tokenLine, end[i] ?? 0) : 0);
    if (id !== lastOwner) [lastOwner, lastLine] = [id, 0];
    for (let on = Math.max(tokenLine, lastLine + 1); on <= to; on++) {
      lines.push(on);
      owners.push(id);
      lastLine = on;
    }
  }
  return { line: Int32Array.from(lines), block: Int32Array.from(owners) };
}

/** Whether the block's end is at or before the position; a block's end is exclusive. */
function isBefore(
  endLine: Int32Array,
  endCol: Int32Array,
  id: number,
  line: number,
  column: number,
): boolean {
  const last = endLine[id] ?? 0;
  return last < line || (last === line && (endCol[id] ?? 0) <= column);
}

/** Only raw strings span lines. */
function newlinesIn(lineStart: Int32Array, line: number, end: number): number {
  let count = 0;
  while ((lineStart[line + count] ?? Number.POSITIVE_INFINITY) < end) count += 1;
  return count;
}
