import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describeError, info, type Job, loadState, warning, writeSummary } from '@go-actions/action-kit';
import { openCacheService } from '@go-actions/cache-service';
import { readLinkCount } from './build-cache/io/linker-counters.ts';
import { saveBuildCache } from './build-cache/io/save-build.ts';
import type { PostInputs } from './io/post-inputs.ts';
import { ENTRY_FORMAT } from './keys.ts';
import { saveModules } from './module-cache/io/save-modules.ts';
import { mergeSums } from './module-cache/modules.ts';
import type { BuildIndex, ModuleIndex, PackIndex } from './pack/format.ts';
import { decodeIndex } from './pack/header.ts';
import { startPool } from './pack/io/pool.ts';
import { STATE, type State } from './state.ts';

export { readInputs } from './io/post-inputs.ts';

/** Saves what is new, as main has left it in the state. Cache trouble is one warning, never more. */
export async function post({ service: address, env, nativeFlags }: PostInputs, _job: Job): Promise<void> {
  const state = loadState<State>(STATE);
  if (!state) return;
  const { folder, build, modules } = state;
  const service = state.write ? openCacheService(address, ENTRY_FORMAT) : undefined;
  const lines = describeLinks(state);
  try {
    using pool = startPool();
    if (build) {
      const restored = readIndex<BuildIndex>(folder, 'build');
      lines.push(...(await saveBuildCache({ service, pool, restored, state, build, env, nativeFlags })));
    }
    if (modules && service) {
      const restored = readIndex<ModuleIndex>(folder, 'modules');
      const sums = mergeSums([readFileSync(join(folder, 'sums'), 'utf8')]);
      lines.push(await saveModules({ service, pool, restored, sums, ...modules }));
    }
  } catch (error) {
    warning(`The cache was not saved: ${describeError(error).replaceAll('\n', ' ')}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  for (const line of lines) info(line);
  if (lines.length > 0) writeSummary(`${lines.join(' ')}\n\n`);
}

/** The linker's own message holds the remedy, too; here it stands where people look for what the cache did. */
function describeLinks({ links }: State): string[] {
  if (!links || readLinkCount(links.telemetry) <= links.before) return [];
  return [
    'A program was linked in this job: if that failed because a package was “cut to its export data”, set `objects: full`.',
  ];
}

/** The index that main restored from; written by us, but read as strictly as from outside. */
function readIndex<I extends PackIndex>(folder: string, name: I['kind']): I | undefined {
  const file = join(folder, name);
  return existsSync(file) ? (decodeIndex(readFileSync(file)) as I) : undefined;
}
