import { randomBytes } from 'node:crypto';
import { formatBytes } from '@go-actions/action-kit';
import type { CacheService } from '@go-actions/cache-service';
import type { ModuleIndex } from '../../pack/format.ts';
import type { Pool } from '../../pack/io/pool.ts';
import { assemblePack, packFiles } from '../../pack/io/writer.ts';
import { hasNewGoMods, type ModuleSums, planModuleIndex, stillWanted } from '../modules.ts';
import { hasModule, listGoMods, listModule } from './gomodcache.ts';

export type ModulesSave = {
  readonly service: CacheService;
  readonly pool: Pool;
  readonly dir: string;
  readonly prefix: string;
  readonly sums: ModuleSums;
  readonly restored: ModuleIndex | undefined;
};

/** Saves the trees of modules that go.sum names and that no older pack holds; says in a sentence what was done. */
export async function saveModules({
  service,
  pool,
  dir,
  prefix,
  sums,
  restored,
}: ModulesSave): Promise<string> {
  const kept = stillWanted(restored, sums);
  const known = new Set(kept.map(({ path, version }) => `${path}@${version}`));
  const fresh = [...sums.trees.values()]
    .filter(({ path, version }) => !known.has(`${path}@${version}`) && hasModule(dir, path, version))
    .flatMap(({ path, version, hash }) => listModule(dir, path, version, hash) ?? []);
  const goMods = listGoMods(dir, sums);
  if (fresh.length === 0 && !hasNewGoMods(goMods, restored))
    return 'Modules not saved: there are no new ones.';
  const packed = await packFiles(
    fresh.map(({ source }) => source),
    pool,
  );
  const modules = fresh.map(({ module }) => module);
  const pack = assemblePack(planModuleIndex(modules, kept, goMods, packed, restored), packed.bytes);
  const result = await service.save(`${prefix}${randomBytes(6).toString('hex')}`, pack);
  if (result !== 'saved')
    return `Modules not saved: ${result === 'denied' ? 'the token may not write' : 'the key is taken'}.`;
  const size = pack.reduce((sum, part) => sum + part.length, 0);
  return `Modules saved: ${fresh.length} new ones, ${formatBytes(size)}.`;
}
