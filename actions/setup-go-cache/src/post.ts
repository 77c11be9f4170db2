import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describeError, info, type Job, loadState, warning, writeSummary } from '@go-actions/action-kit';
import { openCacheService } from '@go-actions/cache-service';
import { readLinkCount } from './build-cache/io/linker-counters.ts';
import { saveBuildCache } from './build-cache/io/save-build.ts';
import type { Inputs } from './inputs.ts';
import { readProject } from './io/project.ts';
import { ENTRY_FORMAT } from './keys.ts';
import { saveModules } from './module-cache/io/save-modules.ts';
import type { BuildIndex, ModuleIndex, PackIndex } from './pack/format.ts';
import { decodeIndex } from './pack/header.ts';
import { startPool } from './pack/io/pool.ts';
import { STATE, type State } from './state.ts';

export { readInputs } from './inputs.ts';

/** Saves what is new. Cache trouble is one warning, never more. */
export async function post(inputs: Inputs, job: Job): Promise<void> {
  const state = loadState<State>(STATE);
  if (!state) return;
  const service = openCacheService(inputs.runner.service, ENTRY_FORMAT);
  const lines = describeLinks(state);
  try {
    if (!service || !state.write) return say(lines);
    using pool = startPool();
    if (state.build) {
      const { since, defaultBranch, build } = state;
      const { dir, prefix } = build;
      const restored = readIndex<BuildIndex>(state.folder, 'build', build.restored);
      const options = { since, defaultBranch, maxSize: inputs.maxSize, objects: inputs.objects };
      lines.push(await saveBuildCache({ service, pool, restored, dir, prefix, ...options }));
    }
    if (state.modules) {
      const { sums } = await readProject(inputs, job.context.workspace);
      const restored = readIndex<ModuleIndex>(state.folder, 'modules', state.modules.restored);
      const { dir, prefix } = state.modules;
      lines.push(await saveModules({ service, pool, restored, dir, prefix, sums }));
    }
  } catch (error) {
    warning(`The cache was not saved: ${describeError(error).replaceAll('\n', ' ')}`);
  } finally {
    await rm(state.folder, { recursive: true, force: true });
  }
  say(lines);
}

function say(lines: readonly string[]): void {
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
function readIndex<I extends PackIndex>(folder: string, name: I['kind'], restored: boolean): I | undefined {
  return restored ? (decodeIndex(readFileSync(join(folder, name))) as I) : undefined;
}
