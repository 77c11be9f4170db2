import type { BlockTable } from './block-table.ts';
import { type Count, sumCounts } from './count.ts';
import { findFunctions, type GoFunction } from './functions.ts';
import { scanGo } from './go-scanner.ts';
import { findIgnoreComments, selectIgnored } from './ignore-comments.ts';
import { type LineParts, mapLines } from './line-parts.ts';

export type FunctionCoverage = GoFunction & { readonly count: Count };

/** One file of the profile that counts, with its source read into lines. */
export type FileCoverage = {
  /** As the profile has it: `example.com/m/pkg/x.go`. */
  readonly name: string;
  /** Relative to the repository's root. */
  readonly path: string;
  readonly source: Buffer;
  /** How many lines the source has. */
  readonly lines: number;
  /** Blocks that count, in source order. */
  readonly blocks: Int32Array;
  readonly parts: LineParts;
  readonly functions: readonly FunctionCoverage[];
  readonly count: Count;
  /** Statements left out by `//coverage:ignore`. */
  readonly ignored: Count;
  readonly ignoredBlocks: ReadonlySet<number>;
  readonly ignoredWithoutReason: readonly number[];
};

export type PackageCoverage = {
  readonly importPath: string;
  readonly dir: string;
  readonly count: Count;
  readonly files: readonly FileCoverage[];
};

/** Brings the blocks of one file together with its source. */
export function coverFile(
  table: BlockTable,
  all: Int32Array,
  file: { name: string; path: string; source: Buffer },
): FileCoverage {
  const tokens = scanGo(file.source);
  const allParts = mapLines(tokens, table, all);
  const comments = findIgnoreComments(file.source, tokens);
  const ignoredBlocks = selectIgnored(comments.regions, tokens, table, all, allParts);
  const blocks = ignoredBlocks.size === 0 ? all : all.filter((id) => !ignoredBlocks.has(id));
  const parts = ignoredBlocks.size === 0 ? allParts : mapLines(tokens, table, blocks);
  return {
    ...file,
    lines: tokens.lineStart.length,
    blocks,
    parts,
    functions: countFunctions(table, blocks, findFunctions(file.source, tokens)),
    count: countBlocks(table, blocks),
    ignored: countBlocks(table, [...ignoredBlocks]),
    ignoredBlocks,
    ignoredWithoutReason: comments.withoutReason,
  };
}

export function countBlocks(table: BlockTable, ids: Iterable<number>): Count {
  let covered = 0;
  let statements = 0;
  for (const id of ids) {
    const size = table.numStmt[id] ?? 0;
    statements += size;
    if ((table.count[id] ?? 0) > 0) covered += size;
  }
  return { covered, statements };
}

/** Each function with the blocks that overlap its extent (cmd/cover func.go, FuncExtent.coverage). */
function countFunctions(
  table: BlockTable,
  blocks: Int32Array,
  functions: readonly GoFunction[],
): FunctionCoverage[] {
  let first = 0;
  return functions.map((func) => {
    const endsBefore = (id: number) =>
      isAtOrBefore(table.endLine[id] ?? 0, table.endCol[id] ?? 0, func.startLine, func.startCol);
    const startsBehind = (id: number) =>
      isAtOrBefore(func.endLine, func.endCol, table.startLine[id] ?? 0, table.startCol[id] ?? 0);
    while (first < blocks.length && endsBefore(blocks[first] ?? 0)) first += 1;
    let end = first;
    while (end < blocks.length && !startsBehind(blocks[end] ?? 0)) end += 1;
    return {
      ...func,
      count: countBlocks(
        table,
        blocks.subarray(first, end).filter((id) => !endsBefore(id)),
      ),
    };
  });
}

function isAtOrBefore(lineA: number, colA: number, lineB: number, colB: number): boolean {
  return lineA < lineB || (lineA === lineB && colA <= colB);
}

/**
 * The total in one of Go's two meanings: `statements` is what `go test` prints, all blocks; `func` what
 * `go tool cover -func` prints, blocks inside declared functions only.
 */
export function totalOf(files: readonly FileCoverage[], meaning: 'statements' | 'func'): Count {
  if (meaning === 'statements') return sumCounts(files.map((file) => file.count));
  return sumCounts(files.flatMap((file) => file.functions.map((func) => func.count)));
}

/** Files by package, both sorted by name. */
export function groupByPackage(files: readonly FileCoverage[]): PackageCoverage[] {
  const groups = Map.groupBy(files, (file) => parentOf(file.name));
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([importPath, members]) => ({
      importPath,
      dir: parentOf(members[0]?.path ?? ''),
      count: sumCounts(members.map((file) => file.count)),
      files: members.sort((a, b) => (a.path < b.path ? -1 : 1)),
    }));
}

function parentOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
}
