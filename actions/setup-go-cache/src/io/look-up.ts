import { describeError } from '@go-actions/action-kit';
import type { CacheService } from '@go-actions/cache-service';
import type { Keys } from '../keys.ts';
import type { PackIndex } from '../pack/format.ts';
import { type OpenPack, openPack } from '../pack/io/reader.ts';

/** The newest entry for some keys: of the job's own scope, or of a sibling; or why there is none. Never rejects. */
export type LookUp<I extends PackIndex = PackIndex> =
  | { readonly pack: OpenPack<I>; readonly own: boolean }
  | { readonly pack: undefined; readonly problem?: string };

export async function lookUp<K extends PackIndex['kind']>(
  service: CacheService,
  keys: Keys,
  kind: K,
): Promise<LookUp<Extract<PackIndex, { kind: K }>>> {
  try {
    const pack = await openPack(service, `${keys.prefix}newest`, keys.restore);
    if (!pack) return { pack: undefined };
    if (pack.index.kind !== kind) throw new Error('it holds something else');
    return {
      pack: pack as OpenPack<Extract<PackIndex, { kind: K }>>,
      own: pack.entry.key.startsWith(keys.prefix),
    };
  } catch (error) {
    return { pack: undefined, problem: describeProblem(error) };
  }
}

export const describeProblem = (error: unknown): string => describeError(error).replaceAll('\n', ' ');
