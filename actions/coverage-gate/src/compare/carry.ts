import { type Count, sumCounts } from '../percent.ts';
import type { FileCoverage } from '../source/file-coverage.ts';
import type { FileCount } from './file-count.ts';
import { type CoverageRecord, sumPackages } from './record.ts';

/** The packages of the project, and those of them that were tested. */
export type Selection = {
  readonly ran: ReadonlySet<string>;
  readonly all: ReadonlySet<string>;
};

export const isPartial = ({ ran, all }: Selection): boolean =>
  [...all].some((importPath) => !ran.has(importPath));

/** The packages of a record that were not tested now, and are still there. */
export type Carried = CoverageRecord['packages'];

/**
 * What a run over some packages takes over from the base's record. A package that was tested counts as it was measured, one
 * that is gone does not count; `isExcluded` says which files do not count any more. A file whose package is tested now, or that
 * was measured now, is never taken twice.
 */
export function carryForward(
  record: CoverageRecord,
  { ran, all }: Selection,
  files: readonly FileCoverage[],
  isExcluded: (path: string) => boolean,
): Carried {
  const measured = new Set(files.map((file) => file.path));
  const carried = new Map<string, ReadonlyMap<string, FileCount>>();
  for (const [importPath, counts] of record.packages) {
    if (ran.has(importPath) || !all.has(importPath)) continue;
    carried.set(
      importPath,
      new Map([...counts].filter(([path]) => !measured.has(path) && !isExcluded(path))),
    );
  }
  return carried;
}

/** Packages that were neither tested nor are in the record: what they have is not known. */
export function listUnknown({ ran, all }: Selection, record: CoverageRecord): string[] {
  return [...all].filter((importPath) => !ran.has(importPath) && !record.packages.has(importPath));
}

export const addCarried = (total: Count, carried: Carried): Count => sumCounts([total, sumPackages(carried)]);
