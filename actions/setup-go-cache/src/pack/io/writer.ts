import { zstdCompressSync } from 'node:zlib';
import type { PackIndex } from '../format.ts';
import type { NewFrame, Placed } from '../frames.ts';
import { encodeIndex, encodePreamble } from '../header.ts';
import type { SourceFile } from './compress.ts';
import type { Pool } from './pool.ts';

/** Files that stay together in one frame: one object of the build cache, or all files of a module. */
export type Source = {
  readonly id: string;
  /** Bytes that go into the frame. */
  readonly size: number;
  readonly files: readonly SourceFile[];
};
/** Raw bytes of a frame: large enough for likeness between neighbours to pay, small enough to share among threads. */
const FRAME = 8 * 1024 * 1024;
const LEVEL = 3;

/**
 * Compresses files into frames, in order; says where each went. A source of which a file vanished meanwhile, or is not what
 * it should be, has no place.
 */
export async function packFiles(
  sources: readonly Source[],
  pool: Pool,
): Promise<{
  readonly frames: readonly NewFrame[];
  readonly bytes: readonly Uint8Array[];
  readonly placed: ReadonlyMap<string, Placed>;
}> {
  const groups = groupBySize(sources);
  const results = await Promise.all(
    groups.map((group) =>
      pool.run({ kind: 'compress', files: group.flatMap(({ files }) => files), level: LEVEL }),
    ),
  );
  const frames: NewFrame[] = [];
  const placed = new Map<string, Placed>();
  let start = 0;
  results.forEach(({ frame, rawLength, taken }, number) => {
    frames.push([start, frame.length, rawLength]);
    start += frame.length;
    let offset = 0;
    let next = 0;
    for (const { id, size, files } of groups[number] ?? []) {
      const parts = files.map((file) => ({ file, part: taken[next++] }));
      const there = parts.filter(({ part }) => part !== undefined);
      if (there.length === files.length)
        placed.set(id, { frame: number, offset, stored: size, ...there[0]?.part });
      offset += there.reduce((sum, { file }) => sum + (file.stored ?? file.size), 0);
    }
  });
  return { frames, bytes: results.map(({ frame }) => frame), placed };
}

/** The parts of a finished pack: preamble, header, frames. */
export function assemblePack(index: PackIndex, frames: readonly Uint8Array[]): Uint8Array[] {
  const raw = encodeIndex(index);
  const header = zstdCompressSync(raw);
  return [encodePreamble(header.length, raw.length), header, ...frames];
}

function groupBySize(sources: readonly Source[]): Source[][] {
  const groups: Source[][] = [];
  let room = 0;
  for (const source of sources) {
    const last = groups.at(-1);
    if (last && source.size <= room) {
      last.push(source);
      room -= source.size;
    } else {
      groups.push([source]);
      room = FRAME - source.size;
    }
  }
  return groups;
}
