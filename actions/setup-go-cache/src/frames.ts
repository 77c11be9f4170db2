import { type Frame, type PackRef, SELF } from './pack.ts';

type Chain = { readonly packs: readonly PackRef[]; readonly frames: readonly Frame[] };

/** A frame of the pack that is being written: its place behind the header, its length there, and when decompressed. */
export type NewFrame = readonly [offset: number, length: number, rawLength: number];

/**
 * Where something went: its frame in the new pack, its place there, and how many of its bytes were stored; `digest` is the
 * sha256 of those when they are not all.
 */
export type Placed = {
  readonly frame: number;
  readonly offset: number;
  readonly stored: number;
  readonly digest?: string;
};

/**
 * The frames of a new pack followed by those of older packs that are still needed. `carry` takes the number of a frame in
 * the restored index and gives its number in the new one; packs and frames that nobody carries are forgotten.
 */
export function startChain(newFrames: readonly NewFrame[], restored: Chain | undefined) {
  const packs: PackRef[] = [SELF];
  const frames: Frame[] = newFrames.map(([offset, length, rawLength]) => [0, offset, length, rawLength]);
  const packNumbers = new Map<number, number>();
  const frameNumbers = new Map<number, number>();
  const carry = (old: number): number => {
    const known = frameNumbers.get(old);
    if (known !== undefined) return known;
    const [oldPack, ...place] = restored?.frames[old] ?? [0, 0, 0, 0];
    const pack = packNumbers.get(oldPack) ?? packs.push(restored?.packs[oldPack] ?? SELF) - 1;
    packNumbers.set(oldPack, pack);
    frameNumbers.set(old, frames.push([pack, ...place]) - 1);
    return frames.length - 1;
  };
  return { packs, frames, carry };
}

/** How many packs the carried frames lie in, and which share of their bytes is dead. */
export function judgeChain(
  restored: Chain,
  alive: readonly { readonly frame: number; readonly bytes: number }[],
): { readonly packs: number; readonly dead: number } {
  const packs = new Set(alive.map(({ frame }) => restored.frames[frame]?.[0]));
  const held = restored.frames
    .filter(([pack]) => packs.has(pack))
    .reduce((sum, [, , , rawLength]) => sum + rawLength, 0);
  const used = alive.reduce((sum, { bytes }) => sum + bytes, 0);
  return { packs: packs.size, dead: held === 0 ? 0 : 1 - used / held };
}
