import { type Count, sumCounts } from '../percent.ts';
import type { BlockTable } from '../profile/block-table.ts';
import { findFunctions, type GoFunction } from './functions.ts';
import { scanGo } from './go-scanner.ts';
import { findIgnoreComments, mayIgnore, selectIgnored } from './ignore-comments.ts';
import { type LineParts, mapLines } from './line-parts.ts';

export type FunctionCoverage = GoFunction & { readonly count: Count };

/** One file of the profile that counts, with its source. */
export type FileCoverage = {
  /** As the profile has it: `example.com/m/pkg/x.go`. */
  readonly name: string;
  /** Relative to the repository's root. */
  readonly path: string;
  /** Reads it; the bytes are those of the next source that is read. */
  readonly source: () => Buffer;
  /** Blocks that count, in source order. */
  readonly blocks: Int32Array;
  readonly count: Count;
  /** Statements left out by `//coverage:ignore`. */
  readonly ignored: Count;
  readonly ignoredBlocks: ReadonlySet<number>;
  readonly ignoredWithoutReason: readonly number[];
  /** What only the source tells, read when it is first asked for: totals and most files of a large project never are. */
  readonly code: FileCode;
};

/** Where the blocks are in the source. */
export type FileCode = {
  /** How many lines the source has. */
  readonly lines: number;
  readonly parts: LineParts;
  readonly functions: readonly FunctionCoverage[];
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
  file: Pick<FileCoverage, 'name' | 'path' | 'source'>,
): FileCoverage {
  const { ignoredBlocks, ignoredWithoutReason } = findIgnored(table, all, file.source());
  const blocks = ignoredBlocks.size === 0 ? all : all.filter((id) => !ignoredBlocks.has(id));
  let code: FileCode | undefined;
  return {
    ...file,
    blocks,
    count: countBlocks(table, blocks),
    ignored: countBlocks(table, ignoredBlocks),
    ignoredBlocks,
    ignoredWithoutReason,
    get code() {
      code ??= readCode(table, blocks, file.source());
      return code;
    },
  };
}

function findIgnored(table: BlockTable, all: Int32Array, source: Buffer) {
  if (!mayIgnore(source)) return { ignoredBlocks: new Set<number>(), ignoredWithoutReason: [] };
  const tokens = scanGo(source);
  const { regions, withoutReason } = findIgnoreComments(source, tokens);
  const parts = mapLines(tokens, table, all);
  return {
    ignoredBlocks: selectIgnored(regions, tokens, table, all, parts),
    ignoredWithoutReason: withoutReason,
  };
}

function readCode(table: BlockTable, blocks: Int32Array, source: Buffer): FileCode {
  const tokens = scanGo(source);
  return {
    lines: tokens.lineStart.length,
    parts: mapLines(tokens, table, blocks),
    functions: countFunctions(table, blocks, findFunctions(source, tokens)),
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
export function countFunctions(
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
  return sumCounts(files.flatMap((file) => file.code.functions.map((func) => func.count)));
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
