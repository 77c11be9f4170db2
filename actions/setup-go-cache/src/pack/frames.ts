import { type Frame, type PackRef, SELF } from './format.ts';

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

type Weight = { alive: number; held: number };

/**
 * Which packs (by number) to write again as part of the new one: those of which more than `maxDead` is dead, and, when that
 * leaves `maxPacks` or more, all but the largest. So a long chain costs what has changed since its base was written, and
 * only a base that is mostly dead costs everything.
 */
export function planMerge(
  restored: Chain | undefined,
  alive: readonly { readonly frame: number; readonly bytes: number }[],
  { maxPacks, maxDead }: { readonly maxPacks: number; readonly maxDead: number },
): ReadonlySet<number> {
  const weights = new Map<number, Weight>();
  for (const { frame, bytes } of alive) {
    const pack = restored?.frames[frame]?.[0] ?? 0;
    const weight = weights.get(pack) ?? { alive: 0, held: 0 };
    weights.set(pack, { ...weight, alive: weight.alive + bytes });
  }
  for (const [pack, , , rawLength] of restored?.frames ?? []) {
    const weight = weights.get(pack);
    if (weight) weight.held += rawLength;
  }
  const byWeight = [...weights].sort(([, a], [, b]) => b.alive - a.alive);
  const sound = byWeight.filter(([, { alive: used, held }]) => used >= held * (1 - maxDead));
  const stays = new Set((sound.length >= maxPacks ? sound.slice(0, 1) : sound).map(([pack]) => pack));
  return new Set([...weights.keys()].filter((pack) => !stays.has(pack)));
}
