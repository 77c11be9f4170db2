import { type BuildIndex, type CacheAction, type CacheObject, LIMITS } from '../pack/format.ts';
import { type NewFrame, type Placed, planMerge, startChain } from '../pack/frames.ts';

/**
 * A `-d` of GOCACHE as it lies on disk; `used` says that this job read or wrote it, `stored` how many of its bytes a pack
 * takes (less than `size` for archives of which only the export data is wanted).
 */
export type FoundObject = {
  readonly id: string;
  readonly size: number;
  readonly stored: number;
  /** The digest of its first `stored` bytes when it was restored as those alone: its name says nothing about them. */
  readonly digest?: string;
  readonly used: boolean;
  readonly executable?: string;
  /** See `CacheObject`. */
  readonly paths?: readonly string[];
  /** Of the log of a test: see `CacheObject`. */
  readonly tests?: readonly string[];
};

/** An `-a` of GOCACHE; `object` is the id of its `-d`. */
export type FoundAction = {
  readonly id: string;
  readonly object: string;
  readonly used: boolean;
  readonly time: bigint;
};

export type Found = {
  readonly objects: ReadonlyMap<string, FoundObject>;
  readonly actions: ReadonlyMap<string, FoundAction>;
};

/** `excluded`: how many objects that the job used `maxSize` has no room for. */
export type SavePlan = { readonly excluded: number } & (
  | { readonly save: 'nothing'; readonly reason: string }
  | {
      /** `merge`: some older packs are written again as one; `full`: all of them. */
      readonly save: 'delta' | 'merge' | 'full';
      /** To be packed now, in the order of their frames. */
      readonly fresh: readonly FoundObject[];
      /** Alive, and already in an older pack. */
      readonly kept: readonly CacheObject[];
      /** Ages of `fresh` and `kept` objects by id. */
      readonly ages: ReadonlyMap<string, number>;
      readonly actions: readonly (FoundAction & { readonly age: number })[];
      readonly dropped: number;
    }
);

/** Runs without a use after which an object is not listed any more. */
export const KEEP_RUNS = 3;
/** A test result has two ids, and a hit by one leaves the other untouched: records live on with their object, for this long. */
const KEEP_ALIASES = 20;
/** Away from the default branch a chain may grow longer: few runs will read what is written there. */
const LIMIT = { maxPacks: 6, maxDead: 0.4 } as const;
const LIMIT_ELSEWHERE = { maxPacks: 16, maxDead: 1 } as const;
/** What does not fit into a frame would make the whole entry unreadable. */
const MAX_OBJECT = LIMITS.frame;
/** Bytes of a pack for one of the build cache, while none of it has been packed; 0.15 in a first pack of hugo (10.7 GB). */
const FIRST_RATIO = 0.15;

/**
 * Decides what the next entry lists and what it has to carry: used objects, those unused for less than three runs, the
 * newest first within `maxSize` (bytes of packs), and every record that names one of them. What no older pack holds is
 * packed, and what lies in packs that are merged because the chain has become long, or theirs is mostly dead.
 */
export function planSave(
  found: Found,
  restored: BuildIndex | undefined,
  options: { readonly maxSize: number; readonly defaultBranch: boolean },
): SavePlan {
  const known = new Map(restored?.objects.map((object) => [object.id, object]));
  const knownActions = new Map(restored?.actions.map((action) => [action.id, action]));
  const { ages, excluded } = chooseObjects(found, known, packedSizes(restored), options.maxSize);

  const actions = [...found.actions.values()]
    .map((action) => ({ ...action, age: action.used ? 0 : (knownActions.get(action.id)?.age ?? 0) + 1 }))
    .filter(({ object, age }) => ages.has(object) && age < KEEP_ALIASES);
  const named = new Set(actions.map(({ object }) => object));
  const alive = [...ages.keys()].filter((id) => named.has(id) || found.objects.get(id)?.paths);
  const carried = alive.flatMap((id) => {
    const before = known.get(id);
    const { tests, paths } = found.objects.get(id) ?? {};
    return before ? [{ ...before, ...(tests && { tests }), ...(paths && { paths }) }] : [];
  });

  const rewritten = actions.some(({ id, object }) => {
    const before = knownActions.get(id);
    return !before || restored?.objects[before.object]?.id !== object;
  });
  const ageing = options.defaultBranch && alive.some((id) => (ages.get(id) ?? 0) > 0);
  const dropped = known.size - carried.length;
  const isNew = carried.length < alive.length;
  if (restored && !isNew && !rewritten && !(options.defaultBranch && (ageing || dropped > 0))) {
    return { save: 'nothing', reason: 'nothing new was compiled or tested', excluded };
  }
  if (alive.length === 0) return { save: 'nothing', reason: 'the build cache is empty', excluded };
  const merged = planMerge(
    restored,
    carried.map(({ frame, stored }) => ({ frame, bytes: stored })),
    options.defaultBranch ? LIMIT : LIMIT_ELSEWHERE,
  );
  const kept = carried.filter(({ frame }) => !merged.has(restored?.frames[frame]?.[0] ?? 0));
  const stays = new Set(kept.map(({ id }) => id));
  const fresh = alive.flatMap((id) => (stays.has(id) ? [] : (found.objects.get(id) ?? [])));
  const save = kept.length === 0 ? 'full' : merged.size > 0 ? 'merge' : 'delta';
  return { save, fresh: orderForPacking(fresh), kept, ages, actions, dropped, excluded };
}

/** What is used, or was not long ago: ages by id, the newest first. What the job used and `maxSize` has no room for is counted. */
function chooseObjects(
  found: Found,
  known: ReadonlyMap<string, CacheObject>,
  packedSize: (object: FoundObject, known: CacheObject | undefined) => number,
  maxSize: number,
) {
  const used = new Set(
    [...found.actions.values()].filter((action) => action.used).map(({ object }) => object),
  );
  const aged = [...found.objects.values()]
    .filter(({ size }) => size <= MAX_OBJECT)
    .map((object) => {
      const before = known.get(object.id)?.age ?? 0;
      return { object, age: object.used || used.has(object.id) ? 0 : before + 1 };
    })
    .filter(({ age }) => age < KEEP_RUNS)
    .sort((a, b) => a.age - b.age);
  const ages = new Map<string, number>();
  let size = 0;
  let excluded = 0;
  for (const { object, age } of aged) {
    const bytes = packedSize(object, known.get(object.id));
    if (size + bytes <= maxSize) {
      size += bytes;
      ages.set(object.id, age);
    } else if (age === 0) excluded++;
  }
  return { ages, excluded };
}

/**
 * What an object takes, or will take, of the cache service's bytes: its share of the frame that it lies in. What was never
 * packed is expected to compress as the rest did.
 */
function packedSizes(restored: BuildIndex | undefined) {
  const frames = restored?.frames ?? [];
  const packed = frames.reduce((sum, [, , length]) => sum + length, 0);
  const raw = frames.reduce((sum, [, , , rawLength]) => sum + rawLength, 0);
  const ratio = raw > 0 ? packed / raw : FIRST_RATIO;
  return ({ stored }: FoundObject, known: CacheObject | undefined): number => {
    const [, , length, rawLength] = (known && frames[known.frame]) ?? [0, 0, ratio, 1];
    return (stored * length) / rawLength;
  };
}

/** The part of an index that really was restored: what was lost on the way has to be packed again when it comes back. */
export function keepRestored(index: BuildIndex, restored: (object: CacheObject) => boolean): BuildIndex {
  const kept = [...index.objects.entries()].filter(([, object]) => restored(object));
  const positions = new Map(kept.map(([before], after) => [before, after]));
  const actions = index.actions.flatMap((action) => {
    const object = positions.get(action.object);
    return object === undefined ? [] : [{ ...action, object }];
  });
  return { ...index, objects: kept.map(([, object]) => object), actions };
}

/** By size: near-identical archives (the test variants of one package) become neighbours and compress against each other. */
function orderForPacking(objects: readonly FoundObject[]): FoundObject[] {
  return [...objects].sort((a, b) => b.size - a.size || (a.id < b.id ? -1 : 1));
}

/** The index of the new pack: what it holds itself, and what stays in older packs. */
export function assembleIndex(
  plan: Exclude<SavePlan, { save: 'nothing' }>,
  newFrames: readonly NewFrame[],
  placed: ReadonlyMap<string, Placed>,
  restored: BuildIndex | undefined,
): BuildIndex {
  const { packs, frames, carry } = startChain(newFrames, restored);
  const age = (id: string) => plan.ages.get(id) ?? 0;
  const objects: CacheObject[] = [
    ...plan.kept.map((object) => ({ ...object, frame: carry(object.frame), age: age(object.id) })),
    ...plan.fresh.flatMap(({ id, size, executable, tests, paths }) => {
      const place = placed.get(id); // absent when it vanished while it was read
      if (!place) return [];
      const more = {
        ...(executable !== undefined && { executable }),
        ...(tests && { tests }),
        ...(paths && { paths }),
      };
      return [{ id, size, age: age(id), ...place, ...more }];
    }),
  ];
  const positions = new Map(objects.map(({ id }, position) => [id, position]));
  const actions: CacheAction[] = plan.actions.flatMap(({ id, object, age: unused, time }) => {
    const position = positions.get(object);
    return position === undefined ? [] : [{ id, object: position, age: unused, time }];
  });
  return { kind: 'build', packs, frames, objects, actions };
}
