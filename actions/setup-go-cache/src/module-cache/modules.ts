import { parseGoSum } from '@go-actions/go-project';
import type { ModuleIndex, PackedGoMod, PackedModule } from '../pack/format.ts';
import { type NewFrame, type Placed, startChain } from '../pack/frames.ts';

export type Sum = { readonly path: string; readonly version: string; readonly hash: string };

/** What the repository's go.sum files vouch for, by `path@version`: whole trees, and go.mod files alone. */
export type ModuleSums = {
  readonly trees: ReadonlyMap<string, Sum>;
  readonly goMods: ReadonlyMap<string, Sum>;
  /** The files that it was read from. */
  readonly text: string;
};

/** Merges the texts of go.sum and go.work.sum files. Throws `go.sum:LINE: …`. */
export function mergeSums(texts: readonly string[]): ModuleSums {
  const trees = new Map<string, Sum>();
  const goMods = new Map<string, Sum>();
  for (const { path, version, goMod, hash } of texts.flatMap(parseGoSum)) {
    (goMod ? goMods : trees).set(`${path}@${version}`, { path, version, hash });
  }
  return { trees, goMods, text: texts.join('\n') };
}

/** The modules of a pack that may be restored: those whose hash go.sum names, or all when nothing is to be verified. */
export function chooseModules(index: ModuleIndex, sums: ModuleSums, verify: boolean): PackedModule[] {
  return index.modules.filter(({ path, version, sum }) => {
    const wanted = sums.trees.get(`${path}@${version}`);
    return wanted ? wanted.hash === sum : !verify;
  });
}

/** What of the restored index is still named by go.sum, so that the next entry lists it again. */
export function stillWanted(index: ModuleIndex | undefined, sums: ModuleSums): PackedModule[] {
  return (index?.modules ?? []).filter(
    ({ path, version, sum }) => sums.trees.get(`${path}@${version}`)?.hash === sum,
  );
}

/** Whether a go.mod is known now that the restored entry did not have. */
export function hasNewGoMods(found: readonly PackedGoMod[], index: ModuleIndex | undefined): boolean {
  const known = new Set(index?.goMods.map(({ path, version }) => `${path}@${version}`));
  return found.some(({ path, version }) => !known.has(`${path}@${version}`));
}

/** A module tree that is to be packed. */
export type FreshModule = Omit<PackedModule, 'frame' | 'offset'>;

/** The index of a new module pack: the fresh ones, and those that stay in older packs. */
export function planModuleIndex(
  fresh: readonly FreshModule[],
  kept: readonly PackedModule[],
  goMods: readonly PackedGoMod[],
  pack: { readonly frames: readonly NewFrame[]; readonly placed: ReadonlyMap<string, Placed> },
  restored: ModuleIndex | undefined,
): ModuleIndex {
  const { packs, frames, carry } = startChain(pack.frames, restored);
  const carried = kept.map((module) => ({ ...module, frame: carry(module.frame) }));
  const added = fresh.flatMap(({ path, version, sum, files }) => {
    const place = pack.placed.get(`${path}@${version}`);
    return place ? [{ path, version, sum, files, frame: place.frame, offset: place.offset }] : [];
  });
  return { kind: 'modules', packs, frames, modules: [...carried, ...added], goMods };
}
