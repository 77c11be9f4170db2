import { ActionError } from '@go-actions/action-kit';
import type { ProfileReader } from '../profile.ts';
import type { CounterFile } from './counter-file.ts';
import type { MetaFile, MetaFunction } from './meta-file.ts';

/** A program's meta-data with the counters of its runs; names are those of the files. */
export type Program = {
  readonly name: string;
  readonly meta: MetaFile;
  readonly runs: readonly (CounterFile & { readonly name: string })[];
};

/** Counters saturate, as Go's do (internal/coverage/cmerge). */
const MAX_COUNT = 0xffffffff;

/** Puts a program's blocks and counters into the table, as `go tool covdata textfmt` would write them. */
export function addProgram(reader: ProfileReader, { name, meta, runs }: Program): void {
  reader.open(name, meta.mode);
  const sums = meta.packages.map((functions) =>
    functions.map(({ blocks }) => new Float64Array(blocks.length / 5)),
  );
  for (const run of runs) {
    if (run.metaHash !== meta.hash) refuse(run.name, `it belongs to covmeta.${run.metaHash}`);
    for (const { pkg, index, counters } of run.functions) {
      const sum = sums[pkg]?.[index] ?? refuse(run.name, `it counts for function ${index} of package ${pkg}`);
      if (sum.length !== counters.length)
        refuse(run.name, `it has ${counters.length} counters for the ${sum.length} blocks of a function`);
      for (let i = 0; i < counters.length; i++)
        sum[i] = Math.min((sum[i] ?? 0) + (counters[i] ?? 0), MAX_COUNT);
    }
  }
  for (const [pkg, functions] of meta.packages.entries())
    for (const [index, func] of functions.entries())
      addFunction(reader, name, func, sums[pkg]?.[index] ?? new Float64Array());
}

function addFunction(
  reader: ProfileReader,
  name: string,
  { file, blocks }: MetaFunction,
  sums: Float64Array,
): void {
  const { table } = reader;
  const fileId = table.fileId(file);
  for (let i = 0; i < sums.length; i++) {
    const [startLine = 0, startCol = 0, endLine = 0, endCol = 0, numStmt = 0] = blocks.subarray(
      5 * i,
      5 * i + 5,
    );
    const id = reader.addBlock(fileId, startLine, startCol, endLine, endCol, numStmt, sums[i] ?? 0);
    if (id < 0)
      refuse(name, `${file}:${startLine}.${startCol} has another number of statements than elsewhere`);
    table.count[id] = Math.min(table.count[id] ?? 0, MAX_COUNT);
  }
}

function refuse(name: string, problem: string): never {
  throw new ActionError(`${name}: ${problem}, which is not what its covmeta file says.`, {
    remedy: 'The file is damaged, or files of different builds were mixed: make the folder anew.',
  });
}
