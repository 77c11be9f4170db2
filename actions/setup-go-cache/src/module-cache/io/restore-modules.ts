import { existsSync } from 'node:fs';
import type { CacheService } from '@go-actions/cache-service';
import { describeProblem, type LookUp } from '../../io/look-up.ts';
import type { ModuleIndex, PackedModule } from '../../pack/format.ts';
import type { Pool } from '../../pack/io/pool.ts';
import { type OpenPack, readFrames } from '../../pack/io/reader.ts';
import { notRestored, type Restored } from '../../report.ts';
import { chooseModules, type ModuleSums } from '../modules.ts';
import { checkInfo, hashGoMod } from '../sums.ts';
import { hasModule, modulePaths } from './gomodcache.ts';
import { settle, stage, writeWhole } from './staging.ts';

export type ModuleRestore = {
  readonly service: CacheService;
  readonly root: string;
  readonly sums: ModuleSums;
  readonly verify: boolean;
  readonly writable: boolean;
  readonly pool: Pool;
};

/** Restores the modules that go.sum names and that are not there yet; whatever goes wrong is a miss. */
export async function restoreModules(
  found: LookUp<ModuleIndex>,
  request: ModuleRestore,
): Promise<Restored<ModuleIndex>> {
  if (!found.pack) {
    const problems = found.problem === undefined ? [] : [`modules: ${found.problem}`];
    const reason = problems.length > 0 ? 'its entry cannot be used' : 'no entry holds modules yet';
    return notRestored({ outcome: 'missed', reason }, problems);
  }
  try {
    return await unpack(found.pack, request);
  } catch (error) {
    const reason = 'its entry cannot be used';
    return notRestored({ outcome: 'missed', reason }, [`modules: ${describeProblem(error)}`]);
  }
}

/**
 * Writes the modules of the pack that are not there yet; each is hashed before its first byte is written, and appears as a
 * whole. A tree without the marker that makes it complete is left to Go, which fetches that module again.
 */
async function unpack(
  pack: OpenPack<ModuleIndex>,
  { service, root, sums, verify, writable, pool }: ModuleRestore,
): Promise<Restored<ModuleIndex>> {
  const chosen = chooseModules(pack.index, sums, verify);
  const missing = chosen.filter(({ path, version }) => !hasModule(root, path, version));
  const absent = missing.filter(({ path, version }) => !existsSync(modulePaths(root, path, version).tree));
  const byFrame = Map.groupBy(absent, ({ frame }) => frame);
  const done = {
    files: writeGoMods(pack.index, root, sums, verify),
    bytes: 0,
    present: chosen.length - missing.length,
  };
  const refused: string[] = [];
  const lost = new Set(missing);
  const transfer = await readFrames(service, pack, [...byFrame.keys()], async (number, frame) => {
    const modules = byFrame.get(number) ?? [];
    const targets = modules.map(({ path, version, sum, offset, files }) => {
      const { tree, marker } = modulePaths(root, path, version);
      const name = `${path}@${version}`;
      return { tree, marker, staged: { name, dir: stage(tree), marker: stage(marker), sum, offset, files } };
    });
    const rawLength = pack.index.frames[number]?.[3] ?? 0;
    const staged = targets.map((target) => target.staged);
    const result = await pool.run({ kind: 'unpack-modules', frame, rawLength, writable, modules: staged });
    for (const [i, { tree, marker, staged: from }] of targets.entries()) {
      if (result.refused.includes(from.name)) continue;
      // The marker is last: without it Go takes the tree for torn.
      if (settle(from.dir, tree) && settle(from.marker, marker)) lost.delete(modules[i] as PackedModule);
    }
    refused.push(...result.refused);
    done.files += result.files;
    done.bytes += result.bytes;
    done.present += modules.length - result.refused.length;
  });
  const wrong = refused.map((name) => `${name} does not match go.sum`);
  const index = { ...pack.index, modules: pack.index.modules.filter((module) => !lost.has(module)) };
  const problems = [...transfer.problems, ...wrong].slice(0, 3).map((problem) => `modules: ${problem}`);
  const part = { outcome: 'restored', ...done, received: transfer.bytes, wanted: chosen.length } as const;
  return { part, index, problems };
}

/** The go.mod files whose hash go.sum names; Go checks them again when it reads them. */
function writeGoMods(index: ModuleIndex, root: string, sums: ModuleSums, verify: boolean): number {
  let files = 0;
  for (const { path, version, mod, info } of index.goMods) {
    const wanted = sums.goMods.get(`${path}@${version}`)?.hash;
    if (wanted ? hashGoMod(mod) !== wanted : verify) continue;
    const target = modulePaths(root, path, version);
    if (existsSync(target.mod)) continue;
    if (writeWhole(target.mod, mod)) files += 1;
    const checked = info === undefined ? undefined : checkInfo(info, version);
    if (checked !== undefined && writeWhole(target.info, checked)) files += 1;
  }
  return files;
}
