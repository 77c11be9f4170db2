import type { BlockTable } from '../profile/block-table.ts';

const LF = 10;

/**
 * A line that a block has and the source has not; `undefined`: it has all of them. A profile of another commit says something
 * about other code, in the right files. Columns are left alone: tools that write profiles of their own count them as they like.
 */
export function findForeignLine(table: BlockTable, blocks: Int32Array, source: Buffer): number | undefined {
  let lines = 1;
  for (let end = source.indexOf(LF); end >= 0; end = source.indexOf(LF, end + 1)) lines += 1;
  const foreign = blocks.find((id) => (table.endLine[id] ?? 0) > lines);
  return foreign === undefined ? undefined : table.endLine[foreign];
}

/** Whether places in a source may be those of another file. */
export const hasLineDirectives = (source: Buffer): boolean =>
  source.includes('//line ') || source.includes('/*line ');
