import { posix } from 'node:path';
import type { BlockTable } from '../profile/block-table.ts';
import {
  countBlocks,
  countFunctions,
  type FileCode,
  type FileCoverage,
  type FunctionCoverage,
} from './file-coverage.ts';
import { findFunctions } from './functions.ts';
import { scanGo } from './go-scanner.ts';
import { type GoTokens, TOKEN } from './go-tokens.ts';
import {
  type LineDirective,
  type LogicalPosition,
  listBaseNames,
  parseDirectives,
  positionOf,
} from './line-directives.ts';
import { type LineParts, mapLines } from './line-parts.ts';

/** A file that exists in `//line` directives: a grammar, a template, or nothing at all (goyacc's `yaccpar`). */
export type MappedFile = {
  /** As the profile has it. */
  readonly name: string;
  /** What reports show: the file itself where it is in the checkout, else the Go file. */
  readonly path: string;
  readonly source: () => Buffer;
  /** The Go files whose directives name it. */
  readonly origins: readonly (() => Buffer)[];
  /** Whether lines are shown as the directives have them; else as they are in the Go file. */
  readonly logical: boolean;
  /** Since Go 1.27 a profile has the lines of the Go file under the name of the other one. */
  readonly physicalBlocks: boolean;
};

/** Brings the blocks of a mapped file together with the Go code behind it. */
export function coverMapped(table: BlockTable, blocks: Int32Array, file: MappedFile): FileCoverage {
  let code: FileCode | undefined;
  return {
    name: file.name,
    path: file.path,
    source: file.source,
    blocks,
    count: countBlocks(table, blocks),
    ignored: { covered: 0, statements: 0 },
    ignoredBlocks: new Set(),
    ignoredWithoutReason: [],
    get code() {
      code ??= readCode(table, blocks, file);
      return code;
    },
  };
}

function readCode(table: BlockTable, blocks: Int32Array, file: MappedFile): FileCode {
  const base = posix.basename(file.name);
  const pairs: [line: number, block: number][] = [];
  const functions: FunctionCoverage[] = [];
  for (const read of file.origins) {
    const source = read();
    const tokens = scanGo(source);
    const directives = parseDirectives(tokens);
    const physical = file.physicalBlocks
      ? physicalParts(mapLines(tokens, table, blocks), tokens, directives, base)
      : logicalParts(table, blocks, tokens, directives, base);
    pairs.push(
      ...physical.map(({ logical, line, block }): [number, number] => [file.logical ? logical : line, block]),
    );
    for (const func of findFunctions(source, tokens)) {
      const start = (tokens.lineStart[func.startLine - 1] ?? 0) + func.startCol - 1;
      const at = positionOf(directives, { offset: start, line: func.startLine, column: func.startCol });
      if (!at || !listBaseNames(at.file).includes(base)) continue;
      const shift = at.line - func.startLine;
      const count = file.physicalBlocks
        ? (countFunctions(table, blocks, [func])[0]?.count ?? { covered: 0, statements: 0 })
        : countBlocks(
            table,
            blocks.filter((id) =>
              isWithin(table.startLine[id] ?? 0, func.startLine + shift, func.endLine + shift),
            ),
          );
      functions.push({
        ...func,
        startLine: file.logical ? at.line : func.startLine,
        endLine: file.logical ? func.endLine + shift : func.endLine,
        count,
      });
    }
  }
  const unique = new Map(pairs.map((pair) => [pair.join(), pair]));
  const sorted = [...unique.values()].sort((a, b) => a[0] - b[0]);
  return {
    lines: file.source().toString('latin1').split('\n').length,
    parts: {
      line: Int32Array.from(sorted, ([line]) => line),
      block: Int32Array.from(sorted, ([, block]) => block),
    },
    functions,
  };
}

const isWithin = (line: number, from: number, to: number): boolean => from <= line && line <= to;

/** A line of the Go file with code of a block, and the line that directives give it. */
type MappedPart = { readonly line: number; readonly logical: number; readonly block: number };

function physicalParts(
  parts: LineParts,
  tokens: GoTokens,
  directives: readonly LineDirective[],
  base: string,
): MappedPart[] {
  return [...parts.line].flatMap((line, i): MappedPart[] => {
    const offset = tokens.lineStart[line - 1] ?? 0;
    // The end of the line: a directive within it speaks of what follows.
    const at = positionOf(directives, {
      offset: (tokens.lineStart[line] ?? Number.MAX_SAFE_INTEGER) - 1,
      line,
      column: 1,
    });
    const known = at ?? positionOf(directives, { offset, line, column: 1 });
    const block = parts.block[i] ?? 0;
    return known && listBaseNames(known.file).includes(base) ? [{ line, logical: known.line, block }] : [];
  });
}

/**
 * The parts of blocks whose positions are those of directives. Where columns are unknown, a block owns what is on its lines;
 * on its first one what stands behind the brace or colon that opens it, on its last one what stands before the next brace.
 */
function logicalParts(
  table: BlockTable,
  blocks: Int32Array,
  tokens: GoTokens,
  directives: readonly LineDirective[],
  base: string,
): MappedPart[] {
  const own = listOwnTokens(tokens, directives, base);
  const byLine = Map.groupBy(own, ({ at }) => at.line);
  const parts: MappedPart[] = [];
  for (const block of blocks) {
    if (table.numStmt[block] === 0) continue;
    const [first, last] = [table.startLine[block] ?? 0, table.endLine[block] ?? 0];
    const [from, to] = [table.startCol[block] ?? 0, table.endCol[block] ?? 0];
    for (let line = first; line <= last; line++) {
      const here = byLine.get(line) ?? [];
      const opened =
        line === first && first !== last ? here.findLastIndex(({ kind }) => OPENS.has(kind)) : -1;
      const closes = line === last && first !== last ? here.findIndex(({ kind }) => EDGES.has(kind)) : -1;
      const owns = here.some(({ kind, at }, i) => {
        if (kind === TOKEN.leftBrace || kind === TOKEN.rightBrace) return false;
        if (line === first && (from > 0 ? at.column < from : i <= opened)) return false;
        return !(line === last && (to > 0 ? at.column >= to : closes >= 0 && i >= closes));
      });
      const physical = here[0]?.line ?? line;
      if (owns) parts.push({ line: physical, logical: line, block });
    }
  }
  return parts;
}

const OPENS = new Set<number>([TOKEN.leftBrace, TOKEN.colon]);
const EDGES = new Set<number>([TOKEN.leftBrace, TOKEN.rightBrace, TOKEN.case]);

type OwnToken = { readonly kind: number; readonly line: number; readonly at: LogicalPosition };

function listOwnTokens(tokens: GoTokens, directives: readonly LineDirective[], base: string): OwnToken[] {
  const own: OwnToken[] = [];
  for (let i = 0; i < tokens.kind.length; i++) {
    const [offset, line] = [tokens.start[i] ?? 0, tokens.line[i] ?? 0];
    const at = positionOf(directives, {
      offset,
      line,
      column: offset - (tokens.lineStart[line - 1] ?? 0) + 1,
    });
    if (at && listBaseNames(at.file).includes(base)) own.push({ kind: tokens.kind[i] ?? 0, line, at });
  }
  return own;
}
