import { BlockTable } from '../../../actions/coverage-gate/src/profile/block-table.ts';
import { coverFile, type FileCoverage } from '../../../actions/coverage-gate/src/source/file-coverage.ts';

/** A block as a profile has it: from line.column to line.column, statements, how often it ran. */
export type ProfileBlock = readonly [number, number, number, number, number, number];

/** A file of blocks in a table. */
export function coverSource(
  source: string,
  blocks: readonly ProfileBlock[],
  { table = new BlockTable(), name = 'example.com/m/p/max.go', path = 'p/max.go' } = {},
): { table: BlockTable; file: FileCoverage } {
  const id = table.fileId(name);
  const ids = blocks.map(([startLine, startCol, endLine, endCol, statements, count]) => {
    const block = table.find(id, startLine, startCol, endLine, endCol, statements, 0);
    table.count[block] = count;
    return block;
  });
  return {
    table,
    file: coverFile(table, Int32Array.from(ids), { name, path, source: () => Buffer.from(source) }),
  };
}

const SOURCE = `package p

func Max(a, b int) int {
	if a > b {
		return a
	}
	return b
}

func Zero() int { return 0 }
`;

/** Max with its first branch uncovered, and Zero that never ran; the blocks are those of `go test -coverprofile`. */
export const maxFile = (options?: Parameters<typeof coverSource>[2]) =>
  coverSource(
    SOURCE,
    [
      [3, 24, 4, 11, 1, 2],
      [4, 11, 6, 3, 1, 0],
      [7, 2, 7, 10, 1, 2],
      [10, 17, 10, 29, 1, 0],
    ],
    options,
  );
