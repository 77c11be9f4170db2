import type { BlockTable } from './block-table.ts';

/**
 * The first file in which blocks of two inputs cross without being equal. One compiler never makes such blocks; profiles of
 * two Go minors do (1.27 moved block edges), and every statement in them would count twice.
 */
export function findOverlap(
  table: BlockTable,
  idsByFile: readonly Int32Array[],
): { file: string; line: number } | undefined {
  for (const [file, ids] of idsByFile.entries()) {
    for (let i = 1; i < ids.length; i++) {
      const a = ids[i - 1] ?? 0;
      const b = ids[i] ?? 0;
      if (table.source[a] === table.source[b]) continue;
      const startLine = table.startLine[b] ?? 0;
      const endLine = table.endLine[a] ?? 0;
      const crosses =
        startLine < endLine || (startLine === endLine && (table.startCol[b] ?? 0) < (table.endCol[a] ?? 0));
      if (crosses) return { file: table.files[file] ?? '', line: startLine };
    }
  }
  return undefined;
}
