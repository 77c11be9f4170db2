import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CacheService } from '@go-actions/actions-cache';
import { hashGoMod } from '../module-sum.ts';
import { chooseModules, type ModuleSums } from '../modules.ts';
import type { ModuleIndex } from '../pack.ts';
import { hasModule, modulePaths } from './module-cache.ts';
import { type OpenPack, readFrames } from './pack-reader.ts';
import type { Pool } from './pool.ts';
import type { Restored } from './restore-build.ts';

export type ModuleRestore = {
  readonly service: CacheService;
  readonly pack: OpenPack<ModuleIndex>;
  readonly root: string;
  readonly sums: ModuleSums;
  readonly verify: boolean;
  readonly writable: boolean;
  readonly pool: Pool;
};

/** Writes the modules of the pack that are not there yet; each is hashed before its first byte is written. */
export async function restoreModules({
  service,
  pack,
  root,
  sums,
  verify,
  writable,
  pool,
}: ModuleRestore): Promise<Restored & { readonly index: ModuleIndex }> {
  const chosen = chooseModules(pack.index, sums, verify);
  const missing = chosen.filter(({ path, version }) => !hasModule(root, path, version));
  const byFrame = Map.groupBy(missing, ({ frame }) => frame);
  const done = {
    files: writeGoMods(pack.index, root, sums, verify),
    bytes: 0,
    present: chosen.length - missing.length,
  };
  const refused: string[] = [];
  const lost = new Set(missing);
  const transfer = await readFrames(service, pack, [...byFrame.keys()], async (number, frame) => {
    const wanted = byFrame.get(number) ?? [];
    const modules = wanted.map(({ path, version, sum, offset, files }) => {
      const { tree, marker } = modulePaths(root, path, version);
      return { name: `${path}@${version}`, dir: tree, marker, sum, offset, files };
    });
    const rawLength = pack.index.frames[number]?.[3] ?? 0;
    const result = await pool.run({ kind: 'unpack-modules', frame, rawLength, writable, modules });
    done.files += result.files;
    done.bytes += result.bytes;
    done.present += modules.length - result.refused.length;
    refused.push(...result.refused);
    for (const [i, module] of wanted.entries())
      if (!result.refused.includes(modules[i]?.name ?? '')) lost.delete(module);
  });
  const wrong = refused.map((name) => `${name} does not match go.sum`);
  const index = { ...pack.index, modules: pack.index.modules.filter((module) => !lost.has(module)) };
  const problems = [...transfer.problems, ...wrong];
  return { ...done, index, received: transfer.bytes, wanted: chosen.length, problems };
}

/** The go.mod files whose hash go.sum names; Go checks them again when it reads them. */
function writeGoMods(index: ModuleIndex, root: string, sums: ModuleSums, verify: boolean): number {
  let files = 0;
  for (const { path, version, mod, info } of index.goMods) {
    const wanted = sums.goMods.get(`${path}@${version}`)?.hash;
    if (wanted ? hashGoMod(mod) !== wanted : verify) continue;
    const target = modulePaths(root, path, version);
    if (existsSync(target.mod)) continue;
    mkdirSync(dirname(target.mod), { recursive: true });
    writeFileSync(target.mod, mod, { flag: 'wx' });
    if (info !== undefined && !existsSync(target.info)) writeFileSync(target.info, info, { flag: 'wx' });
    files += info === undefined ? 1 : 2;
  }
  return files;
}
