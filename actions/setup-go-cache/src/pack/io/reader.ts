import { zstdDecompressSync } from 'node:zlib';
import { eachLimited } from '@go-actions/action-kit';
import type { CacheService, Entry } from '@go-actions/cache-service';
import { type Frame, type PackIndex, type PackRef, PREAMBLE, SELF } from '../format.ts';
import { decodeIndex, readPreamble } from '../header.ts';

/** A pack whose index was read. */
export type OpenPack<I extends PackIndex = PackIndex> = { readonly entry: Entry; readonly index: I };

/** Read at once with the preamble: a small delta arrives whole. */
const FIRST_READ = 4 * 1024 * 1024;
/** Neighbouring frames are read together up to this size. */
const READ = 8 * 1024 * 1024;
const PARALLEL = 6;

/** The newest pack for the first prefix that has any; undefined when there is none. Throws when it is damaged or foreign. */
export async function openPack(
  service: CacheService,
  key: string,
  prefixes: readonly string[],
): Promise<OpenPack | undefined> {
  const entry = await service.find(key, prefixes);
  if (!entry) return undefined;
  const remembering = rememberHead(entry);
  const { headerLength, rawLength } = readPreamble(await remembering.read(0, PREAMBLE));
  const header = await remembering.read(PREAMBLE, PREAMBLE + headerLength);
  if (header.length !== headerLength) throw new Error('its header is cut short');
  const rawIndex = zstdDecompressSync(header, { maxOutputLength: Math.max(1, rawLength) });
  const index = nameSelf(decodeIndex(rawIndex), { key: entry.key, start: PREAMBLE + headerLength });
  return { entry: remembering, index };
}

/**
 * Reads the wanted frames of a pack and of the older packs that it names, neighbours together and several reads at once,
 * and hands each to `use` as soon as it is there. A pack that is gone, or a read that fails, loses only its own frames;
 * what went wrong is returned.
 */
export async function readFrames(
  service: CacheService,
  pack: OpenPack,
  wanted: readonly number[],
  use: (frame: number, bytes: Buffer) => Promise<void>,
): Promise<{ readonly bytes: number; readonly problems: readonly string[] }> {
  const problems: string[] = [];
  const note = (error: unknown) => void problems.push(error instanceof Error ? error.message : String(error));
  let bytes = 0;
  const byPack = Map.groupBy(wanted, (number) => pack.index.frames[number]?.[0] ?? 0);
  const reads = [...byPack].flatMap(([number, frames]) => {
    const { key, start } = pack.index.packs[number] ?? SELF;
    const entry = number === 0 ? Promise.resolve(pack.entry) : findExact(service, key);
    return planReads(frames, pack.index.frames, start).map((read) => ({ read, entry }));
  });
  await eachLimited(reads, PARALLEL, async ({ read, entry }) => {
    try {
      const found = await entry;
      if (!found) throw new Error('a pack that the newest one refers to is gone');
      const chunk = await found.read(read.start, read.end);
      bytes += chunk.length;
      const uses = read.frames.map(async ({ number, offset, length }) => {
        const frame = chunk.subarray(offset - read.start, offset - read.start + length);
        if (frame.length !== length) throw new Error('a pack is cut short');
        await use(number, frame);
      });
      // To the end of all of them: none is still writing when the caller looks at what became of it.
      for (const used of await Promise.allSettled(uses)) if (used.status === 'rejected') note(used.reason);
    } catch (error) {
      note(error);
    }
  });
  return { bytes, problems: [...new Set(problems)] };
}

/** Fills in what the pack could not know of itself, so that the index stands alone. */
function nameSelf<I extends PackIndex>(index: I, self: PackRef): I {
  return { ...index, packs: [self, ...index.packs.slice(1)] };
}

async function findExact(service: CacheService, key: string): Promise<Entry | undefined> {
  const entry = await service.find(key, []);
  return entry?.key === key ? entry : undefined;
}

type Read = { start: number; end: number; frames: { number: number; offset: number; length: number }[] };

function planReads(numbers: readonly number[], frames: readonly Frame[], start: number): Read[] {
  const reads: Read[] = [];
  const placed = numbers
    .map((number) => ({
      number,
      offset: start + (frames[number]?.[1] ?? 0),
      length: frames[number]?.[2] ?? 0,
    }))
    .sort((a, b) => a.offset - b.offset);
  for (const frame of placed) {
    const last = reads.at(-1);
    if (last && frame.offset === last.end && last.end - last.start + frame.length <= READ) {
      last.end += frame.length;
      last.frames.push(frame);
    } else {
      reads.push({ start: frame.offset, end: frame.offset + frame.length, frames: [frame] });
    }
  }
  return reads;
}

/** Answers reads inside the first bytes from one request. */
function rememberHead(entry: Entry): Entry {
  let head: Promise<Buffer> | undefined;
  return {
    key: entry.key,
    read: async (start, end) => {
      if (end > FIRST_READ) return entry.read(start, end);
      head ??= entry.read(0, FIRST_READ);
      return (await head).subarray(start, end);
    },
  };
}
